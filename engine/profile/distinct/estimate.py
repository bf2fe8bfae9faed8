"""From the registers of a HyperLogLog++ sketch to the number of distinct values, as Spark's approx_count_distinct.

The sketch has 512 registers (p = 9), which is what Spark makes of a relative standard deviation of 0.05; the estimate
has a standard error of 4.6 % (1.04 / sqrt(512)) and is almost exact for a few dozen values.

Sources: Flajolet, Fusy, Gandouet, Meunier: HyperLogLog (2007); Heule, Nunkesser, Hall: HyperLogLog in Practice (2013).
Spark counts empty registers where either paper would. For 512 registers that is the older paper's rule alone: up to 400
values, the newer one's threshold, the raw estimate is at most 803. Tests compare each estimate with Spark's own.
"""

import math
from bisect import bisect_left

import numpy as np

from engine.profile.distinct.bias import BIASES, RAW_ESTIMATES

REGISTERS = 512
"""The number of registers, m in the paper."""

ALPHA = 0.7213 / (1.0 + 1.079 / REGISTERS)
"""The paper's correction of the harmonic mean for this many registers."""

LINEAR_UP_TO = 2.5 * REGISTERS
"""The largest raw estimate (inclusive) for which empty registers, if there are any, are counted instead."""

BIASED_BELOW = 5.0 * REGISTERS
"""Raw estimates below this number (exclusive) are corrected by their average bias."""

NEIGHBOURS = 6
"""How many of the known biases around an estimate are averaged."""


def estimate(registers: np.ndarray) -> int:
    """Return the number of distinct values that 512 *registers* (uint8, 0 to 56) speak of; 0 if all are 0."""
    raw = _raw(registers)
    empty = REGISTERS - int(np.count_nonzero(registers))
    if empty and raw <= LINEAR_UP_TO:
        return _rounded(REGISTERS * math.log(REGISTERS / empty))
    return _rounded(_corrected(raw))


def _raw(registers: np.ndarray) -> float:
    """Return the paper's raw estimate: the harmonic mean of 2^register, scaled.

    The sum is taken one register after the other, as Spark takes it, so that the last bit is the same.
    """
    inverse = np.cumsum(np.ldexp(1.0, -registers.astype(np.int32)))[-1]
    return ALPHA * REGISTERS * REGISTERS / float(inverse)


def _corrected(raw: float) -> float:
    """Return *raw* less its average bias, where it has one."""
    return raw - _bias(raw) if raw < BIASED_BELOW else raw


def _bias(raw: float) -> float:
    """Return the mean bias of the known estimates nearest to *raw*: six, or the last five beyond the table's end."""
    low = max(bisect_left(RAW_ESTIMATES, raw) - NEIGHBOURS + 1, 0)
    high = min(low + NEIGHBOURS, len(RAW_ESTIMATES))
    while high < len(RAW_ESTIMATES) and RAW_ESTIMATES[high] - raw < raw - RAW_ESTIMATES[low]:
        low, high = low + 1, high + 1
    return sum(BIASES[low:high]) / (high - low)


def _rounded(number: float) -> int:
    """Return the nearest whole number, half a one upwards."""
    whole = math.floor(number)
    return whole + 1 if number - whole >= 0.5 else whole
