"""What an endpoint's data capture writes: a line for each request, in an object for each hour."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from sagemaker_service.times import folder_of

_SIDES = {"Input": ("endpointInput", "INPUT"), "Output": ("endpointOutput", "OUTPUT")}


def record_of(
    config: Mapping, at: datetime, bodies: Mapping[str, tuple[bytes, str]], headers: Mapping[str, str]
) -> str:
    """Return the line that the DataCaptureConfig *config* makes of one request, answered *at* that time.

    *bodies* has the content and the content type of each side, `Input` and `Output`; *headers* are the request's.
    """
    wanted = [option["CaptureMode"] for option in config["CaptureOptions"]]
    identified = {"inferenceId": value} if (value := headers.get("X-Amzn-SageMaker-Inference-Id")) else {}
    attributes = {"customAttributes": [value]} if (value := headers.get("X-Amzn-SageMaker-Custom-Attributes")) else {}
    record = {
        "captureData": {_SIDES[side][0]: _side(config, side, *bodies[side]) for side in _SIDES if side in wanted},
        "eventMetadata": {
            "eventId": str(uuid4()),
            **attributes,
            **identified,
            "inferenceTime": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        },
        "eventVersion": "0",
    }
    return json.dumps(record) + "\n"


def address_of(config: Mapping, endpoint: str, variant: str, at: datetime) -> str:
    """Return the address of an object with records that begin *at* that time."""
    folder = f"{config['DestinationS3Uri'].rstrip('/')}/{endpoint}/{variant}/{folder_of(at)}"
    return f"{folder}/{at:%M-%S}-000-{uuid4()}.jsonl"


def is_sampled(config: Mapping, number: int) -> bool:
    """Say whether the request of that *number*, from 0 on, is among the share that is captured, evenly spread."""
    share = config.get("InitialSamplingPercentage", 100)
    return (number + 1) * share // 100 > number * share // 100


def _side(config: Mapping, side: str, content: bytes, content_type: str) -> dict[str, str]:
    encoding = _encoding(config.get("CaptureContentTypeHeader") or {}, content_type.partition(";")[0].strip())
    data = base64.b64encode(content).decode() if encoding == "BASE64" else content.decode()
    return {"observedContentType": content_type, "mode": _SIDES[side][1], "data": data, "encoding": encoding}


def _encoding(known: Mapping, content_type: str) -> str:
    for key, encoding in (("CsvContentTypes", "CSV"), ("JsonContentTypes", "JSON")):
        if content_type in (known.get(key) or ()):
            return encoding
    return "BASE64"
