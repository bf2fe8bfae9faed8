"""Trying a folder without leaving anything of the trial."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.stores.address import is_address


@contextmanager
def no_trace(folder: str) -> Iterator[None]:
    """Remove afterwards the folders on the way to *folder* that were not there before, and are empty."""
    absent: list[Path] = []
    if folder and not is_address(folder):
        path = Path(folder).absolute()
        absent = [each for each in (path, *path.parents) if not os.path.exists(each)]
    try:
        yield
    finally:
        for each in absent:
            with suppress(OSError):
                each.rmdir()
