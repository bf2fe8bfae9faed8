"""The comparison of two folders of documents."""

from collections.abc import Collection
from dataclasses import dataclass

from engine.compare.differences import Account, compare_entries
from engine.compare.entries import entries_of
from engine.compare.folders import Pair, pairs_in
from engine.compare.likeness import EQUAL, Likeness
from engine.documents.folder import read


@dataclass(frozen=True, slots=True)
class Compared:
    """One document of both sides; `account` is None where the whole of it is the same text, or one side has none."""

    pair: Pair
    account: Account | None = None

    @property
    def is_missing(self) -> bool:
        """Whether one side has no such document."""
        return self.pair.official is None or self.pair.ours is None

    def is_equal(self, accepted: Collection[Likeness]) -> bool:
        """Whether every field is equal, or alike in a way that is *accepted*."""
        counts = {} if self.account is None else self.account.counts
        return not self.is_missing and set(counts) <= EQUAL | set(accepted)


def compare_folders(official: str, ours: str, *, most: int) -> tuple[Compared, ...]:
    """Compare the documents in two folders, here or at s3://, and keep *most* differences of a kind and a document.

    Raises JobError where a folder has no document, and DocumentError for one that cannot be read or is no JSON.
    """
    return tuple(_compare(pair, most) for pair in pairs_in(official, ours))


def _compare(pair: Pair, most: int) -> Compared:
    if pair.official is None or pair.ours is None:
        return Compared(pair)
    official, ours = read(pair.official), read(pair.ours)
    if official == ours:
        entries_of(official, source=pair.official)
        return Compared(pair)
    account = Account(most)
    compare_entries(entries_of(official, source=pair.official), entries_of(ours, source=pair.ours), account)
    return Compared(pair, account)
