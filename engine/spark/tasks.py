"""What the Python workers of somebody else's Spark session do for the engine, each a plain function of values.

This module imports nothing that has kernels: their cache is to be found first, and such a worker knows nothing of it.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from engine.home import share_kernel_cache
from engine.spark.scratch import folder_of_session

if TYPE_CHECKING:
    from engine.errors import EngineError, TaskFailure
    from engine.readers.frames.partition import Part

SCHEMA = "number int, part binary"
"""What `fold_partition` yields: the number of a partition, and the part or the fault that has come of it, pickled."""


def fold_partition(rows: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Yield one row of SCHEMA for the Arrow *batches* of a partition, of which *rows*, a pickled Rows, makes a part.

    A fault is a value too: a task that failed Spark would only try again.
    """
    _find_kernels()
    from pyspark import TaskContext

    from engine.readers.frames.partition import as_batch
    from engine.spark.failures import task_fault

    context = TaskContext.get()
    try:
        found: Part | EngineError | TaskFailure = _unpacked(rows).fold(batches)
    except Exception as error:
        found = task_fault(error)
    yield as_batch(0 if context is None else context.partitionId(), _packed(found))


def with_kernels(work: Callable[[Iterable[Any]], Iterable[Any]]) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Return *work* for a task: a worker finds the kernels before it unpacks *work*, which imports them."""
    from pyspark.serializers import CloudPickleSerializer

    packer: Any = CloudPickleSerializer()
    return partial(_find_and_do, packer.dumps(work))


def _find_and_do(work: bytes, items: Iterable[Any]) -> Iterator[Any]:
    _find_kernels()
    yield from _unpacked(work)(items)


def lay_out_partition(rows: bytes, names: list[str], seal: str, batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the Arrow *batches* of a partition as the columns *names*, of which *rows* is a pickled pair of Rows and cells.

    A fault fails the task, under its *seal*.
    """
    _find_kernels()
    import pyarrow as pa

    from engine.spark.failures import task_fault
    from engine.spark.relation import as_cells, sealed

    read, cells = _unpacked(rows)
    for batch in batches:
        try:
            columns = [as_cells(array, each) for array, each in zip(read.laid_out(batch), cells, strict=True)]
        except Exception as error:
            raise RuntimeError(sealed(task_fault(error), seal)) from None
        yield pa.RecordBatch.from_arrays(columns, names=names)


def numbered(row: tuple[int, bytearray]) -> tuple[int, bytes]:
    """Return a row of SCHEMA as a plain pair, which a shuffle takes."""
    number, part = row
    return number, bytes(part)


def group_of(size: int, number: int) -> int:
    """Return the group of *size* neighbours that the partition *number* is in."""
    return number // size


def join_group(pairs: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield the parts of a group, which come in the order of their numbers, as one with the first number.

    Of faults the first one is what has come of the group.
    """
    _find_kernels()
    first, found = joined(pairs)
    if found is not None:
        yield first, _packed(found)


def joined(pairs: Iterable[tuple[int, bytes]]) -> "tuple[int, Part | EngineError | TaskFailure | None]":
    """Return the first number of *pairs*, which come in order, and their parts joined or the first fault; None for no pair."""
    from engine.readers.frames.partition import Part
    from engine.spark.scan import join

    numbers: list[int] = []
    faults: list[Any] = []

    def parts() -> Iterator[Part]:
        for number, content in pairs:
            numbers.append(number)
            found = _unpacked(content)
            if not isinstance(found, Part):
                faults.append(found)
                return
            yield found

    part = join(parts())
    return (numbers or [0])[0], faults[0] if faults else part


def _packed(found: Any) -> bytes:
    return pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL)


def _unpacked(content: bytes) -> Any:
    return pickle.loads(content)  # noqa: S301 - the engine has packed it


def _find_kernels() -> None:
    share_kernel_cache(folder_of_session())
