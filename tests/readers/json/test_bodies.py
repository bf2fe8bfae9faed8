"""The shapes of a JSON body, and what its values are in columns."""

import json

import pytest
from captures import base64_of, body, captured, csv, lines, read_captures, record
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.readers.capture.damage import KINDS
from engine.readers.capture.envelope.statuses import BODY

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3)
KEYS = st.sampled_from(["a", "b", "", "é", "instances", "outputs", "a.b", "0", '"']) | st.text(max_size=2)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12
)


@pytest.mark.parametrize(
    ("value", "names", "rows"),
    [
        ({"a": 1, "b": "x"}, ("a", "b"), [("1", "x")]),
        ({"b": 1, "a": 2, "_c0": 3}, ("b", "a", "_c0"), [("1", "2", "3")]),
        ({"a": [1, 2], "b": ["x", "y"]}, ("a", "b"), [("1", "x"), ("2", "y")]),
        ({"a": [1, 2], "b": [3]}, ("a.0", "a.1", "b.0"), [("1", "2", "3")]),
        ({"a": [{"x": 1}, {"x": 2}]}, ("a.x",), [("1",), ("2",)]),
        ({"instances": [{"a": 1}, {"a": 2}]}, ("a",), [("1",), ("2",)]),
        ({"inputs": {"a": [1, 2]}, "signature": "s"}, ("a",), [("1",), ("2",)]),
        ({"id": 7, "predictions": [0.5, 0.25]}, ("_c0",), [("0.5",), ("0.25",)]),
        ({"outputs": [[1, 2], [3, 4]]}, ("_c0", "_c1"), [("1", "2"), ("3", "4")]),
        ({"predictions": 0.5, "id": 7}, ("predictions", "id"), [("0.5", "7")]),
        ([[1, 2], [3, 4]], ("_c0", "_c1"), [("1", "2"), ("3", "4")]),
        (
            {"dataframe_split": {"columns": ["b", "a"], "index": [0, 1], "data": [[1, "x"], [None, [2, 3]]]}},
            ("b", "a", "a.0", "a.1"),
            [("1", "x", None, None), (None, None, "2", "3")],
        ),
        ({"dataframe_split": {"data": [[1], [2]], "columns": ["a"]}, "params": {"p": [1]}}, ("a",), [("1",), ("2",)]),
        ({"dataframe_split": {"data": [[1, 2]]}}, ("_c0", "_c1"), [("1", "2")]),
        ({"dataframe_split": {"columns": ["a"], "data": [[1, 2]]}}, ("_c0", "_c1"), [("1", "2")]),
        ({"dataframe_split": {"columns": [0, 1], "data": [[5, 6]]}}, ("0", "1"), [("5", "6")]),
        ({"dataframe_records": [{"a": 1, "b": "x"}, {"b": "y"}]}, ("a", "b"), [("1", "x"), (None, "y")]),
        ({"inputs": {"a": [1, 2], "b": ["x", "y"]}, "params": {}}, ("a", "b"), [("1", "x"), ("2", "y")]),
        ({"inputs": [{"a": 1}, {"a": 2}]}, ("a",), [("1",), ("2",)]),
        ([{"a": 1}, {"b": 2}], ("a", "b"), [("1", None), (None, "2")]),
        ([1, "x", None], ("_c0", "_c1", "_c2"), [("1", "x", None)]),
        ([[1, [2, {"a": 3}]]], ("_c0", "_c1", "_c2"), [("1", "2", "3")]),
        ({"a": {"b": {"c": 1}, "d": [2, [3, {}]]}}, ("a.b.c", "a.d.0", "a.d.1.0"), [("1", "2", "3")]),
        ('{"a":1}\n{"a":2}\n', ("a",), [("1",), ("2",)]),
        ("[1,2]\r\n[3,4]", ("_c0", "_c1"), [("1", "2"), ("3", "4")]),
        ("0.5", ("_c0",), [("0.5",)]),
        ('"x"', ("_c0",), [("x",)]),
        ("0.5\n0.25", ("_c0",), [("0.5",), ("0.25",)]),
        ({f"n{i}": i for i in range(12)}, tuple(f"n{i}" for i in range(12)), [tuple(str(i) for i in range(12))]),
        ({"a": list(range(11)), "b": 0}, (*(f"a.{i}" for i in range(11)), "b"), [(*map(str, range(11)), "0")]),
    ],
)
def test_the_shape_says_what_is_a_row(tmp_path, value, names, rows):
    """Names stand in the order in which they come, never in that of letters."""
    found = captured(tmp_path, record(body(value)))
    assert (found.names, found.rows) == (names, rows)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.0", "1.0"),
        ("1.50", "1.50"),
        ("1e5", "1e5"),
        ("-0", "-0"),
        ("12345678901234567890", "12345678901234567890"),
        ("true", "true"),
        ("false", "false"),
        ("null", None),
        ("NaN", None),
        ("Infinity", "1e999"),
        ("-Infinity", "-1e999"),
        ('"Infinity"', "Infinity"),
        ('""', None),
        ('" "', " "),
        ('"NaN"', "NaN"),
        ('"1,2\\n\\"3\\""', '1,2\n"3"'),
        ('"\\ud83d\\ude00\\u00e9\\/"', "😀é/"),
        ('"\\ud800"', "\ufffd"),
    ],
)
def test_a_value_keeps_its_own_text(tmp_path, text, value):
    """Nulls, NaN and empty texts are missing; Infinity is the number that it is when written with digits."""
    found = captured(
        tmp_path, record(body(f'{{"a": {text}, "b": 1}}')), record(base64_of(f'{{"a": {text}, "b": 1}}', None))
    )
    assert found.rows == [(value, "1")] * 2


