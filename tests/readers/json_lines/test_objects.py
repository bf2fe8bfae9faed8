"""What the rows and the columns of JSON objects are."""

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from objects import lines, objects_of, read_json

from engine.errors import DatasetError
from engine.readers.json.names import MOST_NAMES

FUZZ = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize(
    ("text", "names", "rows"),
    [
        ('{"b": 1, "a": "x"}\n', ("b", "a"), [("1", "x")]),
        ('{"a": {"b": {"c": 1}}, "d": [2, 3]}', ("a.b.c", "d.0", "d.1"), [("1", "2", "3")]),
        ('{"a": [{"x": 1}, {"x": 2}]}', ("a",), [('[{"x":1},{"x":2}]',)]),
        ('{"a": [1, [2]], "b": 3}', ("a", "b"), [("[1,[2]]", "3")]),
        ('{"a": [ {"b c": " \\" [ \\n é "} , {} ]}', ("a",), [('[{"b c":" \\" [ \\n é "},{}]',)]),
        ('{"a": {"b": [[]]}}', ("a.b",), [("[[]]",)]),
        ('{"a": [], "b": {}, "c": 1}', ("c",), [("1",)]),
        ('{"a": [1, null]}\n{"a": [2, 3, 4]}', ("a.0", "a.1", "a.2"), [("1", None, None), ("2", "3", "4")]),
        (
            '{"a": 1}\n{"a": [1]}\n{"a": {"b": 1}}',
            ("a", "a.0", "a.b"),
            [("1", None, None), (None, "1", None), (None, None, "1")],
        ),
        ('{"a": 1}\n{"a": "x"}\n{"a": 1.5}', ("a",), [("1",), ("x",), ("1.5",)]),
        ('{"a": 1}\n{}\n{"a": 2}', ("a",), [("1",), (None,), ("2",)]),
        (
            '{"a": 1, "b": 2}\n{"b": 3}\n{"c": 5, "a": 4}',
            ("a", "b", "c"),
            [("1", "2", None), (None, "3", None), ("4", None, "5")],
        ),
        ('{"a": 1, "b": 2}\n{"b": 3, "a": 4}', ("a", "b"), [("1", "2"), ("4", "3")]),
        ('{"a": 1, "a": 2}\n{"a": 3, "a": null}', ("a",), [("2",), (None,)]),
        ('{"a": 1}{"a": 2} {"a": 3}\n', ("a",), [("1",), ("2",), ("3",)]),
        ('\n \r\n{"a": 1}\r\n\t\n{"a": 2}\r\n', ("a",), [("1",), ("2",)]),
        ('\ufeff{"a": 1}', ("a",), [("1",)]),
        ('{"\\u00e9\\ud83d\\ude00": "\\ud83d\\ude00\\ud800"}', ("é😀",), [("😀\ufffd",)]),
        ('{"": 1}\n{"": 2}', ("",), [("1",), ("2",)]),
        ('{"a\\"": 1}\n{"a\\"": 2, "b": "c\\\\"}', ('a"', "b"), [("1", None), ("2", "c\\")]),
    ],
)
def test_each_object_is_a_row(tmp_path, text, names, rows):
    """Columns stand in the order in which they first appear; what an object does not have is missing."""
    found = objects_of(tmp_path, text)
    assert (found.names, found.rows, found.named) == (names, rows, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.0", "1.0"),
        ("1", "1"),
        ("1.50", "1.50"),
        ("-0", "-0"),
        ("1E+5", "1E+5"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("true", "true"),
        ("false", "false"),
        ("null", None),
        ("NaN", None),
        ("Infinity", "1e999"),
        ("-Infinity", "-1e999"),
        ('"Infinity"', "Infinity"),
        ('""', None),
        ('" 1 "', " 1 "),
        ('"tab\\t\\/"', "tab\t/"),
    ],
)
def test_a_value_is_what_stands_in_the_file(tmp_path, text, value):
    """A number is its text; it makes no difference whether something nested stands beside it."""
    flat = objects_of(tmp_path, f'{{"a": {text}, "b": 1}}\n' * 3)
    nested = objects_of(tmp_path, f'{{"a": {text}, "b": {{"c": 1}}}}\n' * 3)
    assert [row[0] for row in flat.rows] == [row[0] for row in nested.rows] == [value] * 3


def test_a_boolean_is_spelled_as_the_baseline_has_it(tmp_path):
    """A text is not."""
    content = '{"a": true, "b": true, "c": "true"}\n{"a": false, "b": null, "c": {"d": true}}\n'
    found = objects_of(tmp_path, content, spelled_true={"a": "True", "c.d": "TRUE", "c": "TRUE"})
    assert found.rows == [("True", "true", "true", None), ("False", None, None, "TRUE")]


