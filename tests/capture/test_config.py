"""What is captured, of how many requests, and how bodies are written down."""

import random
from itertools import pairwise
from uuid import UUID

import pytest

from engine.capture import CaptureConfig
from engine.errors import JobError


def ids(count, seed):
    """Return random ids, the same for a seed."""
    source = random.Random(seed)
    return [UUID(int=source.getrandbits(128), version=4) for _ in range(count)]


@pytest.mark.parametrize("percentage", [1, 20, 50, 99.5])
def test_the_percentage_is_that_of_the_requests(percentage):
    """Of 20,000 requests so many are captured, but for 5 standard deviations of a fair draw."""
    share = percentage / 100
    taken = sum(map(CaptureConfig(sampling_percentage=percentage).samples, ids(20_000, seed=1)))
    assert abs(taken - 20_000 * share) < 5 * (20_000 * share * (1 - share)) ** 0.5


def test_each_request_is_drawn_for_itself():
    """A request that follows one that was captured is captured as often as any other."""
    drawn = list(map(CaptureConfig(sampling_percentage=50).samples, ids(20_000, seed=2)))
    pairs = sum(first and second for first, second in pairwise(drawn))
    assert abs(pairs - 5000) < 5 * (20_000 * 0.25 * 0.75) ** 0.5


def test_none_and_all_are_exact():
    """0 takes none and 100 all, down to the ids at the ends."""
    ends = [UUID(int=0), UUID(int=2**128 - 1), *ids(1000, seed=3)]
    assert not any(map(CaptureConfig(sampling_percentage=0).samples, ends))
    assert all(map(CaptureConfig(sampling_percentage=100).samples, ends))


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("text/csv", "CSV"),
        ("Text/CSV; charset=utf-8", "CSV"),
        ("application/json", "JSON"),
        ("application/json;profile=x", "JSON"),
        ("application/jsonlines", "BASE64"),
        ("image/png", "BASE64"),
        ("", "BASE64"),
    ],
)
def test_the_content_type_says_the_encoding(header, encoding):
    """Parameters and capitals are no other type; what is not named is base64."""
    assert CaptureConfig().encoding_of(header) == encoding


def test_a_type_with_parameters_is_that_alone():
    """Whoever names the parameters means them."""
    config = CaptureConfig(csv_content_types=("text/plain; header=present",))
    assert config.encoding_of("text/plain; header=present") == "CSV"
    assert config.encoding_of("text/plain") == "BASE64"


def test_the_bodies_of_the_api_are_understood():
    """What CreateEndpointConfig takes gives the same settings; without types every body is base64."""
    body = {
        "EnableCapture": False,
        "InitialSamplingPercentage": 30,
        "DestinationS3Uri": "s3://bucket/captures",
        "CaptureOptions": [{"CaptureMode": "Output"}],
        "CaptureContentTypeHeader": {"CsvContentTypes": ["text/plain"], "JsonContentTypes": ["application/x-json"]},
    }
    assert CaptureConfig.from_api(body) == CaptureConfig(
        enable_capture=False,
        sampling_percentage=30,
        capture_options=("Output",),
        csv_content_types=("text/plain",),
        json_content_types=("application/x-json",),
    )
    both = {"InitialSamplingPercentage": 100, "CaptureOptions": [{"CaptureMode": "InputAndOutput"}]}
    assert CaptureConfig.from_api(both).capture_options == ("Input", "Output")
    least = {"InitialSamplingPercentage": 100, "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}]}
    assert CaptureConfig.from_api(least).encoding_of("text/csv") == "BASE64"


@pytest.mark.parametrize(
    "setting",
    [
        {"sampling_percentage": 101},
        {"sampling_percentage": -1},
        {"sampling_percentage": float("nan")},
        {"capture_options": ()},
        {"capture_options": ("Both",)},
        {"payload_bytes": 0},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(setting):
    """The sentence names the setting."""
    with pytest.raises(JobError, match=next(iter(setting))) as refused:
        CaptureConfig(**setting)
    assert refused.value.code == "capture-setting-invalid"
