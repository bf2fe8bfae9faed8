"""The numbers that a violation's sentence holds; they are those that were judged."""

import re

_NUMBER = re.compile(r"(?<![\w.])-?(?:\d+(?:\.\d+)?(?:E-?\d+)?|Infinity|NaN)(?![\w])")


def numbers_of(text: str) -> tuple[float, ...]:
    """Return the numbers of *text* in their order; those are none that are a part of a word."""
    return tuple(float(found) for found in _NUMBER.findall(text))
