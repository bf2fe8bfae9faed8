"""What is learned of a model's answers, row by row: a mergeable state each for regression and for classification."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from engine.quality.confusion import Confusion
from engine.quality.regression import RegressionSums
from engine.quality.scores import ScoreTable


@dataclass(frozen=True, slots=True)
class Errors:
    """Rows of a regression: float64 `truths` and `predictions`, none of them missing."""

    truths: np.ndarray
    predictions: np.ndarray

    def __len__(self) -> int:
        return len(self.truths)

    def chosen(self, rows: np.ndarray) -> "Errors":
        """Return those of the *rows*, an array of truths."""
        return Errors(self.truths[rows], self.predictions[rows])


@dataclass(frozen=True, slots=True)
class Answers:
    """Rows of a classification: `truths` and `answers`, none of them missing, and float64 `scores`, NaN where there is none.

    An answer is a label, or whether a probability has reached the threshold. `scores` is None where no row can have one.
    """

    truths: pa.StringArray
    answers: pa.Array
    scores: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.truths)

    def chosen(self, rows: np.ndarray) -> "Answers":
        """Return those of the *rows*, an array of truths."""
        mask = pa.array(rows)
        scores = None if self.scores is None else self.scores[rows]
        return Answers(self.truths.filter(mask), self.answers.filter(mask), scores)


class Measures(Protocol):
    """What is known of some rows, each kind of its own kind of rows."""

    @property
    def rows(self) -> int:
        """How many rows are measured."""

    def update(self, rows: Any) -> None:
        """Fold *rows* in, in their order."""

    def merge(self, other: Any) -> None:
        """Join with the rows that came after; *other* stays as it is."""


class RegressionMeasures:
    """The errors of a regression. Empty: no row."""

    __slots__ = ("sums",)

    def __init__(self) -> None:
        self.sums = RegressionSums()

    @property
    def rows(self) -> int:
        """How many rows are measured."""
        return self.sums.rows

    def update(self, rows: Errors) -> None:
        """Fold *rows* in, in their order."""
        self.sums.update(rows.truths, rows.predictions)

    def merge(self, other: "RegressionMeasures") -> None:
        """Join with the rows that came after; *other* stays as it is."""
        self.sums.merge(other.sums)


class ClassMeasures:
    """The answers of a classification, and its scores. Empty: no row."""

    __slots__ = ("_rows", "confusion", "scores")

    def __init__(self) -> None:
        self.confusion = Confusion()
        self.scores = ScoreTable()
        self._rows = 0

    @property
    def rows(self) -> int:
        """How many rows are measured."""
        return self._rows

    def update(self, rows: Answers) -> None:
        """Fold *rows* in."""
        self._rows += len(rows)
        self.confusion.update(rows.truths, rows.answers)
        if rows.scores is not None:
            present = ~np.isnan(rows.scores)
            self.scores.update(rows.scores[present], rows.truths.filter(pa.array(present)))

    def merge(self, other: "ClassMeasures") -> None:
        """Join with other rows; *other* stays as it is."""
        self._rows += other.rows
        self.confusion.merge(other.confusion)
        self.scores.merge(other.scores)
