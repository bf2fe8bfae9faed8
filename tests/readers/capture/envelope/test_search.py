"""Records are found in their lines: one that is like that before it, but for its strings, is read without a tape."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest
from captures import base64_of, csv, lines, record
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.job.times import MonitoringWindow
from engine.readers.capture.envelope.statuses import (
    GOOD,
    LINE,
    LINE_BEGIN,
    LINE_END,
    NO_SIDE,
    NOT_JSON,
    OUTSIDE,
    SIDE,
    STATUS,
    TYPE,
)
from engine.readers.capture.records import CaptureRecords

BOTH = (True, True)
HOUR = MonitoringWindow(datetime(2024, 3, 18, 13, tzinfo=UTC), datetime(2024, 3, 18, 14, tzinfo=UTC))


def found(content, *, sides=BOTH, window=None, final=True, one_encoding=False, records=None):
    """Return of each record in *content*: its status, its text, and the kind and the body of each side, output first."""
    searching = records or CaptureRecords(sides, window, one_encoding=one_encoding)
    rows, text = searching.find(np.frombuffer(content, dtype=np.uint8), final=final, at_edge=window is not None)
    return [
        (
            row[STATUS],
            content[row[LINE_BEGIN] : row[LINE_END]],
            [(row[at + 2], text[row[at] : row[at + 1]].tobytes()) for at in (SIDE, SIDE + 3)]
            if row[STATUS] == GOOD
            else [],
        )
        for row in rows.tolist()
    ]


def bodies(content, **settings):
    """Return the bodies of the sides, output first, of each record that is good."""
    return [tuple(text for _, text in sides) for status, _, sides in found(content, **settings) if status == GOOD]


@pytest.mark.parametrize("body", ["{},2", '"{}",2', '"\\{}",é', "\t{}\\"])
def test_of_records_like_the_first_only_the_bodies_are_copied(body):
    """The first one's line, which the tape is made of, and of a thousand others what their sides hold."""
    content = lines(*(record(csv(body.format(number)), csv("0")) for number in range(1000, 2001)))

    _, text = CaptureRecords(BOTH, None).find(np.frombuffer(content, dtype=np.uint8), final=True, at_edge=False)

    assert len(text) == content.index(b"\n") + 1000 * len(body.format(1000).encode() + b"0")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LONG = st.builds(lambda text, times: text * times, TEXTS, st.sampled_from([1, 5, 40]))


@settings(deadline=None)
@given(st.lists(LONG, min_size=2, max_size=4), st.booleans())
@example(['"' * 200, "\\" * 63 + "n" * 70], False)
@example(["a" * 63 + '"' + "b" * 150, "\t\r\n\b\f/" * 30], True)
@example(["\ud83d\ude00" * 40 + "x", "é" * 99], True)
def test_a_body_is_what_its_json_says(texts, escaped):
    """With escapes or without, of any length, in the first record as in those that are like it."""
    texts = [text.encode("utf-16", "surrogatepass").decode("utf-16") for text in texts]
    side = {"data": "", "encoding": "JSON"}
    records = [
        json.dumps({"captureData": {"endpointOutput": {**side, "data": text}}}, ensure_ascii=escaped) for text in texts
    ]

    assert bodies(lines(*records), sides=(True, False)) == [(text.encode(), b"") for text in texts]


