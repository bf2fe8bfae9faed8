"""What executors and their Python workers print, which Spark puts into files, in the log of their host."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_EACH_SECONDS = 0.5


@contextmanager
def forward_output(work: Path) -> Iterator[None]:
    """Copy what is written to the executors' files in the folder *work* to standard error, meanwhile and at the end."""
    done = threading.Event()
    thread = threading.Thread(target=_forward, args=(work, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _forward(work: Path, done: threading.Event) -> None:
    read: dict[Path, int] = {}
    while not done.wait(_EACH_SECONDS):
        _copy_new(work, read)
    _copy_new(work, read)


def _copy_new(work: Path, read: dict[Path, int]) -> None:
    """Copy whole lines that are new; the head that Spark writes, the command of an executor, is passed over."""
    for path in sorted(work.glob("*/*/std*")):
        with open(path, "rb") as file:
            file.seek(read.get(path, 0))
            for line in _whole_lines(file):
                if not line.startswith((b"Spark Executor Command:", b"====", b"\n")):
                    sys.stderr.buffer.write(line)
            read[path] = file.tell()
    sys.stderr.buffer.flush()


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    while (line := file.readline()).endswith(b"\n"):
        yield line
    file.seek(-len(line), 1)
