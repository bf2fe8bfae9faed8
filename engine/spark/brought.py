"""Whole files that Spark brings to tasks, where these cannot reach them: those of a Hadoop file system without libhdfs.

In the engine such a file is called `hdfs:/host:port/folder/file`, by which it is known: a path of no other system begins so.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any

from engine.errors import DatasetError
from engine.stores.address import HADOOP

if TYPE_CHECKING:
    from pyspark import RDD
    from pyspark.sql import SparkSession

LARGEST = 256 * 1024 * 1024
"""The most bytes of whole files that one task is brought; the JVM and Python each hold them for a while."""

_GLOB = re.compile(r"([\\*?\[\]{},])")
_brought: dict[str, bytes] = {}
"""In a worker of Spark's, the files that its task has been brought, by path; a worker does one task at a time."""


def address_of(path: str) -> str:
    """Return the address of what the engine calls *path*."""
    return path.replace(":/", "://", 1)


def held(path: str) -> bytes | None:
    """Return the content of the file at *path* where this task has been brought it."""
    return _brought.get(path)


def is_brought(path: str) -> bool:
    """Return whether the file that the engine calls *path* comes to tasks by Spark."""
    return path.startswith(tuple(f"{scheme}:/" for scheme in HADOOP))


def bring(spark: "SparkSession", files: Mapping[int, Mapping[str, int]]) -> "RDD[Any]":
    """Return an RDD with a partition for each number of *files*, which holds (number, path, content) of its files, whole.

    *files* are the paths that each number is about, and their sizes. Raises DatasetError for more than LARGEST in one.
    """
    from pyspark.sql.functions import lit

    frames = []
    for number, sizes in files.items():
        if sum(sizes.values()) > LARGEST:
            raise DatasetError(
                f"{max(sizes, key=lambda path: sizes[path])}: {sum(sizes.values()) >> 20} MB of whole files would come to one "
                f"task, and {LARGEST >> 20} MB may, for the hosts have no libhdfs to read ranges with: name its folder there "
                f"with ARROW_LIBHDFS_DIR, write smaller files, or copy them to S3",
                code="hdfs-file-too-large",
            )
        paths = [_GLOB.sub(r"\\\1", address_of(path)) for path in sizes]
        read = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(paths)
        frames.append(read.select(lit(number), "path", "content").coalesce(1))
    return reduce(lambda one, other: one.union(other), frames).rdd


def from_brought(
    work: Callable[[Iterable[Any]], Iterable[bytes]], items: Mapping[int, Any]
) -> Callable[[Iterable[Any]], Iterator[bytes]]:
    """Return what a task runs over a partition of `bring`: *work* on the one of *items* whose number it has."""

    def read(rows: Iterable[Any]) -> Iterator[bytes]:
        numbers = set()
        try:
            for number, address, content in rows:
                _hold(address, content)
                numbers.add(number)
            yield from work([items[number] for number in numbers])
        finally:
            _let_go()

    return read


def _hold(address: str, content: bytearray) -> None:
    """Keep a file that has come; a function of the module, for a task's own would have a dictionary of its own."""
    _brought[address.replace("://", ":/", 1)] = bytes(content)


def _let_go() -> None:
    _brought.clear()
