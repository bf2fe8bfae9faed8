"""Writes what a server was asked and what it answered, as SageMaker's data capture does."""

import os
import re
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from uuid import UUID, uuid4

from engine.capture.config import INPUT, OUTPUT, CaptureConfig, require
from engine.capture.drain import CaptureCounts, Drain, Pace
from engine.capture.event import Event, Payload
from engine.capture.exchange import Exchange
from engine.capture.landing import FolderLanding, StoreLanding
from engine.errors import JobError, refuse_credentials
from engine.stores.address import below, is_address
from engine.wording import foreign

_FOLDER_SECONDS, _STORE_SECONDS = 1.0, 30.0
_FOLDER_CHUNK, _STORE_CHUNK = 2**20, 8 * 2**20
_MIB = 2**20

_NAME = re.compile(r"[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62}")
"""What endpoints and variants are called, by the documentation of CreateEndpoint."""


class CaptureWriter:
    """Writes captured records below *destination*/*endpoint*/*variant*/yyyy/mm/dd/hh: a folder, or an address at s3://.

    For any number of threads. To capture takes no file and no network: records wait, in *queue_bytes* of memory at most, for
    a thread that writes them every *flush_seconds* (1 to a folder, 30 to a store, where each time makes an object), or as
    soon as there are many. What does not fit is dropped, counted and told in the log; no request waits, and none fails. A
    process that is killed loses what it has captured in its last *flush_seconds*. Files of a folder grow to *file_bytes*.

    The thread starts with the first record, so a writer may be made before a server forks; one that has been used already
    begins anew in the child. At the end of a process what waits is written; `close` does it before, as does a `with`.

    Raises JobError for a setting that cannot be, and for a folder that cannot be made. What a store refuses is told in the
    log, and tried again.
    """

    def __init__(
        self,
        destination: str | os.PathLike[str],
        endpoint: str,
        variant: str = "AllTraffic",
        *,
        config: CaptureConfig | None = None,
        flush_seconds: float | None = None,
        queue_bytes: int = 64 * _MIB,
        file_bytes: int = 64 * _MIB,
        new_id: Callable[[], UUID] = uuid4,
    ) -> None:
        self.config = CaptureConfig() if config is None else config
        for name, value in (("queue_bytes", queue_bytes), ("file_bytes", file_bytes), ("flush_seconds", flush_seconds)):
            require(name, value is None or value > 0, "a number above 0", value)
        self._place = _place(os.fspath(destination), endpoint, variant)
        in_store = is_address(self._place)
        self._pace = Pace(
            queue_bytes=queue_bytes,
            seconds=flush_seconds or (_STORE_SECONDS if in_store else _FOLDER_SECONDS),
            chunk_bytes=_STORE_CHUNK if in_store else _FOLDER_CHUNK,
        )
        self._file_bytes, self._new_id = file_bytes, new_id
        self._begin()
        _begin_anew_in_children(self)

    def capture(
        self,
        input: Payload,  # noqa: A002 - the field's word
        output: Payload,
        *,
        inference_id: str | None = None,
        custom_attributes: str | None = None,
        time: datetime | None = None,
    ) -> str | None:
        """Capture one request that was answered well; return its event id, None where it is not captured.

        A side that the config does not ask for is left out. *time*, which knows its zone, is now where it is not given; it
        says whose hour's folder the record belongs to. Call it from any thread, or in a coroutine: it does not wait.
        """
        exchange = self.begin()
        if exchange is None:
            return None
        event = Event(
            id=exchange.id,
            time=datetime.now(UTC) if time is None else time.astimezone(UTC),
            input=input if INPUT in self.config.capture_options else None,
            output=output if OUTPUT in self.config.capture_options else None,
            inference_id=inference_id,
            custom_attributes=custom_attributes,
        )
        return event.id if exchange.finish(event) else None

    def begin(self) -> Exchange | None:
        """Begin to capture a request that has come in; None where it is not to be captured."""
        if not self.config.enable_capture or self._closed:
            return None
        event = self._new_id()
        return Exchange(self._drain, self.config, str(event)) if self.config.samples(event) else None

    @property
    def counts(self) -> CaptureCounts:
        """What has become of the records of this process so far."""
        return self._drain.counts()

    def flush(self, timeout: float = 10.0) -> bool:
        """Have all written that was captured until now, for *timeout* seconds at most; return whether it is."""
        return self._drain.flush(timeout)

    def close(self, timeout: float = 10.0) -> None:
        """Have all written that was captured, for *timeout* seconds at most, and capture no more."""
        self._closed = True
        self._drain.close(timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin_anew(self) -> None:
        """Begin as a forked process: what its parent has captured the parent writes, and its thread is not here."""
        self._drain.abandon()
        self._begin()

    def _begin(self) -> None:
        """Begin with nothing captured."""
        landing = (
            StoreLanding(self._place) if is_address(self._place) else FolderLanding(Path(self._place), self._file_bytes)
        )
        self._closed = False
        self._drain = Drain(landing, self.config, self._pace)


def _begin_anew_in_children(writer: CaptureWriter) -> None:
    if hasattr(os, "register_at_fork"):
        known = weakref.ref(writer)
        os.register_at_fork(after_in_child=lambda: None if (found := known()) is None else found._begin_anew())


def _place(destination: str, endpoint: str, variant: str) -> str:
    """Return the folder or the address of the variant's hours, which is there now, or can be."""
    for name, value in (("endpoint", endpoint), ("variant", variant)):
        require(name, _NAME.fullmatch(value) is not None, "letters and digits, at most 63, with hyphens between", value)
    if is_address(destination):
        refuse_credentials(destination, name="destination")
        return below(destination, f"{endpoint}/{variant}")
    place = Path(destination, endpoint, variant)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JobError(
            f"{foreign(str(place))}: captured records cannot be written there: {error.strerror}; name another destination",
            code="capture-destination-not-writable",
        ) from error
    return str(place)
