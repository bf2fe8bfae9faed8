"""Typed values as texts: what Spark's cast to string makes of them, with the session's time zone set to UTC."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from engine.documents.json.numerals import shortest

_LAST_PADDED_YEAR = 9999
_FIRST_MICROSECOND = "-290308-12-21T19:59:05.224192"
"""What numpy takes for no time: the least of 64 bits."""


def spark_texts(values: pa.Array) -> list[str]:
    """Return the text of each of *values*, of a type that `plain` gives and none of them missing.

    A number's is what a CSV file holds that Spark has written: a double's has the fewest digits that read back as the same
    double. Some microseconds each: made for the few different values of a column.
    """
    printed = next((found for is_one, found in _PRINTED if is_one(values.type)), None)
    return values.cast(pa.string()).to_pylist() if printed is None else printed(values)


def _doubles(values: pa.Array) -> list[str]:
    return shortest(values.to_pylist())


def _floats(values: pa.Array) -> list[str]:
    """The digits are those that tell a float from other floats: as a double, a text of so few reads back as itself."""
    return shortest([float(_digits(value)) for value in values.to_numpy()])


def _digits(value: np.float32) -> str:
    """Java gives two digits where one would do, the nearest two: 1.4E-45."""
    text = np.format_float_scientific(value, trim="-")
    return text if "." in text or not np.isfinite(value) else f"{float(value):.1e}"


def _dates(values: pa.Array) -> list[str]:
    return [_with_javas_year(text) for text in _iso(values.view(pa.int32()), "D")]


def _timestamps(values: pa.Array) -> list[str]:
    """A fraction of a second ends with a digit other than 0."""
    texts = (_with_javas_year(text).replace("T", " ") for text in _iso(values.view(pa.int64()), "us"))
    return [text.rstrip("0").rstrip(".") for text in texts]


def _iso(values: pa.Array, unit: str) -> list[str]:
    moments = values.to_numpy().astype(np.int64).view(f"datetime64[{unit}]")
    return [_FIRST_MICROSECOND if text == "NaT" else str(text) for text in np.datetime_as_string(moments)]


def _with_javas_year(text: str) -> str:
    """Give a year four digits at least, and a sign where it has more or is before the year 0."""
    year, month, rest = text.rsplit("-", 2)
    number = int(year)
    sign = "-" if number < 0 else "+" if number > _LAST_PADDED_YEAR else ""
    return f"{sign}{abs(number):04d}-{month}-{rest}"


_PRINTED: tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.Array], list[str]]], ...] = (
    (pa.types.is_float64, _doubles),
    (pa.types.is_float32, _floats),
    (pa.types.is_date32, _dates),
    (pa.types.is_timestamp, _timestamps),
)
"""What Arrow itself prints otherwise than Spark does."""
