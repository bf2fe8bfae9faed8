"""What a preprocess_handler returns becomes rows."""

import json

import pytest

from engine.errors import ScriptError
from engine.scripts.preprocess import Record, preprocessing


def test_a_dict_is_a_row_with_sorted_names(script):
    """The names of a row are sorted as text, whatever they were and in whatever order they came."""
    text = "def preprocess_handler(line): return {'b': 'e', 9: 'd', 'a': 'b', 10: 'c'}"
    with preprocessing(script(text), "line") as handler:
        assert handler.rows([Record("data.csv", 1, b"x")]) == b'{"10":"c","9":"d","a":"b","b":"e"}\n'


def test_a_list_of_dicts_is_several_rows_and_an_empty_one_none(rows):
    """The rows of a record follow each other; a record for which [] is returned leaves none."""
    text = """
    def preprocess_handler(line):
        return [{"n": line + str(number)} for number in range(int(line))]
    """
    assert rows(text, "2", "0", "1") == [{"n": "20"}, {"n": "21"}, {"n": "10"}]


def test_a_script_is_loaded_once_and_keeps_what_it_knows(script):
    """Batches go to one process, which asks its handler record by record in their order."""
    text = """
    seen = []
    def preprocess_handler(line):
        seen.append(line)
        return {"seen": "".join(seen)}
    """
    with preprocessing(script(text), "line") as handler:
        assert handler.rows([Record("data.csv", 1, b"a"), Record("data.csv", 2, b"b")]).count(b"\n") == 2
        assert handler.rows([]) == b""
        assert handler.rows([Record("data.csv", 3, b"c")]) == b'{"seen":"abc"}\n'


def test_a_line_is_text_without_its_end(rows):
    """A line of a table is a str, as it stands in the file; what a line break would be may stand in it."""
    text = "def preprocess_handler(line): return {'line': line, 'type': type(line).__name__}"
    assert rows(text, 'é,"a\nb",') == [{"line": 'é,"a\nb",', "type": "str"}]


def test_large_batches_go_both_ways_at_once(script):
    """A batch of 30 MB, and one that is answered with as much, pass though each is more than any pipe holds."""
    text = "def preprocess_handler(line):\n    print(line[:200])\n    return {'line': line}"
    records = [Record("data.csv", number, b"%d," % number * 1000) for number in range(6000)]
    with preprocessing(script(text), "line") as handler:
        for _ in range(2):
            answer = handler.rows(records)
            assert [json.loads(row)["line"].encode() for row in answer.splitlines()] == [r.text for r in records]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("'a'", "a"),
        ("None", None),
        ("float('nan')", None),
        ("float('inf')", "1e999"),
        ("float('-inf')", "-1e999"),
        ("True", True),
        ("False", False),
        ("12345678901234567890", "12345678901234567890"),
        ("decimal.Decimal('1.50')", "1.50"),
        ("decimal.Decimal('NaN')", None),
        ("0.1", "0.1"),
        ("1e-9", "1e-09"),
        ("b'caf\\xc3\\xa9'", "café"),
        ("b'caf\\xe9!'", "caf\ufffd!"),
        ("[1, None, {'a': 'é'}]", '[1, null, {"a": "é"}]'),
        ("{'b': 1, 'a': (2,)}", '{"b": 1, "a": [2]}'),
        ("datetime.date(2024, 3, 18)", "2024-03-18"),
        ("Colour.RED", "red"),
        ("Level.HIGH", "3"),
        ("numpy.int64(3)", "3"),
        ("numpy.float64(0.1)", "0.1"),
        ("numpy.float64('nan')", None),
        ("numpy.bool_(True)", True),
        ("numpy.str_('a')", "a"),
        ("numpy.array([1, 2])", "[1, 2]"),
        ("numpy.datetime64('NaT')", None),
        ("pandas.NA", None),
        ("pandas.NaT", None),
        ("pandas.Series([1, 2])", "[1, 2]"),
        ("'\\ud800'", "?"),
    ],
)
def test_a_value_becomes_a_cell(script, value, cell):
    """A cell is text or missing, as a table would have it, or a boolean, which has no spelling of its own."""
    libraries = "".join(f"import {name}\n" for name in ("numpy", "pandas") if name in value)
    text = f"""{libraries}import datetime, decimal, enum
class Colour(str, enum.Enum):
    RED = "red"
class Level(enum.IntEnum):
    HIGH = 3
def preprocess_handler(line):
    return {{"cell": {value}}}
"""
    with preprocessing(script(text), "line") as handler:
        assert json.loads(handler.rows([Record("data.csv", 1, b"x")])) == {"cell": cell}


def test_a_row_without_bounds_is_an_error_at_once(rows):
    """A row that no task could hold is refused where it is made, before it is written and sent."""
    text = """
    def preprocess_handler(line):
        return [{"a": "x" * 70_000_000}] * 5
    """
    with pytest.raises(ScriptError, match="rows of at most 64 million characters"):
        rows(text, "1")
