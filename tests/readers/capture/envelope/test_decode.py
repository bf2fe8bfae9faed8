"""Base64 and content types, against Python's own."""

import base64
import binascii

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.readers.capture.envelope.decode import (
    CSV,
    JSON,
    NO_TABLE,
    UNNAMED,
    kind_of_type,
    looks_like,
    undo_base64,
)


def array(content):
    """Return bytes as a block that may be changed."""
    return np.frombuffer(content, dtype=np.uint8).copy()


def decoded(content):
    """Return what base64 holds, as the reader says; None where it is not base64."""
    block = array(b"<" + content + b">")
    end = undo_base64(block, 1, 1 + len(content))
    assert block[-1] == ord(">")
    return None if end < 0 else block[1:end].tobytes()


def expected(content):
    """Return what base64 holds, as Python says, where what encoders leave out or differ in is made alike."""
    plain = content.replace(b"\r", b"").replace(b"\n", b"").translate(bytes.maketrans(b"-_", b"+/"))
    if b"=" not in plain:
        plain += b"=" * (-len(plain) % 4)
    try:
        result = base64.b64decode(plain, validate=True)
    except binascii.Error:
        return None
    return result if base64.b64encode(result) == plain else None


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=40))
def test_what_was_encoded_comes_back(content):
    """In both alphabets, with padding and without, in one line and in several."""
    for text in (base64.b64encode(content), base64.urlsafe_b64encode(content), base64.encodebytes(content)):
        assert decoded(text) == decoded(text.rstrip(b"=\n")) == content


@settings(deadline=None, max_examples=1000)
@given(st.text(alphabet="AQgwZ9+/-_=\n ü", max_size=9).map(str.encode))
@example(b"QQ=")
@example(b"QQ===")
@example(b"Q=Q=")
@example(b"QR==")
@example(b"QQ==QQ==")
@example(b"Q")
@example(b"=")
def test_what_is_base64_is_what_python_says(content):
    """Padding at the end only, and no bits that no encoder writes."""
    assert decoded(content) == expected(content)


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("text/csv", CSV),
        ("Text/CSV; charset=utf-8", CSV),
        ("application/csv;header=present", CSV),
        ("application/json", JSON),
        ("APPLICATION/JSON;charset=UTF-8", JSON),
        ("application/jsonlines", JSON),
        ("application/vnd.api+json", JSON),
        ("", UNNAMED),
        ("text/plain; charset=utf-8", UNNAMED),
        ("text/html; charset=utf-8", UNNAMED),
        ("application/octet-stream", UNNAMED),
        ("image/png", NO_TABLE),
        ("application/x-npy", NO_TABLE),
        ("application/x-recordio-protobuf", NO_TABLE),
        ("application/x-image; name=data.csv", NO_TABLE),
    ],
)
def test_a_content_type_names_the_kind_of_a_body(content_type, kind):
    """In any case of letters; parameters say nothing."""
    content = content_type.encode()
    assert kind_of_type(array(content), 0, len(content)) == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"1,2\n", CSV),
        ("é".encode(), CSV),
        (b"", CSV),
        (b' \n{"a": 1}', JSON),
        (b"[1, 2]", JSON),
        (b"\x93NUMPY\x01", NO_TABLE),
        (b"\x89PNG\r\n", NO_TABLE),
        (b"1,2\x00", NO_TABLE),
        (b"\n<html>", NO_TABLE),
        (b"<", NO_TABLE),
        (b"1,<b>", CSV),
    ],
)
def test_a_body_without_a_content_type_is_looked_at(content, kind):
    """It opens like JSON, is text, or is no table."""
    assert looks_like(array(content), 0, len(content)) == kind
