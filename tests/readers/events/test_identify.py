"""Events in their lines: the id, the time, and texts as they stand."""

import json
import string
from datetime import UTC, datetime

import pytest
from captures import lines
from events import capture, label, put
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DatasetError
from engine.job.times import MonitoringWindow, microseconds_of
from engine.readers.capture.envelope.time import NO_TIME
from engine.readers.capture.options import CaptureFormat
from engine.readers.events import identify
from engine.readers.events.source import Seen, captured, labels
from engine.readers.store import open_store

HOUR = "endpoint/AllTraffic/2024/03/18/13"
THIRTEEN = datetime(2024, 3, 18, 13, tzinfo=UTC)


def read(source, listing, *, split_bytes=1 << 25):
    """Return the rows of all pieces, as dicts, and what was seen of them."""
    rows, seen = [], Seen()
    for piece in source.pieces(listing, split_bytes=split_bytes):
        seen += source.read(piece, lambda batch: rows.extend(batch.to_pylist()))
    return rows, seen


def records_of(root, window=None, **sizes):
    """Return the captured records below *root*, and what was seen."""
    return read(*captured(open_store(str(root)), CaptureFormat(), window), **sizes)


def labels_of(root, window=None, **sizes):
    """Return the labels below *root*, and what was seen."""
    return read(*labels(open_store(str(root)), 0.01, window), **sizes)


def test_an_event_keeps_the_text_of_its_line(tmp_path):
    """Blanks, escapes and the order of members stay; only the id is what its text means."""
    line = (
        '{ "eventMetadata" : {"inferenceTime":"2024-03-18T13:00:01.5Z", "eventId":"\\u00e9\\"1" } ,"eventVersion" : 0,'
        '"captureData":{"endpointOutput": {"data":"}]\\\\\\"{", "encoding":"JSON"} } }'
    )
    put(tmp_path, HOUR, line)
    (row,), _ = records_of(tmp_path)

    assert row == {
        "id": 'é"1'.encode(),
        "time": microseconds_of(THIRTEEN) + 1_500_000,
        "file": 0,
        "at": 0,
        "encoding": identify.JSON,
        "version": b"0",
        "body": b'{"endpointOutput": {"data":"}]\\\\\\"{", "encoding":"JSON"} }',
        "metadata": b'{"inferenceTime":"2024-03-18T13:00:01.5Z", "eventId":"\\u00e9\\"1" }',
    }


@pytest.mark.parametrize(
    ("metadata", "known_as"),
    [
        ('{"eventId":"e","inferenceId":"i"}', b"i"),
        ('{"eventId":"e"}', b"e"),
        ('{"eventId":"e","inferenceId":""}', b"e"),
        ('{"eventId":"e","inferenceId":null}', b"e"),
        ('{"eventId":17}', b"17"),
        ('{"eventId":"first","eventId":"last"}', b"last"),
    ],
)
def test_an_event_is_known_by_its_inference_id_or_else_its_event_id(tmp_path, metadata, known_as):
    """An empty or absent inferenceId is none; a number is its text."""
    put(tmp_path, HOUR, f'{{"captureData":{{}},"eventMetadata":{metadata}}}')
    (row,), _ = records_of(tmp_path)
    assert row["id"] == known_as


def test_a_record_without_a_time_belongs_to_the_hour_of_its_folder(tmp_path):
    """It is then as old as its hour."""
    put(tmp_path, HOUR, capture("a", time=None))
    (row,), _ = records_of(tmp_path)
    assert row["time"] == microseconds_of(THIRTEEN)


def test_a_record_without_a_time_in_no_folder_of_an_hour_is_bad(tmp_path):
    """Nobody knows which hour it would belong to."""
    put(tmp_path, "flat", capture("a", time=None), capture("b"))
    rows, seen = records_of(tmp_path)
    assert [row["id"] for row in rows] == [b"b"]
    assert seen.tally.kinds == {"without an inferenceTime": 1}


def test_windows_are_half_open(tmp_path):
    """The start is in and the end is not; what lies outside is counted, and is not bad."""
    put(
        tmp_path, HOUR, *(capture(name, time=f"2024-03-18T13:{name}Z") for name in ("09:59", "10:00", "19:59", "20:00"))
    )
    window = MonitoringWindow(THIRTEEN.replace(minute=10), THIRTEEN.replace(minute=20))
    rows, seen = records_of(tmp_path, window)
    assert [row["id"] for row in rows] == [b"10:00", b"19:59"]
    assert (seen.outside, seen.tally.kinds) == (2, {})


