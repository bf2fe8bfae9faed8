"""Where the metrics of runs are kept, and what this run is among them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.errors import JobError
from engine.job.times import MonitoringWindow
from engine.wording import quoted

OWN_TAGS = ("run", "window_start", "window_end")
"""Tags that a run gives itself; those of its window and of its kind do not tell one series of runs from another."""

_KEY = re.compile(r"[^\s=][^=]*")


@dataclass(frozen=True, slots=True)
class MetricsRepository:
    """The folder at `path`, and under what the metrics of this run stand there.

    `at` is the time of the run in its series, in UTC: the start of its window, where it has one. `tags` are names with
    their values, sorted. `is_named` says that the time was given: a run of the same time and tags is then the same run,
    and replaces what was kept of it.
    """

    path: str
    at: datetime
    tags: tuple[tuple[str, str], ...] = ()
    is_named: bool = True


def repository_at(
    path: str | None, *, at: datetime | None, window: MonitoringWindow | None, tags: Mapping[str, str | None]
) -> MetricsRepository | None:
    """Return the repository at *path* for a run of the time *at*, else of its *window*, else of now; None without a path.

    Of *tags* those without a value are left out.
    """
    if not path:
        return None
    start, end = (None, None) if window is None else (window.start, window.end)
    bounds = {"window_start": start and _written(start), "window_end": end and _written(end)}
    every = {name: value for name, value in {**tags, **bounds}.items() if value}
    moment = at or start
    return MetricsRepository(path, moment or datetime.now(UTC), tuple(sorted(every.items())), moment is not None)


def tags_said(words: Sequence[str], *, flag: str) -> dict[str, str]:
    """Return the tags that *words* say, each KEY=VALUE. Raises JobError for one that is none, and for a repeated key."""
    found: dict[str, str] = {}
    for word in words:
        name, _, value = word.partition("=")
        if not _KEY.fullmatch(name) or not value or name in (*OWN_TAGS, *found):
            raise JobError(
                f"{flag} {quoted(word)} is expected to be KEY=VALUE, with a key that is given once and is none of "
                f"{', '.join(OWN_TAGS)}, which every run gives itself",
                code="tag-invalid",
            )
        found[name] = value
    return found


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
