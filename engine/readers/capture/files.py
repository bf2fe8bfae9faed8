"""Which files of captured traffic a run reads: of which endpoint, and of which hours.

An endpoint's captures lie in `<endpoint>/<variant>/yyyy/mm/dd/hh/`, the hour being that of the inference, in UTC.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

from engine.job.times import MonitoringWindow
from engine.readers.capture.options import CaptureFormat
from engine.readers.selection import Selection
from engine.readers.store import File, Store
from engine.wording import listed, quoted

_HOUR = timedelta(hours=1)
_HOUR_FOLDER = re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2})/([0-9]{2})")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file lies: None for what its path does not show."""

    file: File
    hour: datetime | None
    endpoint: str | None
    variant: str | None

    @property
    def name(self) -> str:
        return "/".join(part for part in (self.endpoint, self.variant) if part)


@dataclass(frozen=True, slots=True)
class Hours:
    """Which files' hours lie only partly in `window`, so that the time of each of their records decides.

    `below` is the folder that relative paths are relative to.
    """

    window: MonitoringWindow | None
    below: str

    @classmethod
    def of(cls, store: Store, window: MonitoringWindow | None) -> "Hours":
        """Return the hours of the files of *store*, wherever they are asked for."""
        return cls(window, os.getcwd() if store.local else "")

    def cut(self, path: str) -> bool:
        """Whether *window* begins or ends within the hour of the file at *path*; a file without an hour has none."""
        if self.window is None:
            return False
        hour = _hour("/".join(PurePosixPath(self.below, path).parts[-5:-1]))
        return hour is not None and not _covers(hour, self.window)


def select_captures(store: Store, written: CaptureFormat, window: MonitoringWindow | None) -> Selection:
    """Return which files of *store* are of the endpoint and variant of *written*, and in hours that meet *window*.

    Without a window every hour is in, and so is what lies in no hour's folder; with one, only hours count. A window
    without length meets none. No endpoint or variant takes all; a name excludes no file whose path below the source has
    no folder for it.
    """
    found = store.listing()
    chosen = select(store, found.files, window, endpoint=written.endpoint, variant=written.variant)
    return replace(chosen, notes=(*found.notes, *chosen.notes))


def select(
    store: Store,
    files: tuple[File, ...],
    window: MonitoringWindow | None,
    *,
    endpoint: str | None,
    variant: str | None,
) -> Selection:
    """Return which of *files*, those of *store*, are read; for the rest see `select_captures`."""
    places = _places(store, files)
    chosen, notes = _of_endpoint(places, endpoint, variant)
    inside, passed_over = _of_window(chosen, window, any_hour=any(place.hour for place in places))
    return Selection(tuple(place.file for place in inside), notes=(*notes, *_several(inside), *passed_over))


def hour_of(store: Store, path: str) -> datetime | None:
    """Return the hour in whose folder the file at *path* of *store* lies; None where it lies in none."""
    return _hour("/".join(_folders(path, local=store.local)[-5:-1]))


def select_hours(store: Store, files: tuple[File, ...], window: MonitoringWindow | None) -> Selection:
    """Return which of *files*, those of *store*, lie in hours that meet *window*; without one, all of them."""
    places = _places(store, files)
    inside, passed_over = _of_window(places, window, any_hour=any(place.hour for place in places))
    return Selection(tuple(place.file for place in inside), notes=passed_over)


def _of_window(
    places: tuple[_Place, ...], window: MonitoringWindow | None, *, any_hour: bool
) -> tuple[tuple[_Place, ...], tuple[str, ...]]:
    """Return which of *places* are in *window*, and sentences on the others; *any_hour*: a file of the dataset has one."""
    if window is None or (window.start is None and window.end is None):
        return places, ()
    hourly = tuple((place, place.hour) for place in places if place.hour is not None)
    inside = tuple(place for place, hour in hourly if _meets(hour, window))
    without = _without_hour(len(places) - len(hourly), any_hour=any_hour)
    return inside, (*without, *_in_other_hours(len(hourly) - len(inside)))


def _places(store: Store, files: tuple[File, ...]) -> tuple[_Place, ...]:
    root = _folders(store.path, local=store.local)
    return tuple(_place(file, _folders(file.path, local=store.local)[:-1], len(root)) for file in files)


def _folders(path: str, *, local: bool) -> tuple[str, ...]:
    """A path relative to the working folder shows its hour only with the folders above that one."""
    return PurePosixPath(os.path.abspath(path) if local else path).parts


def _place(file: File, folders: tuple[str, ...], below: int) -> _Place:
    """*below* is how many folders stand before those that lie below the source."""
    hour = _hour("/".join(folders[-4:]))
    shown = folders[below:-4] if hour is not None else ()
    endpoint, variant = (None, None, *shown)[-2:]
    return _Place(file, hour, endpoint, variant)


def _hour(folders: str) -> datetime | None:
    found = _HOUR_FOLDER.fullmatch(folders)
    try:
        return datetime.strptime(found[0], "%Y/%m/%d/%H").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def _of_endpoint(
    places: tuple[_Place, ...], endpoint: str | None, variant: str | None
) -> tuple[tuple[_Place, ...], tuple[str, ...]]:
    chosen = tuple(
        place
        for place in places
        if endpoint in (None, place.endpoint or endpoint) and variant in (None, place.variant or variant)
    )
    others = len(places) - len(chosen)
    if not others:
        return chosen, ()
    asked = " and ".join(
        f"{kind} {quoted(name)}" for kind, name in (("endpoint", endpoint), ("variant", variant)) if name is not None
    )
    if any(place.name for place in chosen):
        return chosen, (f"{_counted(others)} not of {asked}: passed over.",)
    return chosen, (f"No file is of {asked}, {_counted(others)} of {_listed(places)}: passed over.",)


def _several(places: tuple[_Place, ...]) -> tuple[str, ...]:
    if len({place.name for place in places if place.name}) < 2:
        return ()
    return (f"Captures of several endpoints or variants are read together: {_listed(places)}.",)


def _listed(places: Iterable[_Place]) -> str:
    return listed(sorted({place.name for place in places if place.name}))


def _meets(hour: datetime, window: MonitoringWindow) -> bool:
    """Hours and windows include their start and not their end. Differences, for the hour behind year 9999 is none."""
    start, end = window.start or hour, window.end
    return start - hour < _HOUR and (end is None or (hour < end and start < end))


def _covers(hour: datetime, window: MonitoringWindow) -> bool:
    return (window.start is None or window.start <= hour) and (window.end is None or window.end - hour >= _HOUR)


def _without_hour(count: int, *, any_hour: bool) -> tuple[str, ...]:
    if not count:
        return ()
    note = f"{_counted(count)} in no folder of an hour (yyyy/mm/dd/hh), which a window goes by: passed over."
    hint = " No file lies in such a folder; leave out the window to read them all."
    return (note if any_hour else note + hint,)


def _in_other_hours(count: int) -> tuple[str, ...]:
    return (f"{_counted(count)} of hours outside of the window: passed over.",) if count else ()


def _counted(count: int) -> str:
    return "1 file is" if count == 1 else f"{count} files are"
