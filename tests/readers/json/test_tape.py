"""The tape of a JSON text against Python's own reader, whatever the text."""

import json

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.readers.json.tape import (
    ARRAY,
    BEGIN,
    BROKEN,
    DEEPEST,
    END,
    KEY,
    KIND,
    LITERAL,
    NEXT,
    NULL,
    NUMBER,
    OBJECT,
    STRING,
    rows_for,
    tokenise,
)

WORDS = {"true": True, "false": False}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=15,
)


def tape_of(text):
    """Return the block, changed, and the tape of a text that is one value with blanks around; None where it is not."""
    block = np.frombuffer(text.encode(), dtype=np.uint8).copy()
    tape = np.zeros((rows_for(len(block)), 4), dtype=np.int32)
    rows, stop = tokenise(block, 0, len(block), tape, 0)
    if rows == BROKEN or block[stop:].tobytes().strip(b" \t\r\n"):
        return None
    assert tape[0, NEXT] == rows
    return block, tape


def value_of(text):
    """Return the value that the tape of a text holds, a number as its text; None is a null, "broken" no value."""
    found = tape_of(text)
    return "broken" if found is None else _value(*found, 0)


def _value(block, tape, row):
    kind, behind = tape[row, KIND], tape[row, NEXT]
    text = block[tape[row, BEGIN] : tape[row, END]].tobytes().decode()
    if kind == OBJECT:
        pairs, row = {}, row + 1
        while row < behind:
            assert tape[row, KIND] == KEY
            key = block[tape[row, BEGIN] : tape[row, END]].tobytes().decode()
            pairs[key], row = _value(block, tape, row + 1), tape[row + 1, NEXT]
        return pairs
    if kind == ARRAY:
        values, row = [], row + 1
        while row < behind:
            values.append(_value(block, tape, row))
            row = tape[row, NEXT]
        return values
    assert behind == row + 1
    return {NULL: None, LITERAL: WORDS.get(text), NUMBER: ("number", text), STRING: text}[kind]


def expected_of(text):
    """Return what Python reads: numbers as their text, NaN as a null, half a surrogate pair as U+FFFD."""
    try:
        value = json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_constant)
    except (ValueError, RecursionError):
        return "broken"
    return _without_halves(value)


def _number(text):
    return ("number", text)


def _constant(text):
    return None if text == "NaN" else ("number", text)


def _without_halves(value):
    if isinstance(value, str):
        return "".join("\ufffd" if 0xD800 <= ord(one) < 0xE000 else one for one in value)
    if isinstance(value, list):
        return [_without_halves(one) for one in value]
    if isinstance(value, dict):
        return {_without_halves(key): _without_halves(one) for key, one in value.items()}
    return value


@settings(deadline=None, max_examples=300)
@given(VALUES, st.booleans(), st.sampled_from([None, 0, 2]))
def test_any_value_comes_back(value, ascii_only, indent):
    """Written compactly or over several lines, with escapes or as UTF-8."""
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert value_of(text) == expected_of(text)


@settings(deadline=None, max_examples=3000)
@given(st.text(alphabet='{}[]",:\\u0dD8e+-.ntrfalse \t\n\x01é', max_size=14))
@example('"\\ud800\\u0041"')
@example('"\\ud83d\\ude00\\ude00"')
@example('{"a":1,"a":[]}')
@example("-Infinity")
@example("1E+2")
@example("\ufeff1")
def test_any_text_is_what_python_says(text):
    """Also where it is no JSON."""
    assert value_of(text) == expected_of(text)


@settings(deadline=None, max_examples=500)
@given(VALUES, st.data())
def test_a_changed_text_is_what_python_says(value, data):
    """One character of good JSON is another, is missing, or is one more."""
    text = json.dumps(value)
    at = data.draw(st.integers(0, len(text)))
    new, cut = data.draw(st.sampled_from(['"', "{", "]", ",", ":", "\\", "0", " ", ""])), data.draw(st.integers(0, 1))
    changed = text[:at] + new + text[at + cut :]
    assert value_of(changed) == expected_of(changed)


@pytest.mark.parametrize(
    "number", ["0", "-0", "1.0", "1.50", "1e5", "1E-07", "12345678901234567890", "0.1000000000000000055"]
)
def test_a_number_keeps_its_text(number):
    """Types are judged and distinct values counted on the text."""
    assert value_of(f'{{"a": {number} }}') == {"a": ("number", number)}


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_containers_lie_in_one_another_up_to_a_bound(opening):
    """Deeper ones are no JSON that is read, however deep."""
    closing = "]" if opening == "[" else "}"
    deepest = opening * DEEPEST + "0" + closing * DEEPEST
    assert tape_of(deepest) is not None
    assert tape_of(opening + deepest + closing) is None
    assert tape_of(opening * 100_000) is None


@pytest.mark.parametrize("text", ["[" + "1," * 500 + "1]", '{"":1' + ',"":1' * 500 + "}", "[" + "[]," * 500 + "[]]"])
def test_the_tape_has_room_for_the_densest_text(text):
    """Every second byte is a value or a key."""
    assert value_of(text) == expected_of(text)
