"""What is the same in every table whose columns are the names of JSON values, of which any record may bring more."""

from typing import Self

from engine.readers.json.flatten import SPELLINGS
from engine.readers.json.late import refuse_endless
from engine.readers.store import Store
from engine.readers.tables import Known, OtherNames, RowsWithoutLines
from engine.readers.tally import Found


class GrowingTable(RowsWithoutLines):
    """A table whose columns are those that were *found*; its class makes the columns, by `having`."""

    __slots__ = ()

    store: Store
    known: Known
    found: Found

    @property
    def settled(self) -> bool:
        """Say that any record may have more columns."""
        return False

    @property
    def spellings(self) -> dict[str, int]:
        """How columns spell a boolean, by name, those aside that leave it as it is."""
        return {name: SPELLINGS[word] for name, word in self.known.spelled_true.items()}

    def widened(self, found: Found) -> Self:
        """Return the table with the columns that were *found* beside its own; itself where there is none.

        Raises DatasetError where there are more names than a table may have columns.
        """
        everything = self.found + found
        refuse_endless(everything, source=self.store.source)
        return self if everything == self.found else self.having(everything)

    def having(self, found: Found) -> Self:
        """Return the table with the columns for what was *found*."""
        raise NotImplementedError

    def otherwise_named(self) -> OtherNames | None:
        """Return None: the columns have the names that they have."""
        return None
