"""What data capture writes of a request, by its configuration; and the model that answers."""

import base64
import json
from datetime import UTC, datetime

import pytest
from sagemaker_service.capture import address_of, is_sampled, record_of
from sagemaker_service.model import BodyError, packed, unpacked

AT = datetime(2026, 11, 24, 13, 5, 9, tzinfo=UTC)
CONFIG = {
    "DestinationS3Uri": "s3://bucket/captured/",
    "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
    "CaptureContentTypeHeader": {"CsvContentTypes": ["text/csv"]},
}
BODIES = {"Input": (b"1,2\n", "text/csv; charset=utf-8"), "Output": (b"[3]", "application/json")}


def test_a_record():
    """CSV as it is, and what no header names as base64; the request's own ids with it."""
    record = json.loads(record_of(CONFIG, AT, BODIES, {"X-Amzn-SageMaker-Inference-Id": "i-1"}))

    given, answer = record["captureData"]["endpointInput"], record["captureData"]["endpointOutput"]
    assert (given["data"], given["encoding"], given["mode"]) == ("1,2\n", "CSV", "INPUT")
    assert (base64.b64decode(answer["data"]), answer["encoding"], answer["mode"]) == (b"[3]", "BASE64", "OUTPUT")
    assert record["eventMetadata"]["inferenceId"] == "i-1"
    assert record["eventMetadata"]["inferenceTime"] == "2026-11-24T13:05:09Z"


def test_one_side_alone():
    """What is not wanted is not there."""
    config = {**CONFIG, "CaptureOptions": [{"CaptureMode": "Output"}]}
    assert list(json.loads(record_of(config, AT, BODIES, {}))["captureData"]) == ["endpointOutput"]


def test_where_captures_lie():
    """By endpoint, variant and hour."""
    address = address_of(CONFIG, "loans", "AllTraffic", AT)
    assert address.startswith("s3://bucket/captured/loans/AllTraffic/2026/11/24/13/05-09-000-")


@pytest.mark.parametrize(("share", "captured"), [(100, 200), (20, 40), (33, 66), (0, 0)])
def test_the_share_of_requests(share, captured):
    """Of 200 requests so many are captured."""
    assert sum(is_sampled({"InitialSamplingPercentage": share}, number) for number in range(200)) == captured


def test_a_model_answers_csv_and_json():
    """Each in its own way, with the same numbers."""
    model = unpacked(packed([0.5, 2], 1))

    assert model.answer(b"2,1\n4,0\n", "text/csv") == (b"4.000000\n3.000000\n", "text/csv")
    assert model.answer(b'{"instances": [[2, 1]]}', "application/json") == (
        b'{"predictions": [4.0]}',
        "application/json",
    )


@pytest.mark.parametrize("body", [b"1\n", b"a,b\n", b"1,2,3\n"])
def test_a_body_that_no_model_can_answer(body):
    """It is the client's fault."""
    with pytest.raises(BodyError):
        unpacked(packed([0.5, 2], 1)).answer(body, "text/csv")
