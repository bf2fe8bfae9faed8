"""Reading one value's text: its type by Deequ's patterns and, where the fast way is exact, its number; compiled."""

import numpy as np
from numba import njit

from engine.profile.types import BOOLEAN, FRACTIONAL, INTEGRAL, STRING

NO_NUMBER, EXACT, HARD = range(3)
"""What is known of a value's number: there is none, it is the one returned, or a full parser has to read the text."""

_MINUS, _PLUS, _BLANK, _POINT, _ZERO, _NINE = ord("-"), ord("+"), ord(" "), ord("."), ord("0"), ord("9")
_E_UPPER, _E_LOWER = ord("E"), ord("e")
_TRUE = np.frombuffer(b"true", dtype=np.uint8)
_FALSE = np.frombuffer(b"false", dtype=np.uint8)
_POWERS = np.array([10.0**exponent for exponent in range(23)])
_EXACT_MANTISSA = 1 << 53
_MOST_DIGITS = 18
"""So many decimal digits always fit a signed 64-bit integer."""
_FAR_EXPONENT = 100_000


@njit(inline="always")
def _is_word(data, begin, end, word) -> bool:
    if end - begin != len(word):
        return False
    for i in range(len(word)):  # noqa: SIM110 - compiled, where a generator is not
        if data[begin + i] != word[i]:
            return False
    return True


@njit(inline="always")
def _is_digit(byte) -> bool:
    return _ZERO <= byte <= _NINE


@njit
def _not_a_number(data, begin, end) -> tuple[int, int, float]:
    if _is_word(data, begin, end, _TRUE) or _is_word(data, begin, end, _FALSE):
        return BOOLEAN, NO_NUMBER, 0.0
    return STRING, NO_NUMBER, 0.0


@njit
def read_value(data, begin, end) -> tuple[int, int, float]:
    """Return (type, NO_NUMBER | EXACT | HARD, number) of the text data[begin:end]; an empty one is a String.

    `- 5` is Integral and has no number, as in Spark's cast. The fast way is Clinger's: a mantissa below 2**53 times or over
    a power of ten up to 10**22, both exact as doubles, is rounded once.
    """
    at, negative, torn = begin, False, False
    if at < end and (data[at] == _MINUS or data[at] == _PLUS):
        negative = data[at] == _MINUS
        at += 1
        torn = at < end and data[at] == _BLANK
    if at < end and data[at] == _BLANK:
        at += 1
    mantissa, digits, exponent, first = 0, 0, 0, at
    while at < end and _is_digit(data[at]):
        if digits or data[at] != _ZERO:
            digits += 1
            if digits <= _MOST_DIGITS:
                mantissa = mantissa * 10 + (np.int64(data[at]) - _ZERO)
        at += 1
    if at == first:
        return _not_a_number(data, begin, end)
    kind = INTEGRAL
    if at < end and data[at] == _POINT:
        kind = FRACTIONAL
        at += 1
        first = at
        while at < end and _is_digit(data[at]):
            exponent -= 1
            if digits or data[at] != _ZERO:
                digits += 1
                if digits <= _MOST_DIGITS:
                    mantissa = mantissa * 10 + (np.int64(data[at]) - _ZERO)
            at += 1
        if at == first:
            return STRING, NO_NUMBER, 0.0
    if at < end and (data[at] == _E_UPPER or data[at] == _E_LOWER):
        kind = FRACTIONAL
        at += 1
        down = at < end and data[at] == _MINUS
        if at < end and (down or data[at] == _PLUS):
            at += 1
        first, power = at, 0
        while at < end and _is_digit(data[at]):
            power = min(power * 10 + (np.int64(data[at]) - _ZERO), _FAR_EXPONENT)
            at += 1
        if at == first:
            return STRING, NO_NUMBER, 0.0
        exponent += -power if down else power
    if at != end:
        return STRING, NO_NUMBER, 0.0
    if torn:
        return kind, NO_NUMBER, 0.0
    if digits == 0:
        return kind, EXACT, -0.0 if negative else 0.0
    if digits > _MOST_DIGITS or mantissa > _EXACT_MANTISSA or exponent < -22 or exponent > 22:
        return kind, HARD, 0.0
    number = mantissa / _POWERS[-exponent] if exponent < 0 else mantissa * _POWERS[exponent]
    return kind, EXACT, -number if negative else number
