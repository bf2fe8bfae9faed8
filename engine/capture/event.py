"""What was captured of one request and its answer, and the line of JSON that it becomes."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from email.message import Message

from engine.capture.config import CaptureConfig, require

_OVERHEAD = 1024
"""Bytes that an event takes beside its bodies, or a little more."""


@dataclass(frozen=True, slots=True)
class Payload:
    """The body of a request or of an answer, and its Content-Type header, None or "" where there was none.

    JobError for a body that is neither bytes nor a text.
    """

    content: bytes | str
    content_type: str | None = None

    def __post_init__(self) -> None:
        require("content", isinstance(self.content, bytes | str), "bytes or a text", type(self.content).__name__)

    @property
    def size(self) -> int:
        """The bytes of the body, as UTF-8 where it is a text."""
        if isinstance(self.content, bytes) or self.content.isascii():
            return len(self.content)
        return len(self.content.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One request that was answered. `time` is in UTC; a side that was not captured is None."""

    id: str
    time: datetime
    input: Payload | None = None
    output: Payload | None = None
    inference_id: str | None = None
    custom_attributes: str | None = None

    @property
    def hour(self) -> datetime:
        """The hour whose folder it belongs to."""
        return self.time.replace(minute=0, second=0, microsecond=0)

    @property
    def size(self) -> int:
        """About how many bytes it takes in memory."""
        return _OVERHEAD + sum(side.size for side in (self.input, self.output) if side is not None)


def line_of(event: Event, config: CaptureConfig) -> bytes:
    """Return *event* as SageMaker writes it: one line of JSON in UTF-8, with its end."""
    sides = {"endpointInput": (event.input, "INPUT"), "endpointOutput": (event.output, "OUTPUT")}
    record = {
        "captureData": {
            name: _side(payload, mode, config) for name, (payload, mode) in sides.items() if payload is not None
        },
        "eventMetadata": _metadata(event),
        "eventVersion": "0",
    }
    # A str of the caller's may hold halves of surrogate pairs, which no UTF-8 has.
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _metadata(event: Event) -> dict[str, object]:
    known = {
        "eventId": event.id,
        "customAttributes": None if event.custom_attributes is None else [event.custom_attributes],
        "inferenceId": event.inference_id,
        "inferenceTime": event.time.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return {name: value for name, value in known.items() if value is not None}


def _side(payload: Payload, mode: str, config: CaptureConfig) -> dict[str, str]:
    encoding = config.encoding_of(payload.content_type or "")
    text = None if encoding == "BASE64" else _text(payload)
    if text is None:
        encoding, text = "BASE64", base64.b64encode(_content(payload)).decode("ascii")
    named = {"observedContentType": payload.content_type} if payload.content_type else {}
    return {**named, "mode": mode, "data": text, "encoding": encoding}


def _text(payload: Payload) -> str | None:
    """Return the body as text by the charset of its header, UTF-8 where that names none; None where it is no such text."""
    if isinstance(payload.content, str):
        return payload.content
    header = Message()
    header["Content-Type"] = payload.content_type or ""
    try:
        return payload.content.decode(header.get_content_charset("utf-8"))
    except (ValueError, LookupError):
        return None


def _content(payload: Payload) -> bytes:
    return payload.content if isinstance(payload.content, bytes) else payload.content.encode("utf-8", "replace")
