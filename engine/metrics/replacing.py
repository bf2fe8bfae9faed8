"""Files of metrics, each written whole: whoever reads them at any time finds a former one or the new one."""

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from engine.errors import JobError
from engine.metrics.openmetrics import BEGINNING
from engine.stores.address import is_address


def write_whole(path: Path, text: str) -> None:
    """Write *text* to *path*, in UTF-8, by way of a hidden file beside it; OSError where that fails, and nothing is left."""
    unfinished = path.with_name(f".{path.name}.{uuid.uuid4().hex}.unfinished")
    try:
        with unfinished.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def refuse_openmetrics_path(name: str) -> None:
    """Raise JobError where no file of OpenMetrics can be written to the path *name*, or one that is none would be lost."""
    if is_address(name):
        raise JobError(
            f"The file of metrics {name} is an address; name a path of this host, where a collector finds it",
            code="openmetrics-is-an-address",
        )
    path = Path(name)
    with _explained(name):
        if path.exists() and not _is_ours(path):
            raise JobError(
                f"The file of metrics {name} is there and none of the engine's, and would be overwritten; name another path, "
                f"or remove it",
                code="openmetrics-in-the-way",
            )
        probe = path.with_name(f".{path.name}.{uuid.uuid4().hex}.unfinished")
        probe.touch(exist_ok=False)
        probe.unlink()


def _is_ours(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(BEGINNING)) in (BEGINNING.encode(), b"")


@contextlib.contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or "the path is none"
        raise JobError(
            f"The file of metrics {name} cannot be written ({cause}); name a path in a folder that is there and can be "
            f"written to",
            code="openmetrics-not-writable",
        ) from error
