"""A captured record as a preprocessing script sees it: in the form that is documented, and in the one before that.

Source of the names: "Preprocessing and Postprocessing" in the developer guide of Amazon SageMaker's Model Monitor.
"""

import json
from collections.abc import Mapping
from typing import Any

SIDES = {
    "endpointInput": "endpoint_input",
    "endpointOutput": "endpoint_output",
    "batchTransformInput": "batch_transform_input",
    "batchTransformOutput": "batch_transform_output",
}
"""What `captureData` may hold, and the attributes of a record that have it; `groundTruthData` is beside it."""


class Side:
    """What went in or came out, with `data` as it was captured (base64 as base64); None where the record has none."""

    def __init__(self, captured: Mapping[str, Any]) -> None:
        self.encoding = captured.get("encoding")
        self.data = captured.get("data")
        self.observedContentType = captured.get("observedContentType")
        self.mode = captured.get("mode")

    def as_dict(self) -> dict[str, Any]:
        """Return the encoding, the data and the content type by the names of the record."""
        return {"encoding": self.encoding, "data": self.data, "observedContentType": self.observedContentType}

    def __str__(self) -> str:
        return str(self.as_dict())


class EventMetadata:
    """What is known of the call: each None where the record does not say it; `custom_attribute` is a list of texts."""

    def __init__(self, metadata: Mapping[str, Any]) -> None:
        self.event_id = metadata.get("eventId")
        self.event_time = metadata.get("inferenceTime")
        self.inference_id = metadata.get("inferenceId")
        self.custom_attribute = metadata.get("customAttributes")


class InferenceRecord:
    """One captured record; a part that it does not have is None. `event_dict` is the record itself."""

    def __init__(self, event_dict: dict[str, Any]) -> None:
        captured = _part(event_dict, "captureData") or {}
        truth, metadata = _part(event_dict, "groundTruthData"), _part(event_dict, "eventMetadata")
        self.event_dict = event_dict
        self.event_version = event_dict.get("eventVersion")
        self.event_metadata = None if metadata is None else EventMetadata(metadata)
        self.ground_truth = None if truth is None else Side(truth)
        self.endpoint_input = self.endpoint_output = None
        self.batch_transform_input = self.batch_transform_output = None
        for name, side in captured.items():
            if name in SIDES and isinstance(side, dict):
                setattr(self, SIDES[name], Side(side))

    @classmethod
    def of(cls, line: str) -> "InferenceRecord":
        """Return the record of a *line* of a capture file; raises ValueError for what is no JSON object."""
        event_dict = json.loads(line)
        if not isinstance(event_dict, dict):
            raise ValueError("no object")
        return cls(event_dict)

    @property
    def event_data(self) -> "EventData":
        """The captured data in the older form: `event_data.endpointInput.data`."""
        return EventData(self)

    def as_dict(self) -> dict[str, Any]:
        """Return the record with its sides as they are now."""
        captured = _part(self.event_dict, "captureData")
        return self.event_dict if captured is None else {**self.event_dict, "captureData": self.event_data.as_dict()}

    def __str__(self) -> str:
        return str(self.as_dict())


class EventData:
    """The captured data by the record's own names; a name that it does not have is None."""

    def __init__(self, record: InferenceRecord) -> None:
        self._record = record

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in SIDES:
            return getattr(self._record, SIDES[name])
        if name == "groundTruthData":
            return self._record.ground_truth
        return (_part(self._record.event_dict, "captureData") or {}).get(name)

    def as_dict(self) -> dict[str, Any]:
        """Return the captured data with its sides as they are now."""
        captured = dict(_part(self._record.event_dict, "captureData") or {})
        for name, attribute in SIDES.items():
            side = getattr(self._record, attribute)
            if name in captured and side is not None:
                captured[name] = side.as_dict()
        return captured

    def __str__(self) -> str:
        return str(self.as_dict())


def _part(event_dict: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    part = event_dict.get(name)
    return part if isinstance(part, dict) else None