MEETING = '{"b":{"c":1},"b.c":5,"l":[7],"l.0":"t"}'


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        ((MEETING,), [{"b.c": "5", "b/c": "1", "l.0": "t", "l/0": "7"}]),
        (('{"l.0":"t","b.c":5,"l":[7],"b":{"c":1}}',), [{"b.c": "5", "b/c": "1", "l.0": "t", "l/0": "7"}]),
        (('{"b":{"c":1}}', '{"b.c":5}'), [{"b.c": None, "b/c": "1"}, {"b.c": "5", "b/c": None}]),
        (('{"b.c":5}', '{"b":{"c":1}}'), [{"b.c": "5", "b/c": None}, {"b.c": None, "b/c": "1"}]),
        (('{"b":{"c":1},"b.c":5,"b/c":2}',), [{"b.c": "5", "b//c": "1", "b/c": "2"}]),
        (
            ('{"a":{"b":{"c":1},"b.c":2},"a.b":{"c":3},"a.b.c":4}',),
            [{"a.b.c": "4", "a/b.c": "2", "a.b/c": "3", "a/b/c": "1"}],
        ),
        (('{"b":[{"c":1},{"c":2}],"b.c":[3,4]}',), [{"b.c": "3", "b/c": "1"}, {"b.c": "4", "b/c": "2"}]),
        (
            ('{"l":[7,8],"x":1}', '{"l":{"0":9}}'),
            [{"l.0": "7", "l.1": "8", "x": "1"}, {"l.0": "9", "l.1": None, "x": None}],
        ),
        (('{"":{"a":1},".a":2}',), [{".a": "2", "/a": "1"}]),
    ],
)
def test_names_that_meet_are_told_apart(tmp_path, texts, values):
    """The value whose key is the name keeps it, in whatever order they come; no value is lost."""
    found = captured(tmp_path, *(record(body(text)) for text in texts))
    assert [dict(zip(found.names, row, strict=True)) for row in found.rows] == values


def test_names_that_meet_late_do_not_depend_on_the_splits(tmp_path):
    """The first records have one of the two, later ones the other, and a line of the log says so."""
    content = lines(*(record(body(text)) for text in ('{"b":{"c":1}}', '{"a":0}', MEETING, '{"b.c":5}')))
    (tmp_path / "a.jsonl").write_bytes(content)
    whole = read_captures(tmp_path)
    assert whole.names == ("b/c", "a", "b.c", "l/0", "l.0")
    for size in range(50, len(content), 37):
        cut = read_captures(tmp_path, split_bytes=size)
        assert (cut.names, cut.rows) == (whole.names, whole.rows)


@pytest.mark.parametrize("texts", [('{"b.c":5}', MEETING), ('{"b":{"c":5}}', MEETING)])
def test_names_that_meet_beside_positions(tmp_path, texts):
    """A CSV row's column has its name from the baseline; of two paths that have it, one is that column."""
    found = captured(tmp_path, record(csv("0")), *(record(body(text)) for text in texts), known_names=("b.c",))
    assert found.names[0] == "b.c"
    assert [row[0] for row in found.rows] == (["0", "5", "5"] if texts[0] == '{"b.c":5}' else ["0", None, "5"])
    assert sorted(text for text in found.rows[2] if text) == ["1", "5", "7", "t"]


def test_names_may_be_any_text(tmp_path):
    """Unicode, escapes, quotes, dots, and nothing at all."""
    found = captured(tmp_path, record(body(r'{"é\n\u00e9": 1, "": 2, "\"": 3, "a.b": 4, "a": {"c": 5}, "😀": 6}')))
    assert (found.names, found.rows) == (("é\né", "", '"', "a.b", "a.c", "😀"), [("1", "2", "3", "4", "5", "6")])


@pytest.mark.parametrize("value", ["", " \n", "{", '{"a":1}x', "[1,]", "{'a':1}", "nul", '"\t"', "1,2"])
def test_a_body_that_is_no_json_is_a_bad_record(tmp_path, value):
    """Nothing of it is read."""
    found = captured(tmp_path, record(body(value)), record(body({"b": 1})))
    assert (found.names, found.rows, found.tally.kinds) == (("b",), [("1",)], {KINDS[BODY]: 1})


@pytest.mark.parametrize("value", [[], {"a": []}, {"instances": []}, '{"a":[],"b":[]}'])
def test_a_body_may_have_no_row(tmp_path, value):
    """The record is good all the same."""
    found = captured(tmp_path, record(body(value)), record(csv("1")))
    assert (found.rows, found.tally.records, found.tally.kinds) == ([("1",)], 2, {})


