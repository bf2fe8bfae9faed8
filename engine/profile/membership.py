"""How many values of a column are among known ones."""

import re
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

_HALF = re.compile("[\ud800-\udfff]")


class Membership:
    """The number of values that are among the *known* texts; exact, however many different values there are.

    Without known texts (None) nothing is counted. Empty: 0.
    """

    __slots__ = ("count", "known")

    def __init__(self, known: frozenset[str] | None = None) -> None:
        self.known = known
        self.count = 0

    def update(self, texts: pa.StringArray, categories: Mapping[str, int] | None) -> None:
        """Count a batch: by its *categories* where they are known, otherwise value by value; a null is no value."""
        if self.known is None:
            return
        if categories is not None:
            self.add(categories)
        else:
            among = pc.is_in(texts, value_set=pa.array(self._readable(), pa.string()))
            self.count += pc.sum(among).as_py() or 0

    def add(self, counts: Mapping[str, int]) -> None:
        """Count values of which it is known how often each is there."""
        if self.known is not None:
            self.count += sum(count for value, count in counts.items() if value in self.known)

    def _readable(self) -> list[str]:
        """Return the known texts that data can hold: without half of a surrogate pair, which UTF-8 has no bytes for."""
        return sorted(text for text in self.known or () if _HALF.search(text) is None)

    def merge(self, other: "Membership") -> None:
        """Join with the values of other records; *other* stays as it is."""
        self.count += other.count
