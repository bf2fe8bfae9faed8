"""What of the traffic is captured: the settings of SageMaker's DataCaptureConfig, by the names of its Python SDK."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.errors import JobError
from engine.wording import quoted

INPUT, OUTPUT = "Input", "Output"

_MODES = {"InputAndOutput": (INPUT, OUTPUT)}
"""What the API calls several sides at once."""

_RANDOM_BITS = 48
"""How many of the first bits of a UUID of version 4 are random before the first that is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureConfig:
    """What is captured, of how many requests, and how its bodies are written down.

    `sampling_percentage` is from 0 to 100; all is captured where nobody says it, for the API has no default either.
    `capture_options` are "Input", "Output" or both. A body whose Content-Type is among `csv_content_types` is written as
    CSV text, one of `json_content_types` as JSON text, any other as base64; a type without parameters (`text/csv`) is that
    with any (`text/csv; charset=utf-8`), in small letters or capitals. A record with a body of more than `payload_bytes` is
    not captured. JobError for a value that is out of range.
    """

    enable_capture: bool = True
    sampling_percentage: float = 100
    capture_options: tuple[str, ...] = (INPUT, OUTPUT)
    csv_content_types: tuple[str, ...] = ("text/csv",)
    json_content_types: tuple[str, ...] = ("application/json",)
    payload_bytes: int = 6 * 2**20

    def __post_init__(self) -> None:
        require("sampling_percentage", 0 <= self.sampling_percentage <= 100, "from 0 to 100", self.sampling_percentage)
        known = set(self.capture_options) <= {INPUT, OUTPUT} and self.capture_options
        require("capture_options", bool(known), "Input, Output or both", self.capture_options)
        require("payload_bytes", self.payload_bytes > 0, "a number of bytes above 0", self.payload_bytes)

    @classmethod
    def from_api(cls, body: Mapping[str, Any]) -> "CaptureConfig":
        """Return what *body*, the DataCaptureConfig of a CreateEndpointConfig call, says, but for where to write to.

        Without `CaptureContentTypeHeader` every body is base64, as the API documents it.
        """
        types = body.get("CaptureContentTypeHeader") or {}
        return cls(
            enable_capture=body.get("EnableCapture", True),
            sampling_percentage=body["InitialSamplingPercentage"],
            capture_options=tuple(dict.fromkeys(side for option in body["CaptureOptions"] for side in _sides(option))),
            csv_content_types=tuple(types.get("CsvContentTypes") or ()),
            json_content_types=tuple(types.get("JsonContentTypes") or ()),
        )

    def samples(self, event: UUID) -> bool:
        """Whether the request with this random id is captured: its first bits are the draw, each request for itself.

        Nothing is remembered between two requests, so threads and forked workers need not agree on anything; and no client
        decides, as one could by its inference ids.
        """
        return bool((event.int >> (128 - _RANDOM_BITS)) * 100 < self.sampling_percentage * 2**_RANDOM_BITS)

    def encoding_of(self, content_type: str) -> str:
        """Return CSV, JSON or BASE64: how a body with this header is written down."""
        spelled = content_type.strip().lower()
        names = {spelled, spelled.partition(";")[0].strip()}
        if names & _lower(self.csv_content_types):
            return "CSV"
        return "JSON" if names & _lower(self.json_content_types) else "BASE64"


def _sides(option: Mapping[str, str]) -> tuple[str, ...]:
    mode = option["CaptureMode"]
    return _MODES.get(mode, (mode,))


def _lower(names: Iterable[str]) -> set[str]:
    return {name.lower() for name in names}


def require(name: str, holds: bool, expected: str, found: object) -> None:
    """Raise JobError unless the setting *name* *holds*: what was *expected* of it, and what was *found*."""
    if not holds:
        raise JobError(
            f"{name} of a capture is expected to be {expected}; found {quoted(str(found))}",
            code="capture-setting-invalid",
        )
