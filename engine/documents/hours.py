"""Merged records in a folder: JSON lines by the hours of their inferences, all of a run or none.

`yyyy/mm/dd/hh/MM-SS-NNNNN.jsonl`, as the platform lays out what it merges: the hour, the minute and second at which a file's
stretch of time begins, and the number of the file within it. So names are in the order of times, and tell whose they are.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from engine.documents.folder import owned_and_empty, refuse_unnamed
from engine.documents.local import explained
from engine.errors import JobError
from engine.job.merge import MergeJob
from engine.job.times import EPOCH, MonitoringWindow
from engine.stores.address import is_address, s3_address

if TYPE_CHECKING:
    from engine.stores.staging import Staging

COMPLETE = "_SUCCESS"
"""The empty file that says that all of a run is there, as Spark's own writers leave it; those who read data pass it over."""

_NAME = re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2})/([0-9]{2})/([0-9]{2})-([0-9]{2})-[0-9]{5,}\.jsonl")


def file_name(begin: int, number: int) -> str:
    """Return the name of the file *number*, from 0, of the stretch of time that begins at *begin*, in microseconds since 1970."""
    time = EPOCH + timedelta(microseconds=begin)
    return f"{time.year:04}/{time:%m/%d/%H/%M-%S}-{number:05}.jsonl"


@contextmanager
def owned_hours(output: str, window: MonitoringWindow | None, token: str) -> Iterator["Staging"]:
    """Make the folder *output*, own it, remove merged records of a former run in *window*, and give the way to it.

    Those of other times stay; None removes those of all. Documents of an analysis go, too. What was not moved to its place
    is deleted at the end. Raises JobError where that cannot be: an empty name, another run's folder, or one that cannot be
    written to.
    """
    from engine.stores.staging import staging_at  # noqa: PLC0415 - Arrow, which other runs need later

    refuse_unnamed(output)
    with owned_and_empty(output, None):
        staging = staging_at(output, token, JobError)
        with explained(f"Merged records of a former run cannot be removed from the output folder {output}"):
            staging.delete_left()
            staging.delete([COMPLETE, *(name for name in staging.names() if _lies_in(name, window))])
        try:
            yield staging
        finally:
            staging.discard()


def settle(staging: "Staging", names: Sequence[str]) -> None:
    """Move the files *names* to their places, and then say that all are there; where that fails, leave none of them."""
    failure = f"Merged records cannot be written to the output folder {staging.folder}"
    try:
        with explained(failure):
            with staging.writing(COMPLETE):
                pass
            staging.settle([*names, COMPLETE])
    except BaseException:
        with explained(failure):
            staging.delete(names)
        raise


def _lies_in(name: str, window: MonitoringWindow | None) -> bool:
    found = _NAME.fullmatch(name)
    if found is None:
        return False
    try:
        begin = datetime(*map(int, found.groups()), tzinfo=UTC)  # type: ignore[arg-type, misc] # six numbers
    except ValueError:
        return False
    start, end = (window.start, window.end) if window else (None, None)
    return (start is None or begin >= start.replace(microsecond=0)) and (end is None or begin < end)


def refuse_sources_as_output(job: MergeJob) -> None:
    """Raise JobError where the output folder is that of the records or the labels, or lies in it: they would be read again."""
    for name, source in (("captured records", job.capture), ("ground truth", job.ground_truth)):
        if _lies_within(job.output, source):
            raise JobError(
                f"The output folder {job.output} lies in that of the {name}, where the next merge would read it; name another "
                f"one",
                code="merge-output-in-source",
            )


def _lies_within(output: str, folder: str) -> bool:
    one, other = s3_address(output), s3_address(folder)
    if one is not None and other is not None:
        return f"{one.path}/".startswith(f"{other.path}/")
    if is_address(output) or is_address(folder):
        return False
    return Path(output).resolve().is_relative_to(Path(folder).resolve())
