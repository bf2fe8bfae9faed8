"""The line of JSON that a request and its answer become."""

import base64
import json
from datetime import UTC, datetime

import pytest

from engine.capture import CaptureConfig, Payload
from engine.capture.event import Event, line_of
from engine.errors import JobError

TIME = datetime(2026, 11, 24, 13, 5, 59, 999_000, tzinfo=UTC)


def written(config=None, **named):
    """Return the record that an event becomes, read back."""
    line = line_of(Event(id="0af1", time=TIME, **named), config or CaptureConfig())
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    return json.loads(line)


def test_a_record_is_as_sagemaker_writes_it():
    """The names of the fields, their places, and the time in whole seconds."""
    record = written(
        input=Payload(b"1,2\n", "text/csv"),
        output=Payload(b'{"score": 0.5}', "application/json"),
        inference_id="order-7",
        custom_attributes="trace=1",
    )
    assert record == {
        "captureData": {
            "endpointInput": {
                "observedContentType": "text/csv",
                "mode": "INPUT",
                "data": "1,2\n",
                "encoding": "CSV",
            },
            "endpointOutput": {
                "observedContentType": "application/json",
                "mode": "OUTPUT",
                "data": '{"score": 0.5}',
                "encoding": "JSON",
            },
        },
        "eventMetadata": {
            "eventId": "0af1",
            "customAttributes": ["trace=1"],
            "inferenceId": "order-7",
            "inferenceTime": "2026-11-24T13:05:59Z",
        },
        "eventVersion": "0",
    }


def test_what_is_not_known_is_not_there():
    """No side that was not captured, no id that was not sent, no header that there was not."""
    record = written(output=Payload(b"1"))
    assert record["captureData"] == {"endpointOutput": {"mode": "OUTPUT", "data": "MQ==", "encoding": "BASE64"}}
    assert list(record["eventMetadata"]) == ["eventId", "inferenceTime"]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\0\xff", b"", bytes(range(256))], ids=["png", "empty", "all bytes"])
def test_a_body_of_another_type_is_base64(content):
    """Whatever its bytes are."""
    side = written(input=Payload(content, "image/png"))["captureData"]["endpointInput"]
    assert side["encoding"] == "BASE64"
    assert base64.b64decode(side["data"]) == content


def test_a_text_in_its_own_charset_is_that_text():
    """The header says what the bytes mean."""
    side = written(input=Payload("é,ü".encode("latin-1"), "text/csv; charset=ISO-8859-1"))["captureData"]
    assert side["endpointInput"]["data"] == "é,ü"


@pytest.mark.parametrize("header", ["text/csv", "text/csv; charset=utf-8", "text/csv; charset=nonsense"])
def test_what_is_no_text_is_base64_whatever_it_is_called(header):
    """No byte is lost or guessed."""
    side = written(input=Payload(b"\xff,1", header))["captureData"]["endpointInput"]
    assert (side["encoding"], base64.b64decode(side["data"])) == ("BASE64", b"\xff,1")


def test_line_breaks_of_all_kinds_stay_within_the_line():
    """A body of many lines, with the characters that some readers take for line ends, is one line of the file."""
    text = "1,2\r\n3,4\n5\u20286\u0085\0"
    assert written(input=Payload(text.encode(), "text/csv"))["captureData"]["endpointInput"]["data"] == text


def test_a_str_is_taken_as_it_is():
    """Half a surrogate pair in it, which is no text, costs that character alone."""
    side = written(input=Payload("é\ud800,1", "text/csv"))["captureData"]["endpointInput"]
    assert side["data"] == "é?,1"


@pytest.mark.parametrize(("content", "size"), [(b"\xff\0", 2), ("abc", 3), ("é€", 5)])
def test_the_size_is_in_bytes(content, size):
    """Of a text, as it would be sent."""
    assert Payload(content).size == size


def test_what_is_no_body_is_refused():
    """Where it is made, and not later in a thread."""
    with pytest.raises(JobError, match="content of a capture is expected to be bytes or a text; found 'dict'"):
        Payload({"a": 1}, "application/json")


def test_a_missing_content_type_is_none():
    """As frameworks have it."""
    side = written(input=Payload("1", None))["captureData"]["endpointInput"]
    assert side == {"mode": "INPUT", "data": "MQ==", "encoding": "BASE64"}
