"""Events that wait to be written, in a memory of a set size."""

from collections import deque
from threading import RLock

from engine.capture.event import Event


class Backlog:
    """Room for so many bytes, and the events in it in their order. For any number of threads; none waits for room.

    Whoever has something that will be an event reserves room for it as it comes, and releases it where it becomes none.
    """

    __slots__ = ("_events", "_held", "_lock", "_most_bytes", "_queued")

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        # One that a signal handler may come back to.
        self._lock = RLock()
        self._events: deque[tuple[Event, int]] = deque()
        self._held = self._queued = 0

    @property
    def queued_bytes(self) -> int:
        """The bytes of the events that wait."""
        return self._queued

    def __len__(self) -> int:
        return len(self._events)

    def reserve(self, size: int) -> bool:
        """Take *size* bytes of the room; return whether there were as many."""
        with self._lock:
            fits = self._held + size <= self._most_bytes
            self._held += size if fits else 0
            return fits

    def release(self, size: int) -> None:
        """Give *size* bytes back that were reserved."""
        with self._lock:
            self._held -= size

    def put(self, event: Event, size: int) -> None:
        """Append *event*, for which *size* bytes have been reserved."""
        with self._lock:
            self._events.append((event, size))
            self._queued += size

    def first(self, most_bytes: int) -> list[Event]:
        """Return the first events, one at least, of one hour and of *most_bytes* at most; they stay. Empty where none wait."""
        with self._lock:
            found: list[Event] = []
            total = 0
            for event, size in self._events:
                total += size
                if found and (event.hour != found[0].hour or total > most_bytes):
                    break
                found.append(event)
            return found

    def forget(self, count: int) -> None:
        """Take away the first *count* events, which are written, and give their room back."""
        with self._lock:
            for _ in range(count):
                _, size = self._events.popleft()
                self._queued -= size
                self._held -= size
