"""Documents are printed as the official container prints them, and read with the place of what is wrong."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.json.codec import as_double, dumps, loads, printed
from engine.documents.json.numerals import shortest
from engine.documents.json.packed import PackedDoubles
from engine.errors import DocumentError


def test_members_stand_on_lines_of_their_own() -> None:
    """An object has one member a line, two blanks deeper than itself, and a blank on both sides of the colon."""
    assert dumps({"a": {"b": 1}}) == '{\n  "a" : {\n    "b" : 1\n  }\n}'


def test_objects_of_an_array_share_the_lines_of_their_brackets() -> None:
    """The array adds no depth of its own: `[ {`, `}, {` and `} ]`."""
    assert dumps({"a": [{"b": 1}, {"c": 2}]}) == '{\n  "a" : [ {\n    "b" : 1\n  }, {\n    "c" : 2\n  } ]\n}'


def test_arrays_of_scalars_and_of_arrays_stand_on_one_line() -> None:
    """A sketch's levels are one line, however many there are."""
    assert (
        dumps([[1.0, 2.0], [], ["x", None, True, False, 3]]) == '[ [ 1.0, 2.0 ], [ ], [ "x", null, true, false, 3 ] ]'
    )


def test_empty_objects_and_arrays_hold_a_blank() -> None:
    """An empty object is `{ }`, an empty array `[ ]`."""
    assert dumps({"a": {}, "b": []}) == '{\n  "a" : { },\n  "b" : [ ]\n}'


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        pytest.param('"\\/', r'"\"\\/"', id="quote, backslash and not the slash"),
        pytest.param("\b\f\n\r\t", r'"\b\f\n\r\t"', id="short escapes"),
        pytest.param("\x00\x1b\x7f", '"\\u0000\\u001B\x7f"', id="other control characters in upper-case hex"),
        pytest.param("é 日本 😀", '"é 日本 😀"', id="other scripts as they are"),
        pytest.param("\ud800", r'"\uD800"', id="half of a surrogate pair"),
    ],
)
def test_texts_are_escaped_as_jackson_does(text: str, printed: str) -> None:
    """Only quotes, backslashes and control characters are escaped, and what UTF-8 cannot hold."""
    assert dumps(text) == printed


def test_infinite_and_undefined_doubles_are_texts() -> None:
    """JSON has no word for them."""
    assert dumps([math.inf, -math.inf, math.nan, 1.0]) == '[ "Infinity", "-Infinity", "NaN", 1.0 ]'


def test_doubles_whose_sum_overflows_are_numbers() -> None:
    """Two doubles near the end of the range are finite, each for itself."""
    assert dumps([1.7e308, 1.7e308]) == "[ 1.7E308, 1.7E308 ]"


def test_all_doubles_are_printed_in_one_call() -> None:
    """The printer of doubles is asked once for the whole document, in the document's order."""
    asked: list[list[float]] = []

    def doubles(values: list[float]) -> list[str]:
        asked.append(values)
        return [f"<{value}>" for value in values]

    text = dumps({"a": 1.5, "b": [2.5, 3.5], "c": [{"d": 4.5}, "x", 5.5]}, doubles=doubles)

    assert asked == [[1.5, 2.5, 3.5, 4.5, 5.5]]
    assert text == '{\n  "a" : <1.5>,\n  "b" : [ <2.5>, <3.5> ],\n  "c" : [ {\n    "d" : <4.5>\n  }, "x", <5.5> ]\n}'


def test_a_document_without_doubles_asks_for_none() -> None:
    """An empty list of violations needs no printer of doubles."""
    assert dumps({"violations": []}, doubles=lambda _: pytest.fail("asked")) == '{\n  "violations" : [ ]\n}'


def test_a_value_that_is_not_json_is_our_defect() -> None:
    """A set has no form in a document."""
    with pytest.raises(TypeError, match="set"):
        dumps({"a": {1}})


_scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
_documents = st.recursive(_scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30)


@given(_documents)
def test_what_is_printed_is_read_back(document: object) -> None:
    """Printing and reading give the same values of the same types."""
    read = loads(dumps(document), source="d.json")
    assert repr(read) == repr(document)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param('{\n  "a" : 1,\n  "b" ; 2\n}', "line 3, column 7", id="a wrong character"),
        pytest.param("", "line 1, column 1", id="nothing at all"),
        pytest.param("{} {}", "line 1, column 4", id="two documents"),
        pytest.param('{\n"NaN" : NaN}', "line 2, column 9", id="NaN without quotes"),
        pytest.param("[1,\n -Infinity]", "line 2, column 2", id="-Infinity without quotes"),
    ],
)
def test_text_that_is_not_json_is_an_error_with_its_place(text: str, place: str) -> None:
    """The error names the document, the line and the column."""
    with pytest.raises(DocumentError, match=f"^s.json: {place}: expected JSON"):
        loads(text, source="s.json")


@pytest.mark.parametrize("text", ["[" * 100_000, "9" * 10_000], ids=["depth", "digits"])
def test_json_beyond_what_can_be_read_is_an_error(text: str) -> None:
    """A depth or a number without measure ends in a sentence."""
    with pytest.raises(DocumentError, match=r"^s\.json: expected"):
        loads(text, source="s.json")


@pytest.mark.parametrize(
    ("value", "double"),
    [
        (3, 3.0),
        (2.5, 2.5),
        ("Infinity", math.inf),
        ("-Infinity", -math.inf),
        pytest.param(10**400, math.inf, id="beyond the range"),
        pytest.param(-(10**400), -math.inf, id="below the range"),
    ],
)
def test_numbers_may_be_whole_or_infinite(value: object, double: float) -> None:
    """A whole number is a double too, and the infinite ones have names."""
    assert as_double(value) == double


def test_nan_has_a_name() -> None:
    """The text "NaN" is the undefined number."""
    assert math.isnan(as_double("NaN") or 0.0)


@pytest.mark.parametrize("value", ["1.0", "nan", "inf", True, None, [], {}])
def test_anything_else_is_no_number(value: object) -> None:
    """Neither a text with digits nor true is a number."""
    assert as_double(value) is None


@pytest.mark.parametrize("times", [1, 1000], ids=["few", "many"])
def test_packed_doubles_are_printed_as_a_list_of_them(times: int) -> None:
    """Few by the printer that was given, many by the compiled way, which leaves it those that it is not sure of."""
    levels = ((0.1, 1e22, math.inf) * 4 * times, (), (2.0,))
    packed = [PackedDoubles(level) for level in levels]
    assert dumps({"a": [*packed, 1e23]}) == dumps({"a": [*levels, 1e23]})


def test_of_many_packed_doubles_only_those_that_are_not_sure_are_asked_for() -> None:
    """Besides the doubles that stand by themselves, in their order."""
    asked: list[list[float]] = []

    def listening(values: list[float]) -> list[str]:
        asked.append(values)
        return shortest(values)

    text = dumps({"one": 0.5, "many": PackedDoubles([0.1] * 20_000 + [1e22])}, doubles=listening)
    assert asked == [[0.5, 1e22]]
    assert text.endswith("0.1, 1.0E22 ]\n}")


def test_pieces_are_made_when_they_are_gone_through() -> None:
    """As often as one likes, and without asking for a double again: who prints them may have ended meanwhile."""
    asked: list[list[float]] = []

    def listening(values: list[float]) -> list[str]:
        asked.append(values)
        return shortest(values)

    document = {"one": 0.5, "many": PackedDoubles([0.1] * 20_000 + [1e22])}
    pieces = printed(document, doubles=listening)

    assert asked == [[0.5, 1e22]]
    assert b"".join(pieces) == b"".join(pieces) == dumps(document).encode()
    assert len(asked) == 1
