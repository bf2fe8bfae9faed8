"""Which files a dataset is made of, as somebody has listed them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """One file: its path inside the file system, and its size in bytes."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Files in name order; `notes` are sentences for the log on what is none of them."""

    files: tuple[File, ...]
    notes: tuple[str, ...] = ()
