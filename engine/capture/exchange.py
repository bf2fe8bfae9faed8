"""One request and its answer on their way through a server, of which the bodies are kept until both are whole."""

from engine.capture.config import INPUT, OUTPUT, CaptureConfig
from engine.capture.drain import NO_ROOM, TOO_LARGE, Drain
from engine.capture.event import Event, Payload


class Exchange:
    """What was captured so far of one request, in room of the *drain*'s. It is one thread's at a time."""

    __slots__ = ("_bodies", "_config", "_drain", "_over", "_reserved", "_sizes", "id")

    def __init__(self, drain: Drain, config: CaptureConfig, id: str) -> None:  # noqa: A002 - the field's word
        self.id = id
        self._drain, self._config = drain, config
        self._bodies: dict[str, list[bytes]] = {INPUT: [], OUTPUT: []}
        self._sizes = {INPUT: 0, OUTPUT: 0}
        self._reserved, self._over = 0, False

    def add(self, side: str, chunk: bytes) -> None:
        """Keep a part of the body of *side*, if it is asked for; too much of it ends the capture of this request."""
        if self._over or side not in self._config.capture_options:
            return
        self._sizes[side] += len(chunk)
        if self._sizes[side] > self._config.payload_bytes:
            self.drop(TOO_LARGE)
        elif self._reserve(len(chunk)):
            self._bodies[side].append(chunk)

    def payload(self, side: str, content_type: str | None) -> Payload | None:
        """Return the whole body of *side* with its header; None where it is not asked for."""
        if side not in self._config.capture_options:
            return None
        return Payload(b"".join(self._bodies[side]), content_type)

    def finish(self, event: Event) -> bool:
        """Hand over *event*, which is whole; return whether it will be written, for the capture may have ended before."""
        if self._over:
            return False
        largest = max(side.size for side in (event.input, event.output, Payload(b"")) if side is not None)
        if largest > self._config.payload_bytes:
            self.drop(TOO_LARGE)
        elif self._reserve(event.size - self._reserved):
            self._over = True
            self._drain.submit(event, self._reserved)
            return True
        return False

    def drop(self, reason: str) -> None:
        """End the capture of this request for a *reason* that is counted."""
        if not self._over:
            self.forget()
            self._drain.count_drop(reason)

    def forget(self) -> None:
        """End the capture of this request, which is not to be captured; nothing is counted."""
        if not self._over:
            self._over = True
            self._bodies = {INPUT: [], OUTPUT: []}
            self._drain.backlog.release(self._reserved)

    def _reserve(self, size: int) -> bool:
        if self._drain.backlog.reserve(size):
            self._reserved += size
            return True
        self.drop(NO_ROOM)
        return False