def test_names_that_meet_are_told_apart(tmp_path):
    """The key that says the name itself keeps it, wherever it comes."""
    found = objects_of(tmp_path, '{"b": {"c": 1}, "b.c": 5}\n{"b": {"c": 2}}\n')
    assert (found.names, found.rows) == (("b/c", "b.c"), [("1", "5"), ("2", None)])


def test_a_late_key_is_missing_in_every_earlier_row(tmp_path):
    """Behind what the first look sees, all is read again: columns stand in the order of the files."""
    (tmp_path / "a.jsonl").write_bytes(lines(*[{"a": 1}] * 30_000, {"z": 1, "a": 2}))
    (tmp_path / "b.jsonl").write_bytes(lines({"y": {"x": 3}}))
    found = read_json(tmp_path, split_bytes=50_000)
    assert (found.names, found.readings) == (("a", "z", "y.x"), 2)
    assert found.rows == [("1", None, None)] * 30_000 + [("2", "1", None), (None, None, "3")]


def test_excluded_columns_are_not_read(tmp_path):
    """By name, dotted ones too, and by position."""
    found = objects_of(tmp_path, '{"a": 1, "b": {"c": 2}, "d": 3}\n' * 2, excluded=("b.c", "0"))
    assert (found.names, found.rows) == (("d",), [("3",), ("3",)])


@pytest.mark.parametrize("text", ["{}\n" * 3, '{"a": []}\n{}\n{"b": {}}', "[{}, {}, {}]"])
def test_objects_without_a_value_are_rows(tmp_path, text):
    """Though they have no column."""
    found = objects_of(tmp_path, text)
    assert (found.names, [batch.num_rows for batch in found.batches]) == ((), [3])


def test_names_without_end_are_refused(tmp_path):
    """As if they were data."""
    with pytest.raises(DatasetError, match=f"more than {MOST_NAMES} names"):
        objects_of(tmp_path, lines(*({f"n{row}_{key}": 1 for key in range(50)} for row in range(201))))


def test_many_objects_fill_several_batches(tmp_path):
    """Flat ones and others by turns; what a batch before had in a place is gone."""
    objects = [{"b": {"c": row}} if row % 7 == 0 else {"a": row, "b": f"x{row}"} for row in range(300_000)]
    found = objects_of(tmp_path, lines(*objects))
    assert len(found.batches) > 1
    assert found.names == ("b.c", "a", "b")
    assert all(
        row == ((str(place), None, None) if place % 7 == 0 else (None, str(place), f"x{place}"))
        for place, row in enumerate(found.rows)
    )


@pytest.mark.parametrize(
    "objects",
    [
        [
            {"a": {"b": 1, "c": {"d": 2}}, "e": 3},
            {"a": {"b": 4}, "e": 5},
            {"a": {"c": {"d": 6}}},
            {"e": 7, "a": {"b": 8}},
        ],
        [{"a": [1, 2, 3], "b": 1}, {"a": [4], "b": 2}, {"a": [], "b": 3}, {"a": [5, 6, 7, 8]}],
        [{"a": {"x": 1}, "ab": 2}, {"ab": 3, "a": {"x": 4}}, {"a": None, "ab": 5}, {"a": {}, "ab": 6}],
        [{"a": {"0": 1, "1": 2}}, {"a": [3, 4]}, {"a": {"1": 5, "0": 6}}],
        [{"a": {"b": {"c": 1}}, "a2": {"b": {"c": 2}}}, {"a2": {"b": {"c": 3}}, "a": {"b": {"c": 4}}}],
        [
            {"a": {"x": 1, "y": 2}, "b": {"x": 3, "y": 4}},
            {"a": {"y": 5}, "b": {"y": 6}},
            {"b": {"x": 7}, "a": {"x": 8}},
        ],
        [{'a":1,"b': 0, "a": 1, "b": 2}, {"a": 3, "b": 4}, {'a":1,"b': 5}],
        [{"a": {'x"': 1, "y": 2}}, {"a": {"y": 3, 'x"': 4}}],
        [{"a": 1}, {"a": [1, {"b": 2}]}, {"a": [1, 2]}, {"a": [[1]]}],
        [{str(place): place for place in range(20)}, {str(place): -place for place in range(19, 0, -3)}],
        [{"x": {"y": list(range(12))}}, {"x": {"y": list(range(11))}}],
    ],
)
def test_what_is_likely_is_not_taken_for_certain(tmp_path, objects):
    """Values in another order, missing, of another shape, or under names that hold what JSON means something by."""
    texts = [json.dumps(each, separators=(",", ":")) for each in objects * 3]
    found = objects_of(tmp_path, "\n".join(texts))
    cells = [dict(_cells(json.loads(text, parse_int=_Number), "", True)) for text in texts]
    assert found.names == tuple(dict.fromkeys(name for row in cells for name in row))
    assert found.rows == [tuple(row.get(name) for name in found.names) for row in cells]