def rows_of(value):
    """Return the rows of a body in plain Python: a dict of paths, or a list of positions."""
    inner = _unwrapped(value)
    if isinstance(inner, dict):
        lists = list(inner.values())
        if lists and all(isinstance(one, list) and len(one) == len(lists[0]) for one in lists):
            columns = [[_named(item, [key]) for item in items] for key, items in inner.items()]
            return [{name: text for cells in row for name, text in cells} for row in zip(*columns, strict=True)]
        return [dict(_named(inner, []))]
    if not isinstance(inner, list):
        return [_plain(inner)]
    flat = inner is value and inner and not any(isinstance(item, (dict, list)) for item in inner)
    return [dict(_named(row, [])) if isinstance(row, dict) else _plain(row) for row in ([inner] if flat else inner)]


def _unwrapped(value):
    wrapped = ("instances", "inputs", "predictions", "outputs")
    members = value.items() if isinstance(value, dict) else ()
    return next((inner for key, inner in members if key in wrapped and isinstance(inner, (dict, list))), value)


def _named(value, path):
    if not isinstance(value, (dict, list)):
        return [(tuple(path), _text(value))]
    members = value.items() if isinstance(value, dict) else ((str(i), item) for i, item in enumerate(value))
    return [cell for key, item in members for cell in _named(item, [*path, key])]


def _plain(value):
    if not isinstance(value, (dict, list)):
        return [_text(value)]
    return [text for item in (value.values() if isinstance(value, dict) else value) for text in _plain(item)]


def _text(value):
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value or None


def columns_of(rows):
    """Return the rows as dicts, none where there is no column: those with positions are as wide as most of the first."""
    widths = [len(row) for row in rows if isinstance(row, list) and row][:64]
    width = max(widths, key=widths.count) if widths else 0
    names = dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row)
    empty = dict.fromkeys((*range(width), *names))
    wide = [empty | (row if isinstance(row, dict) else dict(enumerate(row[:width]))) for row in rows if empty]
    called = _called(names)
    return [{called.get(name, name): text for name, text in row.items()} for row in wide]


def _called(paths):
    """Return what the values at *paths* are called: with dots; where that is another's name too, the longer path not."""
    called, taken = {}, {".".join(path) for path in paths}
    for path in sorted(paths, key=lambda path: (len(path), path)):
        name, slashes = ".".join(path), 0
        while name in called.values() or (slashes and name in taken):
            slashes += 1
            name = ("/" * slashes).join(path)
        called[path] = name
    return called


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(VALUES, min_size=1, max_size=4))
@example([{"": {"": 1}}])
@example([{"a.b": 1, "a": {"b": 2}}])
@example([[[], [1], {}]])
def test_any_bodies_give_the_rows_of_plain_python(tmp_path, values):
    """All values, in all rows, under the same names and positions."""
    texts = [json.dumps(value, ensure_ascii=False) for value in values]
    rows = [
        row
        for text in texts
        for row in rows_of(json.loads(text, parse_int=str, parse_float=str, parse_constant=_constant))
    ]
    found = captured(tmp_path, *(record(body(text)) for text in texts))

    expected = columns_of(rows)
    assert len(found.rows) == len(expected)
    positions = sum(isinstance(name, int) for name in expected[0]) if expected else 0
    read = [dict(zip((*range(positions), *found.names[positions:]), row, strict=True)) for row in found.rows]
    assert [{_own(name): text for name, text in row.items()} for row in read] == expected


def _constant(text):
    """Infinity is a number beyond the doubles, and not a name."""
    return text.replace("Infinity", "1e999")


def _own(name):
    """Return a name without the side that stands before it where a position has the same."""
    return name.removeprefix("endpointInput.") if isinstance(name, str) else name


@pytest.mark.parametrize(
    ("spelled", "row"),
    [(None, ("true", "false", "true")), ("True", ("True", "False", "true")), ("TRUE", ("TRUE", "FALSE", "true"))],
)
def test_a_boolean_is_spelled_as_its_column_spells_it(tmp_path, spelled, row):
    """The text "true" is no boolean and stays."""
    known = {} if spelled is None else dict.fromkeys("abc", spelled)
    value = {"a": True, "b": False, "c": "true"}
    for shape in (value, {key: [one] for key, one in value.items()}, {"inputs": [value]}):
        assert captured(tmp_path, record(body(shape)), spelled_true=known).rows == [row]


def test_a_boolean_in_a_list_is_spelled_as_its_column(tmp_path):
    """Columns with a position have a spelling as well."""
    found = captured(tmp_path, record(body([[True, 1]])), known_names=("a", "b"), spelled_true={"a": "True"})
    assert found.rows == [("True", "1")]


def test_a_data_frame_with_repeated_names_goes_by_position(tmp_path):
    """One column would hide another of its name."""
    frame = {"dataframe_split": {"columns": ["a", "a", "b"], "data": [[1, 2, 3]]}}
    assert captured(tmp_path, record(body(frame))).rows == [("1", "2", "3")]
