"""Counts of a classification by the classes that labels are of, whatever their spelling."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.analysis.order.java_hash import string_hash
from engine.analysis.order.scala_map import immutable_map_order
from engine.documents.model_quality.statistics import Matrix
from engine.job.semantics import Matter, Semantics
from engine.quality.confusion import Answer
from engine.quality.labels import classes_of, in_order


@dataclass(frozen=True, slots=True)
class ClassCounts:
    """How often each class got each answer: `counts` by (true class, answered one), at least one row.

    `names` are the classes that the spellings of labels are of.
    """

    counts: Mapping[tuple[str, str], int]
    names: Mapping[str, str]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(self.counts.values())

    @property
    def classes(self) -> tuple[str, ...]:
        """All classes, of truths and of answers, in order."""
        return in_order({name for pair in self.counts for name in pair})

    def of_truths(self) -> Counter[str]:
        """Return how often each class was true."""
        return _summed((truth, count) for (truth, _), count in self.counts.items())

    def of_answers(self) -> Counter[str]:
        """Return how often each class was answered."""
        return _summed((answer, count) for (_, answer), count in self.counts.items())

    def matrix(self) -> Matrix:
        """Return the confusion matrix in the order of the official container's maps."""
        order = immutable_map_order(self.classes, string_hash)
        rows = (tuple((answer, self.counts.get((truth, answer), 0)) for answer in order) for truth in order)
        return Matrix(tuple(zip(order, rows, strict=True)))

    def best_constant(self, semantics: Semantics) -> str:
        """Return the class that the best constant classifier gives: of equals the first one in order."""
        counts = self.of_truths() if semantics.corrects(Matter.BEST_CONSTANT) else self.of_answers()
        return max(self.classes, key=lambda name: counts[name])


def class_counts(counts: Mapping[tuple[str, Answer], int], *, positive: str | None = None) -> ClassCounts:
    """Return *counts* of spellings by class.

    Answers that are truths say whether a probability has reached the threshold: whether the answer is the *positive*
    class or the other one.
    """
    texts = {text for pair in counts for text in pair if isinstance(text, str)}
    names = classes_of((*texts, *(() if positive is None else (positive,))))
    said = _said_of(names, positive)
    total: Counter[tuple[str, str]] = Counter()
    for (truth, answer), count in counts.items():
        total[names[truth], names[answer] if isinstance(answer, str) else said[answer]] += count
    return ClassCounts(total, names)


def _said_of(names: Mapping[str, str], positive: str | None) -> dict[bool, str]:
    """Return the classes that are meant by a probability that has reached the threshold, and by one that has not."""
    known = frozenset(names.values())
    yes = "1" if positive is None else names[positive]
    others = [name for name in in_order(known) if name != yes]
    return {True: yes, False: others[0] if others else _OPPOSITES.get(yes, f"not {yes}")}


_OPPOSITES = {"1": "0", "true": "false", "True": "False", "TRUE": "FALSE", "yes": "no", "Yes": "No"}


def _summed(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for name, count in pairs:
        total[name] += count
    return total