def test_a_line_of_many_objects_is_read_in_one_go(tmp_path):
    """Whatever their order: one that is not the likely one makes no other one be read anew, or this would take minutes."""
    unit = '{"a":"\\u0041","b":true}' * 2 + '{"a":"x\\n","b":false,"c":[]}' + '{"b":Infinity,"a":"\\t"}'
    found = objects_of(tmp_path, unit * 30_000, spelled_true={"b": "True"})
    assert found.names == ("a", "b")
    assert found.rows == [("A", "True"), ("A", "True"), ("x\n", "False"), ("\t", "1e999")] * 30_000


TEXTS = st.text(st.characters(exclude_characters=".", exclude_categories=["Cs"]), max_size=3)
KEYS = st.sampled_from(["a", "b", "c", "é", "0", "", '"\\']) | TEXTS
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)
FLAT = st.dictionaries(KEYS, SCALARS, max_size=5)
OBJECTS = st.lists(FLAT | st.dictionaries(KEYS, VALUES, max_size=4), min_size=1, max_size=8)


@FUZZ
@given(objects=OBJECTS, ascii_only=st.booleans(), blanks=st.booleans(), listed=st.booleans())
@example(objects=[{"a": [{"b": "x y"}]}, {"a": [[1.0, None]]}], ascii_only=True, blanks=True, listed=True)
@example(objects=[{"a": True}, {"a": {"b": False}}, {"b": float("inf")}], ascii_only=True, blanks=False, listed=False)
def test_rows_are_what_python_reads(tmp_path, objects, ascii_only, blanks, listed):
    """Whatever the objects, as lines and as a list over several lines: the oracle is Python's own reader."""
    style = {"ensure_ascii": ascii_only, **({} if blanks else {"separators": (",", ":")})}
    texts = [json.dumps(each, **style) for each in objects]
    content = "[" + " ,\n".join(texts) + "]" if listed else "\n".join(texts)
    found = objects_of(tmp_path, content)
    read = [json.loads(text, parse_int=_Number, parse_float=_Number, parse_constant=_Number) for text in texts]
    cells = [dict(_cells(each, "", ascii_only)) for each in read]
    names = tuple(dict.fromkeys(name for row in cells for name in row))
    assert found.tally.kinds == {}
    assert found.names == names
    assert found.rows == [tuple(row.get(name) or None for name in names) for row in cells] or not names


class _Number(str):
    """The text of a number, which is no text."""

    __slots__ = ()


def _cells(value, name, ascii_only):
    if isinstance(value, list) and any(isinstance(each, list | dict) for each in value):
        yield name[1:], _text(value, ascii_only)
    elif isinstance(value, list | dict):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from _cells(item, f"{name}.{key}", ascii_only)
    else:
        special = {"NaN": None, "Infinity": "1e999", "-Infinity": "-1e999"} if isinstance(value, _Number) else {}
        yield name[1:], special.get(value, _plain(value))


def _plain(value):
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _text(value, ascii_only):
    """Return the JSON text of *value*, in which a number is its own text."""
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(_text(each, ascii_only) for each in value) + "]"
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key, ensure_ascii=ascii_only)}:{_text(item, ascii_only)}" for key, item in value.items())
        return "{" + ",".join(pairs) + "}"
    return json.dumps(value, ensure_ascii=ascii_only)


@pytest.mark.parametrize("turns", [1, 2, 7])
@pytest.mark.parametrize(
    "broken", ['{"a":"\\t","b":true,"c":x}', '{"a":"\\t","b":true', '{"a":"\\t","b":true,"c":"\\x"}']
)
def test_an_object_like_one_before_that_breaks_leaves_no_trace(tmp_path, broken, turns):
    """What it changed before it broke is as it was for the next reader, whatever other objects come by turns."""
    others = ['{"a":"\\n","b":true,"c":1}', '{"c":"\\"","a":"\\u00e9"}', '{"b":false, "d":{"e":[true,"\\\\"]}}']
    found = objects_of(
        tmp_path, "\n".join([*others, broken] * turns) + "\n", spelled_true={"b": "True", "d.e.0": "TRUE"}
    )
    rows = [("\n", "True", "1", None, None), ("é", None, '"', None, None), (None, "False", None, "TRUE", "\\")]
    assert found.names == ("a", "b", "c", "d.e.0", "d.e.1")
    assert (found.rows, found.tally.kinds.total()) == (rows * turns, turns)
