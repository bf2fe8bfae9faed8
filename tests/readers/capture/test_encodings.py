"""Payloads as CSV, as JSON and as base64, each side and each record in its own encoding."""

from itertools import product

import pytest
from captures import base64_of, body, captured, csv, record, side

from engine.job.semantics import Semantics
from engine.readers.capture.damage import KINDS
from engine.readers.capture.envelope.statuses import ENCODING, MIXED, NO_SIDE, TYPE

GIVEN = {
    "CSV": csv("1,x y"),
    "CSV with a line end": csv("1,x y\n"),
    "CSV with quotes": csv('"1","x y"\r\n'),
    "JSON names": body({"a": 1, "b": "x y"}),
    "JSON positions": body([1, "x y"]),
    "base64 of CSV": base64_of("1,x y"),
    "base64 of JSON": base64_of('[1, "x y"]', "application/json"),
    "base64 by a look": base64_of('{"a": 1, "b": "x y"}', None),
}
ANSWERS = {
    "CSV": csv("0.5"),
    "JSON": body({"predictions": [0.5]}),
    "a number": body("0.5"),
    "base64": base64_of("0.5", "text/csv; charset=utf-8"),
}


@pytest.mark.parametrize(("given", "answer"), [*product(GIVEN, ANSWERS)])
def test_each_side_has_its_own_encoding(tmp_path, given, answer):
    """The output's columns come first, whatever both sides are written in."""
    found = captured(tmp_path, record(GIVEN[given], ANSWERS[answer]), known_names=("y", "a", "b"))
    assert (found.names, found.rows, found.tally.kinds) == (("y", "a", "b"), [("0.5", "1", "x y")], {})


def test_encodings_change_between_records(tmp_path):
    """Names of JSON bodies and positions of CSV are the same columns, where a baseline has named these."""
    records = [record(given, answer) for given, answer in product(GIVEN.values(), ANSWERS.values())]
    found = captured(tmp_path, *records, known_names=("y", "a", "b"))
    assert found.rows == [("0.5", "1", "x y")] * len(records)


@pytest.mark.parametrize(
    "content_type", ["text/csv", "TEXT/CSV; charset=utf-8", "application/json", None, "text/plain"]
)
def test_a_stated_encoding_goes_before_the_content_type(tmp_path, content_type):
    """CSV is CSV, whatever the client has called it."""
    assert captured(tmp_path, record(csv("1,2", content_type))).rows == [("1", "2")]


@pytest.mark.parametrize(
    ("given", "rows"),
    [
        (base64_of("[1,2]", "TEXT/CSV; charset=utf-8"), [("[1", "2]")]),
        (base64_of("[1,2]", "application/JSON; v=1"), [("1", "2")]),
        (base64_of("[1,2]", "text/plain"), [("1", "2")]),
        (base64_of("[1,2]", None), [("1", "2")]),
        (base64_of("é,2", None), [("é", "2")]),
        (base64_of('[1]\n["é"]\n', "application/jsonlines"), [("1",), ("é",)]),
        (side("MSwy", "BASE64", "text/csv"), [("1", "2")]),
        (side("MSwyMw", "BASE64", "text/csv"), [("1", "23")]),
        (side("MSwy\nMw==\n", "BASE64", "text/csv"), [("1", "23")]),
        (side("1,2", "NONE", "text/csv"), [("1", "2")]),
        (side("[1,2]", "NONE"), [("1", "2")]),
    ],
)
def test_the_content_type_says_what_base64_holds(tmp_path, given, rows):
    """Without one, a look at the content does; base64 may lack its padding or have line ends."""
    assert captured(tmp_path, record(given)).rows == rows


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (base64_of(b"\x89PNG\r\n\x1a\n", "image/png"), TYPE),
        (base64_of("1,2", "image/png"), TYPE),
        (base64_of(b"\x93NUMPY\x01\x00", "application/x-npy"), TYPE),
        (base64_of(b"\x0a\x23\xd7\xce", "application/x-recordio-protobuf"), TYPE),
        (base64_of(b"\x93NUMPY\x01\x00", None), TYPE),
        (base64_of(" <html><body>502 Bad Gateway</body></html>", None), TYPE),
        (base64_of(b"1,\xff", "text/csv"), TYPE),
        (side("1,2", "XML", "text/csv"), ENCODING),
        (side("1,2", "csv", "text/csv"), ENCODING),
        (side("1,2", None, "text/csv"), ENCODING),
        (side("1,2", ["CSV"], "text/csv"), ENCODING),
        (side(None, "CSV"), NO_SIDE),
        (side({"a": 1}, "JSON"), NO_SIDE),
        ("1,2", NO_SIDE),
    ],
)
def test_what_is_no_table_is_a_bad_record(tmp_path, given, kind):
    """The others go on."""
    found = captured(tmp_path, record(csv("1,2")), record(given), record(csv("3,4")))
    assert (found.rows, found.tally.kinds) == ([("1", "2"), ("3", "4")], {KINDS[kind]: 1})
    assert [bad.line for bad in found.tally.bad] == [2]


@pytest.mark.parametrize(
    "names", [("endpointInput", "endpointOutput"), ("batchTransformInput", "batchTransformOutput")]
)
def test_a_batch_transform_has_sides_of_its_own_names(tmp_path, names):
    """They are read as an endpoint's are."""
    found = captured(tmp_path, record(csv("1,2"), csv("0"), names=names), sides=("endpointInput", "endpointOutput"))
    assert found.rows == [("0", "1", "2")]


def test_observed_both_sides_have_one_encoding(tmp_path):
    """The official container fails on others; base64 is one encoding, whatever is in it."""
    records = (
        record(csv("1"), csv("2")),
        record(base64_of("3"), base64_of("[4]", "application/json")),
        record(csv("5"), body([6])),
    )
    found = captured(tmp_path, *records, semantics=Semantics.OBSERVED)
    assert (found.rows, found.tally.kinds) == ([("2", "1"), ("4", "3")], {KINDS[MIXED]: 1})


def test_the_last_of_equal_keys_counts(tmp_path):
    """In the envelope as in a body."""
    line = (
        '{"captureData":{"endpointInput":{"data":"9","encoding":"CSV"}},"captureData":{"endpointInput":'
        '{"data":"8","data":"{\\"a\\":1,\\"b\\":2,\\"a\\":null,\\"b\\":3}","encoding":"CSV","encoding":"JSON"}}}'
    )
    found = captured(tmp_path, line)
    assert (found.names, found.rows) == (("a", "b"), [(None, "3")])


def test_keys_of_the_envelope_may_be_escaped(tmp_path):
    """An escape is another spelling of the same key, encoding, or content."""
    line = (
        r'{"\u0063aptureData":{"endpoint\u0049nput":{"d\u0061ta":"\u0031,\u00e9\ud83d\ude00","encoding":"CS\u0056"}}}'
    )
    assert captured(tmp_path, line).rows == [("1", "é😀")]


def test_what_else_a_record_has_says_nothing(tmp_path):
    """Members that are unknown, in any order, and none of the metadata."""
    line = '{"x":[{"captureData":1}],"captureData":{"y":{},"endpointInput":{"encoding":"CSV","z":null,"data":"1"}}}'
    assert captured(tmp_path, line).rows == [("1",)]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\n\n"])
@pytest.mark.parametrize("semantics", Semantics)
def test_a_line_end_behind_a_payload_is_no_value(tmp_path, semantics, end):
    """Also where line ends are data: the last value is as it would be without one."""
    assert captured(tmp_path, record(csv(f"1,x{end}")), semantics=semantics).rows == [("1", "x")]