SIDES = (
    st.builds(csv, LONG)
    | st.builds(csv, st.sampled_from(["1,2", "1,2\n", "\r\n", ""]), st.sampled_from([None, "text/csv", "image/png"]))
    | st.builds(base64_of, TEXTS, st.sampled_from(["text/csv", "application/json", "image/png", "text/html", None]))
    | st.sampled_from(
        [
            None,
            {"data": "{}", "encoding": "NONE"},
            {"data": "{}", "encoding": "NONE", "observedContentType": "image/png"},
            {"data": "AA=", "encoding": "BASE64"},
            {"data": "/w==", "encoding": "BASE64"},
            {"data": "1", "encoding": "XML"},
            {"data": "1"},
            {"encoding": "CSV", "data": 1},
            {"data": "1", "data ": "2", "encoding": "JSON"},
        ]
    )
)
TIMES = st.sampled_from(
    ["2024-03-18T13:00:00Z", "2024-03-18T14:00:00Z", "2024-03-18T13:59:59.999+00:00", "soon", "", None]
)
GOOD_SIDE = st.builds(csv, st.sampled_from(["1,2", "3,4", "é"]))
RECORDS = st.builds(record, GOOD_SIDE, GOOD_SIDE, time=TIMES) | st.builds(record, SIDES, SIDES, time=TIMES)
CUT = st.builds(lambda text, at: text[: at % len(text)], RECORDS, st.integers(0))
CHANGED = st.builds(
    lambda text, at, byte: text.encode()[: at % len(text)] + byte + text.encode()[at % len(text) :],
    RECORDS,
    st.integers(0),
    st.sampled_from([b" ", b'"', b"\\", b"\xff", b"\xc3", b"\t", b"\x00", b",", b"}", b"\xc3\xa9", b"\\u0041", b"\\n"]),
)
ENDS = st.sampled_from(["", " ", "\r", "\t ", "x", "{}", "1"])
LINES = st.builds(lambda text, end: text + end, RECORDS, ENDS) | st.builds(
    lambda *both: "".join(both), RECORDS, RECORDS
)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(RECORDS | LINES | CUT | CHANGED | st.sampled_from(["", " ", "null", "{"]), min_size=1, max_size=8),
    st.sampled_from([BOTH, (True, False), (False, True), (False, False)]),
    st.sampled_from([None, HOUR]),
    st.booleans(),
    st.booleans(),
)
def test_a_record_is_what_it_would_be_alone(records, sides, window, one_encoding, whole):
    """Whatever those before it were like, good or bad, in whatever order; and whether a LF ends the last one."""
    content = lines(*records)
    content = content if whole else content[:-1]

    together = found(content, sides=sides, window=window, one_encoding=one_encoding)

    alone = (
        content.splitlines(keepends=True)
        if b"\r" not in content
        else [line + b"\n" for line in content.split(b"\n")[:-1]] + [content.split(b"\n")[-1]]
    )
    assert together == [
        each
        for place, line in enumerate(alone)
        if line
        for each in found(
            line, sides=sides, window=window, one_encoding=one_encoding, final=not whole and place == len(alone) - 1
        )
    ]


@pytest.mark.parametrize(
    ("other", "status"),
    [
        (record(csv("1,2"), csv("0"))[:-1], NOT_JSON),
        (record(csv("1,2"), csv("0")) + "x", NOT_JSON),
        (record(csv("1,2"), csv("0")).encode().replace(b"1,2", b"1\xff2"), NOT_JSON),
        (record(csv("1,2"), csv("0")).encode().replace(b"0af1", b"0\xfff1"), NOT_JSON),
        (record(csv("1,2"), None), NO_SIDE),
        (record(csv("1,2"), base64_of(b"\x89PNG", "image/png")), TYPE),
        (record(csv("1,2"), csv("0"), time="2024-03-18T15:00:00Z"), OUTSIDE),
    ],
)
def test_what_is_wrong_behind_good_records_is_told(other, status):
    """Nothing is taken for good since it begins like one that was."""
    good = record(csv("1,2"), csv("0"))

    assert [each[0] for each in found(lines(good, good, other, good), window=HOUR)] == [GOOD, GOOD, status, GOOD]


def test_a_record_without_a_time_has_not_that_of_another():
    """It is inside of the window, whatever the time of those before it was."""
    timeless, outside = record(csv("1"), csv("0"), time=None), record(csv("1"), csv("0"), time="2024-03-18T15:00:00Z")
    content = lines(record(csv("1"), csv("0")), outside, timeless, timeless)

    assert [each[0] for each in found(content, window=HOUR)] == [GOOD, OUTSIDE, GOOD, GOOD]


def test_small_bodies_of_large_records_hold_no_memory_of_these():
    """Where the input is large and the output alone is read, a batch of outputs is not some windows of inputs."""
    content = lines(*[record(csv("x" * 100_000), csv("0"))] * 20)

    _, text = CaptureRecords((True, False), None).find(
        np.frombuffer(content, dtype=np.uint8), final=True, at_edge=False
    )
    whole = text if text.base is None else text.base

    assert len(whole) <= 4 * len(text)


def test_what_was_learnt_is_used_in_the_next_window():
    """The next block of a file begins with what that before it has told."""
    searching, content = CaptureRecords(BOTH, None), lines(record(csv("1,2"), csv("0")))
    searching.find(np.frombuffer(content, dtype=np.uint8), final=False, at_edge=False)

    rows, text = searching.find(np.frombuffer(content, dtype=np.uint8), final=True, at_edge=False)

    assert (rows[0, STATUS], rows[0, LINE], bytes(text)) == (GOOD, 0, b"1,20")
