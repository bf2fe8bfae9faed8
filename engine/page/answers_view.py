"""The part of the page that is about a model's answers, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric in words: now, its 95% interval, in the baseline, and what is promised; texts are empty where unknown."""

    name: str
    value: str
    interval: str
    before: str
    promised: str
    broken: bool


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """So many rows of a class got an answer; `level` is their share of the class's rows in tenths, from 0 to 10."""

    count: str
    share: str
    level: int
    right: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """The rows of one true class."""

    truth: str
    whole: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A confusion matrix: `answers` are the classes as labels and in full; `left_out` classes are not shown."""

    answers: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class CurveView:
    """A curve in a box of 100 by 100, and that of the baseline where it is known."""

    title: str
    told: str
    across: str
    up: str
    current: str
    baseline: str | None
    chance: str | None


@dataclass(frozen=True, slots=True)
class ModelView:
    """How good a model's answers were."""

    problem: str
    metrics: tuple[MetricRow, ...]
    matrix: Matrix | None = None
    curves: tuple[CurveView, ...] = ()
    compared: bool = False

    @property
    def has_intervals(self) -> bool:
        """Whether a metric has one: the official container's documents have none."""
        return any(row.interval for row in self.metrics)
