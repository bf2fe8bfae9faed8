"""What an endpoint's data capture writes: a line for each request, in an object for each hour."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from sagemaker_service.times import folder_of

from engine.capture import CaptureConfig, Payload
from engine.capture.event import Event, line_of


def record_of(
    config: Mapping, at: datetime, bodies: Mapping[str, tuple[bytes, str]], headers: Mapping[str, str]
) -> str:
    """Return the line that the DataCaptureConfig *config* makes of one request, answered *at* that time.

    *bodies* has the content and the content type of each side, `Input` and `Output`; *headers* are the request's.
    """
    said = CaptureConfig.from_api({"InitialSamplingPercentage": 100, **config})
    sides = {side: Payload(*bodies[side]) for side in said.capture_options}
    event = Event(
        id=str(uuid4()),
        time=at,
        input=sides.get("Input"),
        output=sides.get("Output"),
        inference_id=headers.get("X-Amzn-SageMaker-Inference-Id") or None,
        custom_attributes=headers.get("X-Amzn-SageMaker-Custom-Attributes") or None,
    )
    return line_of(event, said).decode()


def address_of(config: Mapping, endpoint: str, variant: str, at: datetime) -> str:
    """Return the address of an object with records that begin *at* that time."""
    folder = f"{config['DestinationS3Uri'].rstrip('/')}/{endpoint}/{variant}/{folder_of(at)}"
    return f"{folder}/{at:%M-%S}-000-{uuid4()}.jsonl"


def is_sampled(config: Mapping, number: int) -> bool:
    """Say whether the request of that *number*, from 0 on, is among the share that is captured, evenly spread."""
    share = config.get("InitialSamplingPercentage", 100)
    return (number + 1) * share // 100 > number * share // 100
