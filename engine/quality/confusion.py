"""How often each answer was given where each label was true."""

import numpy as np
import pyarrow as pa

MOST_LABELS = 2000
"""So many labels, as they are spelled, are told apart; a problem of more is none of classification."""

Answer = str | bool
"""An answer: a label as it is spelled, or whether a probability has reached the threshold."""


class Confusion:
    """Rows by their label and their answer, as these are spelled; exact. Empty: no row.

    `counts` is None where more than MOST_LABELS were seen; giving up only ever grows, so the order of merging is all one.
    """

    __slots__ = ("counts", "labels")

    def __init__(self) -> None:
        self.counts: dict[tuple[str, Answer], int] | None = {}
        self.labels: set[str] = set()

    def update(self, truths: pa.StringArray, answers: pa.Array) -> None:
        """Count rows of *truths* and *answers* (texts, or booleans); none is missing."""
        if self.counts is None or not len(truths):
            return
        true, given = truths.dictionary_encode(), answers.dictionary_encode()
        width = len(given.dictionary)
        codes = true.indices.to_numpy().astype(np.int64) * width + given.indices.to_numpy()
        pairs, counts = np.unique(codes, return_counts=True)
        names, called = true.dictionary.to_pylist(), given.dictionary.to_pylist()
        for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
            self._add(names[pair // width], called[pair % width], count)
        self._give_up_beyond()

    def merge(self, other: "Confusion") -> None:
        """Join with other rows; *other* stays as it is."""
        if self.counts is None or other.counts is None:
            self.counts, self.labels = None, set()
            return
        for (truth, answer), count in other.counts.items():
            self._add(truth, answer, count)
        self._give_up_beyond()

    def _add(self, truth: str, answer: Answer, count: int) -> None:
        if self.counts is not None:
            self.counts[truth, answer] = self.counts.get((truth, answer), 0) + count
            self.labels.add(truth)
            if isinstance(answer, str):
                self.labels.add(answer)

    def _give_up_beyond(self) -> None:
        if len(self.labels) > MOST_LABELS:
            self.counts, self.labels = None, set()
