"""Where events lie: which files are read, in which pieces, and what comes of one."""

from dataclasses import dataclass, replace
from datetime import timedelta

from engine.job.listing import Listing
from engine.job.times import MonitoringWindow, microseconds_of
from engine.readers.capture.envelope.time import NO_TIME
from engine.readers.capture.files import hour_of, select_captures
from engine.readers.capture.options import CaptureFormat
from engine.readers.events import identify
from engine.readers.events.flaws import refuse_flaws, remarks
from engine.readers.events.taker import EventTaker, Fold, Place
from engine.readers.splits import SPLIT_BYTES, Split, plan_splits
from engine.readers.store import Store
from engine.readers.tally import Tally
from engine.readers.text.taking import Heads, read_lines

ENCODING = "utf-8"
"""The text encoding of events, always."""

_LOOKED_AT = 8
"""So many files are looked at for how long a record is."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the files that are read by one task, or a stretch of one, and where each of them stands among all."""

    number: int
    split: Split
    places: tuple[Place, ...]


_NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Seen:
    """What was odd about the events of a piece, and how many captured records lie outside of the window."""

    tally: Tally = _NOTHING
    outside: int = 0

    def __add__(self, other: "Seen") -> "Seen":
        """Return what both have seen together; *other* is of the pieces that follow."""
        return Seen(self.tally + other.tally, self.outside + other.outside)


@dataclass(frozen=True, slots=True)
class EventSource:
    """Events of one `kind` in `store`. It travels to Spark's tasks.

    Captured records are taken where they lie in `window`; None for all. `share` is how many of 100 events or more may be bad.
    """

    store: Store
    kind: int
    share: float
    window: MonitoringWindow | None = None

    def pieces(self, listing: Listing, *, split_bytes: int = SPLIT_BYTES) -> tuple[Piece, ...]:
        """Cut the files of *listing* into pieces of about *split_bytes*; without a byte there is none."""
        places = {file.path: Place(number, self._hour(file.path)) for number, file in enumerate(listing.files)}
        splits = plan_splits(listing.files, split_bytes=split_bytes, compression=self.store.compression)
        return tuple(
            Piece(number, split, tuple(places[segment.path] for segment in split))
            for number, split in enumerate(splits)
        )

    def read(self, piece: Piece, fold: Fold) -> Seen:
        """Hand the events of *piece* to *fold*, in their order, and return what was seen."""
        places = {segment.path: place for segment, place in zip(piece.split, piece.places, strict=True)}
        taker = EventTaker(self.kind, places, self.window, fold)
        stretch = read_lines(self.store, ENCODING, piece.split, taker, None)
        return Seen(stretch.tally, taker.outside)

    def longest(self, listing: Listing) -> int:
        """Return the length in bytes of the longest line that a look at the first files of *listing* shows; 0 for none."""
        written = tuple(file for file in listing.files if file.size)[:_LOOKED_AT]
        return max(map(len, Heads(self.store, ENCODING, written).lines()), default=0)

    def count_hours(self, listing: Listing) -> int:
        """Return in the folders of how many hours the files of *listing* lie; those in no such folder are one more."""
        return len({self._hour(file.path) for file in listing.files})

    def refuse(self, tally: Tally) -> None:
        """Raise DatasetError where too many events are bad."""
        refuse_flaws(tally, self.kind, source=self.store.source, share=self.share)

    def remarks(self, tally: Tally) -> tuple[str, ...]:
        """Return a sentence for the log on each thing that was odd about the events."""
        return tuple(remarks(tally, self.kind))

    def _hour(self, path: str) -> int:
        hour = hour_of(self.store, path)
        return NO_TIME if hour is None else microseconds_of(hour)


def captured(store: Store, written: CaptureFormat, window: MonitoringWindow | None) -> tuple[EventSource, Listing]:
    """Return the captured records in *store* that *written* and *window* choose, and the files that may have some.

    Raises DatasetError where there is nothing that can be listed.
    """
    chosen = select_captures(store, written, window)
    source = EventSource(store, identify.CAPTURE, written.bad_records_share, window)
    return source, Listing(chosen.files, chosen.notes)


def labels(store: Store, share: float, window: MonitoringWindow | None) -> tuple[EventSource, Listing]:
    """Return the labels in *store* and the files that may have some for captured records of *window*.

    A label lies in the folder of the hour in which it was collected. That is never before the hour of its record, and may be
    long after it: however late labels come, they are read. What lies in no hour's folder is read too. Raises DatasetError
    where there is nothing that can be listed.
    """
    found = store.listing()
    source = EventSource(store, identify.LABEL, share)
    if window is None or window.start is None:
        return source, found
    start = window.start
    hours = ((file, hour_of(store, file.path)) for file in found.files)
    early = {file for file, hour in hours if hour is not None and start - hour >= timedelta(hours=1)}
    kept = tuple(file for file in found.files if file not in early)
    return source, replace(found, files=kept, notes=(*found.notes, *_passed_over(len(early))))


def _passed_over(early: int) -> tuple[str, ...]:
    if not early:
        return ()
    return (f"{early} file{' is' if early == 1 else 's are'} of labels from before the window: passed over.",)
