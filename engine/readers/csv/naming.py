"""The names of a CSV dataset's columns, as Spark's CSV reader gives them."""

from collections import Counter
from collections.abc import Sequence

from engine.errors import DatasetError
from engine.job.semantics import Matter, Semantics


def numbered_names(width: int) -> tuple[str, ...]:
    """Return the names of columns without a header: `_c0`, `_c1`, ..."""
    return tuple(f"_c{place}" for place in range(width))


def header_names(fields: Sequence[str], *, path: str, semantics: Semantics) -> tuple[str, ...]:
    """Return the names that a header's *fields* give.

    An empty one becomes `_c` and its place, a repeated one gets its place behind it. Under `observed`, names that differ
    in case alone count as repeated, as they do for Spark. DatasetError where names stay ambiguous.
    """
    exact = semantics.corrects(Matter.CASE_OF_NAMES)
    read = fields if exact else [field.lower() for field in fields]
    counts = Counter(read)
    repeated = [counts[name] > 1 for name in read]
    names = tuple(_name(field, place, again) for place, (field, again) in enumerate(zip(fields, repeated, strict=True)))
    if len(set(names)) < len(names):
        raise DatasetError(
            f"{path}: the header has repeated names that stay ambiguous when numbered; give each column its own name",
            code="header-ambiguous",
        )
    return names


def _name(field: str, place: int, repeated: bool) -> str:
    if not field:
        return f"_c{place}"
    return f"{field}{place}" if repeated else field
