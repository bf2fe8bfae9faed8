"""Scores with how often each stands beside each label: exact while there are few, and bounded.

While at most MOST_SCORES differ, each of them is kept as it is. Beyond that as many of their last bits are dropped as
leave no more than that: a score keeps its sign, its exponent and the first digits of its mantissa, so that scores that
are counted together differ by less than the last kept digit. How many bits that takes depends on the scores alone and
never falls as more come, so the order of rows, batches and merges changes nothing, not a bit.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

MOST_SCORES = 1 << 16
"""So many different scores are told apart."""

MOST_LABELS = 64
"""So many labels, as they are spelled, have scores of their own; a binary problem has two."""

_MASK = np.int64((1 << 63) - 1)


@dataclass(frozen=True, slots=True)
class LabelScores:
    """Scores of one label: int64 `keys`, increasing, and how often each was there."""

    keys: np.ndarray
    counts: np.ndarray


class ScoreTable:
    """Scores by their label, *most* different ones. Empty: no score.

    `dropped` are the bits that no score has any more. `given_up` says that there were more than MOST_LABELS.
    """

    __slots__ = ("_most", "_tables", "_waiting", "_waits", "dropped", "given_up")

    def __init__(self, most: int = MOST_SCORES) -> None:
        self._most = most
        self._tables: dict[str, LabelScores] = {}
        self._waiting: dict[str, list[np.ndarray]] = {}
        self._waits = 0
        self.dropped = 0
        self.given_up = False

    def update(self, scores: np.ndarray, labels: pa.StringArray) -> None:
        """Count rows of float64 *scores*, none of them NaN, beside *labels*."""
        if self.given_up or not len(scores):
            return
        coded = labels.dictionary_encode()
        codes, keys = coded.indices.to_numpy(), _keys(scores)
        for code, label in enumerate(coded.dictionary.to_pylist()):
            self._waiting.setdefault(label, []).append(keys[codes == code])
        self._waits += len(scores)
        if self._waits >= 2 * self._most or len(self._waiting) > MOST_LABELS:
            self._settle()

    def merge(self, other: "ScoreTable") -> None:
        """Join with other rows; *other* stays as it is, but for the order in which it keeps them."""
        other._settle()
        self._settle()
        self.given_up |= other.given_up
        dropped = max(self.dropped, other.dropped)
        self._drop(dropped - self.dropped)
        for label, theirs in other._tables.items():
            keys = theirs.keys >> np.int64(dropped - other.dropped)
            self._tables[label] = _joined(self._tables.get(label), keys, theirs.counts)
        self._shrink()

    def tables(self) -> dict[str, LabelScores]:
        """Return the scores of each label; none where more than MOST_LABELS were seen."""
        self._settle()
        return dict(self._tables)

    def _settle(self) -> None:
        """Count what waits."""
        for label, waiting in self._waiting.items():
            keys = np.concatenate(waiting) >> np.int64(self.dropped)
            self._tables[label] = _joined(self._tables.get(label), keys, np.ones(len(keys), dtype=np.int64))
        self._waiting, self._waits = {}, 0
        self._shrink()

    def _shrink(self) -> None:
        """Drop as many bits as leave no more than `most` scores."""
        self.given_up |= len(self._tables) > MOST_LABELS
        if self.given_up:
            self._tables, self.dropped = {}, 0
            return
        every = [table.keys for table in self._tables.values()]
        keys, more = np.unique(np.concatenate(every)) if every else np.empty(0, dtype=np.int64), 0
        while len(keys) > self._most:
            keys, more = np.unique(keys >> np.int64(1)), more + 1
        self._drop(more)

    def _drop(self, more: int) -> None:
        """Drop so many *more* bits of all scores."""
        if more:
            self.dropped += more
            self._tables = {
                label: _joined(None, table.keys >> np.int64(more), table.counts)
                for label, table in self._tables.items()
            }


def _joined(table: LabelScores | None, keys: np.ndarray, counts: np.ndarray) -> LabelScores:
    """Return the counts of *table* and those of *keys*, by key."""
    if table is not None:
        keys, counts = np.concatenate((table.keys, keys)), np.concatenate((table.counts, counts))
    distinct, places = np.unique(keys, return_inverse=True)
    total = np.zeros(len(distinct), dtype=np.int64)
    np.add.at(total, places, counts)
    return LabelScores(distinct, total)


def _keys(scores: np.ndarray) -> np.ndarray:
    """Return int64 keys in the order of *scores*; both zeros have one."""
    bits = (scores + 0.0).view(np.int64)
    return bits ^ ((bits >> np.int64(63)) & _MASK)


def scores_of(keys: np.ndarray, dropped: int) -> np.ndarray:
    """Return the scores that *keys* are of; where bits were *dropped*, the middle of what is counted together.

    What begins at 0 or at 1 is 0 or 1, for these are probabilities of their own.
    """
    edges = _floats(keys << np.int64(dropped))
    if not dropped:
        return edges
    middles = _floats((keys << np.int64(dropped)) + np.int64(1 << (dropped - 1)))
    return np.where((edges == 0.0) | (edges == 1.0), edges, middles)


def _floats(whole: np.ndarray) -> np.ndarray:
    scores: np.ndarray = (whole ^ ((whole >> np.int64(63)) & _MASK)).view(np.float64)
    return scores
