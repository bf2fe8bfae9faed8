"""What is said of the names that values were found to have."""

from collections.abc import Iterator, Sequence

from engine.errors import DatasetError
from engine.readers.json.names import MOST_NAMES
from engine.readers.tally import MOST_NAMED, Found
from engine.wording import quoted


def refuse_endless(found: Found, *, source: str) -> None:
    """Raise DatasetError where more names were *found* than a table may have columns."""
    if found.lost or len(found.names) > MOST_NAMES:
        raise DatasetError(
            f"{source}: the JSON has more than {MOST_NAMES} names of values, as if names were data; "
            f"let a preprocessing script return the columns that are features",
            code="too-many-names",
        )


def apart_remarks(apart: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield a sentence for the log on values that are told *apart*, for their paths have one name, if any.

    Each is the name that another value has, and its own.
    """
    if apart:
        first = ", ".join(f"{quoted(name)} is called {quoted(other)}" for name, other in apart[:MOST_NAMED])
        yield (
            f"{len(apart)} values have a name that another value has, for one has the dot in its key and the other is "
            f"nested; the nested one has another name: {first}"
        )
