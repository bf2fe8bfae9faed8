"""The double that is nearest to a decimal number, without arithmetic of many digits; compiled.

Source: Daniel Lemire, "Number Parsing at a Gigabyte per Second", Software: Practice and Experience 51 (2021), the way of
Eisel and Lemire; and Noble Mushtak and Daniel Lemire, "Fast Number Parsing Without Fallback" (2023), by which 128 bits of
a power of five are enough for every number of up to 19 digits.
"""

import numpy as np
from numba import njit

from engine.profile.swar import high_product, leading_zeros

_LOWEST, _HIGHEST = -342, 308
"""The powers of ten beyond which 19 digits are zero, or infinite."""

_FRACTION_BITS = 52
_BIAS = 1023
_INFINITE = 0x7FF
_ONE = np.uint64(1)
_HIDDEN_BIT = np.uint64(1 << _FRACTION_BITS)
_UNDECIDED = np.uint64((1 << (64 - _FRACTION_BITS - 3)) - 1)
_LOWEST_DIVISOR = -27
_TIES = (-4, 23)
"""The powers of ten at which a number of 64 bits may stand in the middle between two doubles."""


def _power_of_five(exponent: int) -> int:
    """Return the highest 128 bits of 5**exponent: cut off, but for a reciprocal that divides 64 bits, which is rounded up."""
    power: int = 5 ** abs(exponent)
    if exponent < 0:
        return (1 << (power.bit_length() + 127)) // power + (exponent >= _LOWEST_DIVISOR)
    return power << 128 >> power.bit_length()


_POWERS = [_power_of_five(exponent) for exponent in range(_LOWEST, _HIGHEST + 1)]
_HIGH = np.array([power >> 64 for power in _POWERS], dtype=np.uint64)
_LOW = np.array([power & (1 << 64) - 1 for power in _POWERS], dtype=np.uint64)


@njit
def nearest(negative, mantissa, exponent) -> float:
    """Return the double nearest to *mantissa* (uint64) times 10**exponent, or to what it is below 0; a tie goes to the even one.

    It is infinite, or zero, where that is the nearest.
    """
    sign = np.uint64(negative) << np.uint64(63)
    return np.uint64(_bits_of_nearest(mantissa, exponent) | sign).view(np.float64)


@njit
def _bits_of_nearest(mantissa, exponent) -> np.uint64:
    if mantissa == 0 or exponent < _LOWEST:
        return np.uint64(0)
    if exponent > _HIGHEST:
        return np.uint64(_INFINITE) << np.uint64(_FRACTION_BITS)
    zeros = leading_zeros(mantissa)
    factor = mantissa << zeros
    high, low = _product(factor, exponent - _LOWEST)
    top = high >> np.uint64(63)
    shift = top + np.uint64(64 - _FRACTION_BITS - 3)
    fraction = high >> shift
    # The binary logarithm of 10**exponent, by that of 5 in 16 bits.
    power = ((217706 * exponent) >> 16) + 63 + np.int64(top) - np.int64(zeros) + _BIAS
    if power <= 0:
        return _subnormal(fraction, power)
    in_the_middle = low <= 1 and _TIES[0] <= exponent <= _TIES[1] and fraction & np.uint64(3) == 1
    if in_the_middle and fraction << shift == high:
        fraction &= ~_ONE
    fraction = (fraction + (fraction & _ONE)) >> _ONE
    # A carry to the next power of two goes up into the bits of the exponent by itself.
    bits = (np.uint64(power - 1) << np.uint64(_FRACTION_BITS)) + fraction
    return min(bits, np.uint64(_INFINITE) << np.uint64(_FRACTION_BITS))


@njit
def _product(factor, place) -> tuple[np.uint64, np.uint64]:
    """Return the higher 128 bits of *factor* times the power at *place*, as exact as rounding needs them."""
    high, low = high_product(factor, _HIGH[place]), factor * _HIGH[place]
    if high & _UNDECIDED == _UNDECIDED:
        more = high_product(factor, _LOW[place])
        low += more
        if low < more:
            high += _ONE
    return high, low


@njit
def _subnormal(fraction, power) -> np.uint64:
    """Return the bits of a number below the smallest normal one, or of that itself where it is rounded up to it."""
    if power <= -63:
        return np.uint64(0)
    fraction >>= np.uint64(1 - power)
    return (fraction + (fraction & _ONE)) >> _ONE
