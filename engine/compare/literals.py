"""Numbers as they are spelled in a document, and how far two of them are apart."""

import json
import math
import re
import struct

NEAR = 16
"""So many doubles apart two numbers are called the same but for their last digits, whatever they count."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


class Number(str):
    """A number of a document, in its own spelling."""

    __slots__ = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is spelled as a whole number."""
        return self.lstrip("-").isdigit()


EXACT = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=Number)
"""Reads JSON with its numbers as they are spelled."""


def are_equal(one: Number, other: Number) -> bool:
    """Whether both are the same whole number, or the same double."""
    if one.is_whole and other.is_whole:
        return int(one) == int(other)
    return float(one) == float(other)


def ulps(one: float, other: float) -> float:
    """Return how many doubles lie from *one* to the other, with one of the two; infinite where one is no finite number."""
    if not math.isfinite(one) or not math.isfinite(other):
        return math.inf
    return abs(_place(one) - _place(other))


def _place(value: float) -> int:
    """Return the place of *value* among all doubles in their order, from 0.0."""
    bits = int.from_bytes(struct.pack(">d", value), "big", signed=True)
    return bits if bits >= 0 else -(bits + 2**63)


def numbers_in(text: str) -> tuple[str, list[Number]]:
    """Return *text* with a mark for each number in it, and the numbers."""
    return _NUMBER.sub("#", text), [Number(found) for found in _NUMBER.findall(text)]
