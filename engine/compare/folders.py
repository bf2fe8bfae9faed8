"""Which documents of two folders belong together: those of one name, of one run."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.documents.folder import CONSTRAINTS, STATISTICS, VIOLATIONS, document_in
from engine.errors import JobError, refuse_credentials
from engine.stores.address import is_address
from engine.wording import foreign

DOCUMENTS = (STATISTICS, CONSTRAINTS, VIOLATIONS)
"""What is compared. The suggestions are ours alone."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One document on both sides: what it is called, and where it is; None where a side has none."""

    name: str
    official: str | None
    ours: str | None


def pairs_in(official: str, ours: str) -> tuple[Pair, ...]:
    """Return the documents of both folders in pairs, those below them too, by the name of the folder that they lie in.

    Where both sides have the documents of one run each, these belong together, whatever their folders are called. JobError
    where a side has none at all.
    """
    one, other = _runs_below(official), _runs_below(ours)
    if len(one) == len(other) == 1:
        return tuple(_pairs("", *one.values(), *other.values()))
    names = sorted({*one, *other})
    return tuple(pair for run in names for pair in _pairs(run, one.get(run, {}), other.get(run, {})))


def _pairs(run: str, official: dict[str, str], ours: dict[str, str]) -> Iterator[Pair]:
    for name in DOCUMENTS:
        if name in official or name in ours:
            yield Pair(f"{run}/{name}" if run else name, official.get(name), ours.get(name))


def _runs_below(folder: str) -> dict[str, dict[str, str]]:
    """Return where the documents below *folder* are, by the folders in it that hold some, and their names."""
    refuse_credentials(folder, name="A folder to compare")
    runs: dict[str, dict[str, str]] = {}
    for path in map(PurePosixPath, _names_below(folder)):
        if path.name in DOCUMENTS:
            run = "" if str(path.parent) == "." else str(path.parent)
            runs.setdefault(run, {})[path.name] = document_in(folder, str(path))
    if not runs:
        raise JobError(
            f"{foreign(folder)}: none of {', '.join(DOCUMENTS)} is there, nor below it; name the output folder of a run",
            code="nothing-to-compare",
        )
    return runs


def _names_below(folder: str) -> Iterable[str]:
    """Return the names of what lies in *folder*, and in folders in it: none where it is not there."""
    if is_address(folder):
        from engine.stores.objects import names_below  # noqa: PLC0415 - Arrow, which only addresses wait for

        return names_below(folder, JobError)
    return (
        PurePosixPath(os.path.relpath(os.path.join(place, name), folder)).as_posix()
        for place, _, names in os.walk(folder)
        for name in names
    )
