"""The thread that writes what was captured, and what it needs: all that a forked process has to have anew."""

import atexit
import logging
import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from engine.capture.backlog import Backlog
from engine.capture.config import CaptureConfig
from engine.capture.event import Event, line_of
from engine.capture.landing import Landing
from engine.wording import foreign

NO_ROOM = "they did not fit into the memory that is set for them (queue_bytes)"
TOO_LARGE = "a body was larger than payload_bytes"
INCOMPLETE = "the request was not read to its end, or the answer ended early"
COMPRESSED = "a body was compressed (Content-Encoding): put the middleware inside of what compresses"
NOT_SEEN = "the server or the application said what the middleware does not know"
NO_LINE = "a header or an id of theirs was no text, which JSON cannot say"
NOT_WRITTEN = "they were not written when the writer was closed, or came later"
"""Why a request that was to be captured was not."""

_SAY_SECONDS = 60.0
"""How long the log keeps silent on what is not captured when it has just told."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CaptureCounts:
    """How many records this process has written, how many wait, and how many were dropped, by the reason in words."""

    written: int
    waiting: int
    dropped: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How much may wait (bytes), how long (seconds), and how much makes a write of its own before (bytes)."""

    queue_bytes: int
    seconds: float
    chunk_bytes: int


class Drain:
    """Events of any thread, written to a *landing* by a thread of its own, which starts with the first of them."""

    def __init__(self, landing: Landing, config: CaptureConfig, pace: Pace) -> None:
        self.backlog = Backlog(pace.queue_bytes)
        self._landing, self._config, self._pace = landing, config, pace
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = self._failing = False
        self._asked = self._answered = self._written = 0
        self._dropped, self._told = Counter[str](), Counter[str]()
        self._silent_until = 0.0

    def submit(self, event: Event, size: int) -> None:
        """Have *event* written, for which *size* bytes of the backlog's room are reserved; after the end it is dropped."""
        with self._changed:
            if is_late := self._closed:
                self.backlog.release(size)
                self._dropped[NOT_WRITTEN] += 1
            else:
                self.backlog.put(event, size)
        if is_late:
            self._tell(at_once=True)
            return
        self._start()
        if self._is_much():
            with self._changed:
                self._changed.notify_all()

    def count_drop(self, reason: str) -> None:
        """Count a request that was to be captured and is not, for this *reason*; the thread tells the log."""
        with self._changed:
            self._dropped[reason] += 1
        self._start()

    def counts(self) -> CaptureCounts:
        """Return what has become of the events so far."""
        with self._changed:
            return CaptureCounts(self._written, len(self.backlog), dict(self._dropped))

    def flush(self, timeout: float) -> bool:
        """Have all written that waits, for *timeout* seconds at most; return whether it is."""
        with self._changed:
            if self._thread is None:
                return True
            self._asked += 1
            mine = self._asked
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._answered >= mine, timeout) and not self._failing

    def close(self, timeout: float) -> None:
        """Have all written that waits, for *timeout* seconds at most, and end the thread; tell the log what is left."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            self._changed.notify_all()
        self.abandon()
        if self._thread is not None:
            self._thread.join(timeout)
        with self._changed:
            self._dropped.update({NOT_WRITTEN: len(self.backlog)} if len(self.backlog) else {})
        self._tell(at_once=True)

    def abandon(self) -> None:
        """Be another process's: what waits is written there, and the end of this one does nothing here. Takes no lock."""
        atexit.unregister(self.close)

    def _start(self) -> None:
        """Start the thread, unless it runs; where the system has none now, the next record tries again."""
        with self._changed:
            if self._thread is None and not self._closed:
                atexit.unregister(self.close)
                atexit.register(self.close, _LAST_SECONDS)
                thread = threading.Thread(target=self._run, name="capture", daemon=True)
                with suppress(RuntimeError):
                    thread.start()
                    self._thread = thread

    def _run(self) -> None:
        self._open()
        while True:
            with self._changed:
                self._changed.wait_for(self._is_due, self._pace.seconds)
                asked, closed = self._asked, self._closed
            self._failing = not self._write()
            self._tell(at_once=closed)
            with self._changed:
                self._answered = asked
                self._changed.notify_all()
            if closed:
                return

    def _open(self) -> None:
        """Open the landing; what it brings ends before what was registered before it, so the end is registered once more."""
        try:
            self._landing.open()
        except Exception as error:  # noqa: BLE001 - as for writing, which opens it again
            _log.warning("What is captured cannot be written yet, and is tried again: %s", foreign(str(error)))
        atexit.register(self.close, _LAST_SECONDS)

    def _is_due(self) -> bool:
        return self._closed or self._asked > self._answered or (self._is_much() and not self._failing)

    def _is_much(self) -> bool:
        return self.backlog.queued_bytes >= self._pace.chunk_bytes

    def _write(self) -> bool:
        """Write what waits; return whether all of it could be. What could not waits on, and its room is taken."""
        while events := self.backlog.first(self._pace.chunk_bytes):
            lines = self._lines_of(events)
            try:
                if lines:
                    self._landing.write(events[0].hour, b"".join(lines))
            except Exception as error:  # noqa: BLE001 - the thread has to outlive whatever a disk or a store's client raises
                if not self._failing:
                    _log.warning("What is captured cannot be written, and is tried again: %s", foreign(str(error)))
                return False
            self.backlog.forget(len(events))
            with self._changed:
                self._written += len(lines)
                self._dropped.update({NO_LINE: len(events) - len(lines)} if len(lines) < len(events) else {})
        if self._closed:
            self._landing.close()
        return True

    def _lines_of(self, events: list[Event]) -> list[bytes]:
        """Return the lines of those *events* that have one: no other may keep those behind it from being written."""
        lines = []
        for event in events:
            with suppress(TypeError, ValueError, AttributeError):
                lines.append(line_of(event, self._config))
        return lines

    def _tell(self, *, at_once: bool) -> None:
        """Tell the log what was dropped since it was told last."""
        now = time.monotonic()
        with self._changed:
            fresh = self._dropped - self._told
            if not fresh or (now < self._silent_until and not at_once):
                return
            self._told, self._silent_until = self._dropped.copy(), now + _SAY_SECONDS
        for reason, count in fresh.items():
            _log.warning("%s records were not captured: %s", count, reason)


_LAST_SECONDS = 10.0
"""How long the end of a process waits until all is written."""
