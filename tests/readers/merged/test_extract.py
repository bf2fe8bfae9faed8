"""The rows of merged records."""

import base64
import json

import pytest

from engine.readers.capture.envelope import statuses
from engine.readers.merged.extract import UnreadError, Wanted, rows_of


def side(data, encoding="CSV", **more):
    return {"data": data, "encoding": encoding, **more}


def record(truth, output, **captured):
    return json.dumps(
        {"groundTruthData": truth, "captureData": {"endpointOutput": output, **captured}, "eventMetadata": {}}
    ).encode()


def test_fields_of_csv_go_by_their_position():
    """An absent one is missing."""
    assert rows_of(record(side("1"), side("0.8,yes")), Wanted(None, ("1", "0", "7"))) == [("1", "yes", "0.8", None)]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_quoted_fields_may_be_long_and_their_lines_end_in_any_way(end):
    """An answer of 200,000 letters, and a second row behind it."""
    answer = "a" * 200_000
    found = rows_of(record(side("1\n0"), side(f'"{answer}",0.5{end}"b, c",0.25')), Wanted(None, ("0", "1")))
    assert found == [("1", answer, "0.5"), ("0", "b, c", "0.25")]


@pytest.mark.parametrize("odd", ["\u2028", "\x85", "\x0b", "\x1c"])
def test_only_line_ends_end_a_row(odd):
    """Not all that Python takes for the end of a line."""
    assert rows_of(record(side("1"), side(f"a{odd}b,0.5\n")), Wanted(None, ("1", "0"))) == [("1", "0.5", f"a{odd}b")]


@pytest.mark.parametrize(
    ("body", "word", "found"),
    [
        ({"label": "yes"}, "label", "yes"),
        ({"predictions": [{"score": 0.25}]}, "predictions[0].score", "0.25"),
        ({"answer": {"label": True}}, "answer.label", "true"),
        ({"scores": [0.2, 0.8]}, "scores", "[0.2, 0.8]"),
        ({"scores": [0.2, 0.8]}, "max(scores)", "0.8"),
        ({"my-label": 3}, "my-label", "3"),
        ([0.2, 0.8], "1", "0.8"),
        (0.7, "0", "0.7"),
        ({"label": None}, "label", None),
        ({"other": 1}, "label", None),
        ({"scores": "x"}, "max(scores)", None),
    ],
)
def test_json_goes_by_names_and_paths(body, word, found):
    """A path is JMESPath; a list stays a list, as the probabilities of several classes are one."""
    line = record(side("1"), side(json.dumps(body), "JSON"))
    assert rows_of(line, Wanted(None, (word,))) == [("1", found)]


@pytest.mark.parametrize(
    ("truth", "word", "found"),
    [
        (side("1\n"), None, "1"),
        (side("7,1"), "1", "1"),
        (side('"a, b"'), None, "a, b"),
        (side("1", "JSON"), None, "1"),
        (side('{"label": "yes"}', "JSON"), None, "yes"),
        (side('{"label": "yes", "by": "Ann"}', "JSON"), "label", "yes"),
        (side('{"label": "yes", "by": "Ann"}', "JSON"), None, None),
        (side(base64.b64encode(b"1").decode(), "BASE64", observedContentType="text/csv"), None, "1"),
        (None, None, None),
        (side(""), None, None),
    ],
)
def test_a_truth_is_what_is_there(truth, word, found):
    """Without one a record has a row all the same, whose truth is missing."""
    assert rows_of(record(truth, side("0.5")), Wanted(word, ("0",))) == [(found, "0.5")]


@pytest.mark.parametrize(
    "output",
    [
        side("0.1\n0.9\n"),
        side('{"p": 0.1}\n{"p": 0.9}', "JSON"),
        side('{"p": [0.1, 0.9]}', "JSON"),
        side(base64.b64encode(b"0.1\n0.9").decode(), "BASE64"),
    ],
)
def test_several_answers_have_as_many_truths(output):
    """Of one request."""
    word = "0" if "p" not in output["data"] else "p"
    assert rows_of(record(side("0\n1"), output), Wanted(None, (word,))) == [("0", "0.1"), ("1", "0.9")]


def test_an_attribute_may_be_of_the_input():
    """Such as what the rows are told apart by; a batch transform calls its sides otherwise."""
    wanted = Wanted(None, ("0", "endpointInput_2"))
    assert rows_of(record(side("1"), side("0.5"), endpointInput=side("7,8,north")), wanted) == [("1", "0.5", "north")]
    line = json.dumps({"groundTruthData": side("1"), "captureData": {"batchTransformOutput": side("0.5")}}).encode()
    assert rows_of(line, Wanted(None, ("endpointOutput_0",))) == [("1", "0.5")]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"{", statuses.NOT_JSON),
        (b'{"groundTruthData": {}}', statuses.NO_CAPTURE),
        (record(side("1"), None), statuses.NO_SIDE),
        (record(side("1"), side("x", "AVRO")), statuses.ENCODING),
        (record(side("1"), side("x", "BASE64")), statuses.BASE64),
        (record(side("1"), side("/w==", "BASE64")), statuses.TYPE),
        (record(side("1"), side("{", "JSON")), statuses.BODY),
        (record(side("1"), side("1\n2")), statuses.ROWS),
        (record(side("1\n0"), side("1")), statuses.ROWS),
    ],
)
def test_what_cannot_be_read_says_why(line, status):
    """As a captured record does, so that it is counted and named alike."""
    with pytest.raises(UnreadError) as unread:
        rows_of(line, Wanted(None, ("0",)))
    assert unread.value.status == status
