"""Exact counts of a column's values, while there are few."""

from collections.abc import Mapping

MOST_CATEGORIES = 256
LONGEST_CATEGORY = 32 * 1024
"""Bytes of UTF-8. A column with a longer value has no categories, so that no document carries such a text."""


class Categories:
    """How often each text was seen. Empty: no text.

    Beyond `MOST_CATEGORIES` different texts, or with one longer than `LONGEST_CATEGORY`, the counts are given up for good:
    `counts` is None. Both conditions only ever grow with the data, so the result does not depend on how it was split.
    """

    __slots__ = ("counts",)

    def __init__(self) -> None:
        self.counts: dict[str, int] | None = {}

    def update(self, counts: Mapping[str, int] | None) -> None:
        """Add the counts of one batch; None gives up."""
        if self.counts is None:
            return
        if counts is None:
            self.counts = None
            return
        for value, count in counts.items():
            self.counts[value] = self.counts.get(value, 0) + count
        if len(self.counts) > MOST_CATEGORIES:
            self.counts = None

    def merge(self, other: "Categories") -> None:
        """Join with the counts of other records; *other* stays as it is."""
        self.update(other.counts)