def test_bad_lines_are_counted_and_named(tmp_path):
    """What is no event is told from an unfinished last line."""
    good = capture("a")
    put(
        tmp_path,
        HOUR,
        good,
        "nonsense",
        '{"captureData":1}',
        "",
        '{"captureData":{},"eventMetadata":{}}',
        good,
        name="a.jsonl",
    )
    place = put(tmp_path, HOUR, good, name="b.jsonl")
    place.write_bytes(place.read_bytes() + good[:-9].encode())
    rows, seen = records_of(tmp_path)

    assert len(rows) == 3
    assert seen.tally.kinds == {"not a whole line of JSON": 1, "without captureData": 1, "without an id": 1}
    assert [each.line for each in seen.tally.bad] == [2, 3, 5]
    assert (seen.tally.records, seen.tally.unfinished) == (6, 1)


@pytest.mark.parametrize(
    ("truth", "kind"),
    [
        ('{"data":1,"encoding":"CSV"}', "with groundTruthData whose data are no text"),
        ('{"encoding":"CSV"}', "with groundTruthData whose data are no text"),
        ('{"data":"1"}', "with another encoding than CSV, JSON or BASE64"),
        ('{"data":"1","encoding":"csv "}', "with another encoding than CSV, JSON or BASE64"),
        ('"1"', "without groundTruthData"),
    ],
)
def test_a_label_that_is_none_is_bad(tmp_path, truth, kind):
    """A label is a text in one of the encodings that captures have."""
    put(tmp_path, "2024/03/18/15", f'{{"groundTruthData":{truth},"eventMetadata":{{"eventId":"a"}}}}', label("b"))
    rows, seen = labels_of(tmp_path)
    assert [row["id"] for row in rows] == [b"b"]
    assert seen.tally.kinds == {kind: 1}


def test_labels_pass_through_in_every_encoding(tmp_path):
    """Payloads are not looked into."""
    texts = [label("a", "1"), label("b", '{\\"y\\": 1}', encoding="JSON"), label("c", "MQ==", encoding="BASE64")]
    put(tmp_path, "2024/03/18/15", *texts)
    rows, _ = labels_of(tmp_path)
    assert [row["body"].decode() in text for row, text in zip(rows, texts, strict=True)] == [True] * 3
    assert [row["encoding"] for row in rows] == [identify.CSV, identify.JSON, identify.BASE64]
    assert {row["time"] for row in rows} == {NO_TIME}


def test_labels_of_hours_before_the_window_are_passed_over(tmp_path):
    """No label comes before its record; those that come late are read, and those in no hour's folder."""
    for hour in ("2024/03/18/11", "2024/03/18/12", "2024/03/18/13", "2024/04/01/00", "flat"):
        put(tmp_path, hour, label(hour))
    window = MonitoringWindow(THIRTEEN.replace(hour=12, minute=30), THIRTEEN)
    rows, _ = labels_of(tmp_path, window)
    assert [row["id"].decode() for row in rows] == ["2024/03/18/12", "2024/03/18/13", "2024/04/01/00", "flat"]


def test_garbage_in_place_of_labels_is_refused(tmp_path):
    """As for captures: where not one can be read, all are wrong."""
    place = put(tmp_path, "2024/03/18/15", "id,label", "a,1")
    source, listing = labels(open_store(str(tmp_path)), 0.01, None)
    _, seen = read(source, listing)
    with pytest.raises(
        DatasetError, match="2 of 2 records cannot be read, all of them not a whole line of JSON"
    ) as raised:
        source.refuse(seen.tally)
    assert raised.value.code == "too-many-bad-records"
    assert str(place) in str(raised.value)


TEXTS = st.text(string.ascii_letters + '"\\{}[], é\U0001f600', max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(
    events=st.lists(
        st.tuples(TEXTS, st.dictionaries(TEXTS, JSON, max_size=3), JSON, st.booleans()), min_size=1, max_size=8
    ),
    split_bytes=st.integers(1, 400),
)
def test_any_json_is_taken_apart_as_python_does(tmp_path_factory, events, split_bytes):
    """For any payload, in one piece or in any number of them: texts stand in the line, and mean what Python reads."""
    folder = tmp_path_factory.mktemp("events")
    objects = [
        {"captureData": body, "eventMetadata": {"eventId": f"n{known_as}"}, "eventVersion": version}
        for known_as, body, version, _ in events
    ]
    texts = [
        json.dumps(each, ensure_ascii=each_is_ascii) for each, (*_, each_is_ascii) in zip(objects, events, strict=True)
    ]
    put(folder, HOUR, *texts)
    rows, seen = records_of(folder, split_bytes=split_bytes)

    assert [row["id"].decode() for row in rows] == [each["eventMetadata"]["eventId"] for each in objects]
    assert [json.loads(row["body"]) for row in rows] == [each["captureData"] for each in objects]
    assert [json.loads(row["version"]) for row in rows] == [each["eventVersion"] for each in objects]
    assert all(row["body"] in text.encode() for row, text in zip(rows, texts, strict=True))
    assert [row["at"] for row in rows] == [len(lines(*texts[:number])) for number in range(len(texts))]
    assert seen.tally.records == len(events)
