"""Reading one value's text: its type by Deequ's patterns, and its number, which is the nearest double; compiled."""

import numpy as np
from numba import njit

from engine.profile.rounding import nearest
from engine.profile.swar import load_half, read_digits
from engine.profile.types import BOOLEAN, FRACTIONAL, INTEGRAL, STRING

NO_NUMBER, EXACT, HARD = range(3)
"""What is known of a value's number: there is none, it is the one returned, or a parser of all its digits has to read the
text: of more than 19 digits, of which the first ones do not decide."""

_MINUS, _PLUS, _BLANK, _POINT, _ZERO, _NINE = ord("-"), ord("+"), ord(" "), ord("."), ord("0"), ord("9")
_E_UPPER, _E_LOWER = ord("E"), ord("e")
_TRUE, _FALS = (np.uint64(int.from_bytes(half, "little")) for half in (b"true", b"fals"))
_TENS = np.array([10**digits for digits in range(9)], dtype=np.uint64)
_MOST_DIGITS = 19
"""So many decimal digits always fit 64 bits."""
_FAR_EXPONENT = 10**17


@njit
def _is_digit(byte) -> bool:
    return _ZERO <= byte <= _NINE


@njit
def _not_a_number(data, begin, end) -> tuple[int, int, float]:
    """Return what a text is that is no number: a Boolean or a String."""
    size = end - begin
    if size == 4 and load_half(data, begin) == _TRUE:
        return BOOLEAN, NO_NUMBER, 0.0
    if size == 5 and load_half(data, begin) == _FALS and data[begin + 4] == _E_LOWER:
        return BOOLEAN, NO_NUMBER, 0.0
    return STRING, NO_NUMBER, 0.0


@njit
def _past_digits(data, at, end, mantissa) -> tuple[int, np.uint64]:
    """Return (where the digits end that begin at *at*, *mantissa* with them behind it), which is cut to 64 bits."""
    while True:
        number, size = read_digits(data, at, end)
        mantissa = mantissa * _TENS[size] + number
        at += size
        if size < 8:
            return at, mantissa


@njit
def _exponent(data, at, end) -> tuple[int, int]:
    """Return (the exponent that stands behind the E before *at*, where it ends): *at* itself where there is none."""
    begin, power = at, 0
    down = at < end and data[at] == _MINUS
    if at < end and (down or data[at] == _PLUS):
        at += 1
    first = at
    while at < end and _is_digit(data[at]):
        power = min(power * 10 + (np.int64(data[at]) - _ZERO), _FAR_EXPONENT)
        at += 1
    return -power if down else power, begin if at == first else at


@njit
def _of_many_digits(data, begin, end, exponent, negative) -> tuple[int, float]:
    """Return (EXACT or HARD, number) of more than `_MOST_DIGITS` digits, with a point among them or not.

    *exponent* is that of the last one. The first digits decide where the next higher ones give the same number.
    """
    mantissa, digits, rest = np.uint64(0), 0, False
    for at in range(begin, end):
        if data[at] == _POINT:
            continue
        if digits == _MOST_DIGITS:
            exponent += 1
            rest |= data[at] != _ZERO
            continue
        mantissa = mantissa * np.uint64(10) + np.uint64(data[at] - _ZERO)
        digits += mantissa > 0
    number = nearest(negative, mantissa, exponent)
    if rest and nearest(negative, mantissa + np.uint64(1), exponent) != number:
        return HARD, 0.0
    return EXACT, number


@njit
def read_value(data, begin, end) -> tuple[int, int, float]:
    """Return (type, NO_NUMBER | EXACT | HARD, number) of the text data[begin:end]; an empty one is a String.

    `- 5` is Integral and has no number, as in Spark's cast. *data* has eight bytes at least.
    """
    if begin == end:
        return STRING, NO_NUMBER, 0.0
    # No branch on the sign, which no processor can foresee.
    negative = data[begin] == _MINUS
    signed = negative | (data[begin] == _PLUS)
    at = begin + signed
    blank = at < end and data[at] == _BLANK
    at += blank
    torn = signed and blank
    first = at
    at, mantissa = _past_digits(data, at, end, np.uint64(0))
    if at == first:
        return _not_a_number(data, begin, end)
    kind, digits, exponent = INTEGRAL, at - first, 0
    if at < end and data[at] == _POINT:
        kind = FRACTIONAL
        point = at + 1
        at, mantissa = _past_digits(data, point, end, mantissa)
        if at == point:
            return STRING, NO_NUMBER, 0.0
        digits += at - point
        exponent = point - at
    stop = at
    if at < end and (data[at] == _E_UPPER or data[at] == _E_LOWER):
        kind = FRACTIONAL
        power, at = _exponent(data, at + 1, end)
        if at == stop + 1:
            return STRING, NO_NUMBER, 0.0
        exponent += power
    if at != end:
        return STRING, NO_NUMBER, 0.0
    if torn:
        return kind, NO_NUMBER, 0.0
    if digits > _MOST_DIGITS:
        known, number = _of_many_digits(data, first, stop, exponent, negative)
        return kind, known, number
    return kind, EXACT, nearest(negative, mantissa, exponent)
