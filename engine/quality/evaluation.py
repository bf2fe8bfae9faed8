"""The state of an evaluation: all rows, and those of each segment, in one pass."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.job.quality import ModelQuality, ProblemType
from engine.quality.labels import classes_of, in_order
from engine.quality.measures import Answers, ClassMeasures, Errors, Measures, RegressionMeasures
from engine.quality.parsing import Probabilities, labels_in, numbers_in, probabilities_in

MOST_SEGMENTS = 1000
"""So many segments have measures of their own."""

USUAL_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Roles:
    """Which of the columns that are read, by place, holds what; `classes` are those that the probabilities are of."""

    truth: int
    inference: int | None = None
    probability: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    segment: int | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first value that is no number where one has to be: which row it is in, from 0, and which column, by place."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows that can be measured, which of all rows they are, and the rows where a value of a column is no number."""

    rows: Errors | Answers
    kept: np.ndarray
    wrong: Mapping[int, np.ndarray]


class Evaluation:
    """What is known of all `records` seen so far. Empty: no record.

    `unlabelled` are the records without a truth, `unanswered` those with one and without an answer; neither is measured.
    `segments` is None where there are more than MOST_SEGMENTS, or where none was asked for; None among its names stands for a
    record that has no value there. `wrong` is the first value that should be a number and is none. Without roles (None)
    records are counted and nothing is measured.
    """

    __slots__ = ("_asked", "_roles", "measures", "records", "segments", "unanswered", "unlabelled", "wrong")

    def __init__(self, asked: ModelQuality, roles: Roles | None) -> None:
        self._asked, self._roles = asked, roles
        self.records = self.unlabelled = self.unanswered = 0
        self.measures = self._no_measures()
        self.segments: dict[str | None, Measures] | None = None if roles is None or roles.segment is None else {}
        self.wrong: Wrong | None = None

    def update(self, batch: pa.RecordBatch) -> None:
        """Fold a batch in: its columns stand where the roles say."""
        if self._roles is None:
            self.records += batch.num_rows
            return
        columns = batch.columns
        measured = self._measured(columns, self._roles)
        for column, wrong in measured.wrong.items():
            if wrong.any():
                first = Wrong(self.records + int(np.flatnonzero(wrong)[0]), column)
                self.wrong = first if self.wrong is None or first.row < self.wrong.row else self.wrong
        self.records += batch.num_rows
        self.measures.update(measured.rows)
        if self.segments is not None and self._roles.segment is not None:
            self._segment(labels_in(columns[self._roles.segment]).filter(pa.array(measured.kept)), measured.rows)

    def merge(self, other: "Evaluation") -> None:
        """Join with the records that came after; *other* stays as it is."""
        if self.wrong is None and other.wrong is not None:
            self.wrong = Wrong(self.records + other.wrong.row, other.wrong.column)
        self.records += other.records
        self.unlabelled += other.unlabelled
        self.unanswered += other.unanswered
        self.measures.merge(other.measures)
        if self.segments is None or other.segments is None:
            self.segments = None
            return
        for name, theirs in other.segments.items():
            self._of_segment(name).merge(theirs)
        self._give_up_beyond()

    def _segment(self, names: pa.StringArray, rows: Errors | Answers) -> None:
        coded = names.dictionary_encode(null_encoding="encode")
        codes = coded.indices.to_numpy()
        for code, name in enumerate(coded.dictionary.to_pylist()):
            self._of_segment(name).update(rows.chosen(codes == code))
            if code > MOST_SEGMENTS:
                break
        self._give_up_beyond()

    def _of_segment(self, name: str | None) -> Measures:
        segments = self.segments if self.segments is not None else {}
        if name not in segments:
            segments[name] = self._no_measures()
        return segments[name]

    def _give_up_beyond(self) -> None:
        if self.segments is not None and len(self.segments) > MOST_SEGMENTS:
            self.segments = None

    def _no_measures(self) -> Measures:
        return RegressionMeasures() if self._asked.problem is ProblemType.REGRESSION else ClassMeasures()

    def _measured(self, columns: list[pa.Array], roles: Roles) -> _Batch:
        if self._asked.problem is ProblemType.REGRESSION:
            return self._errors(columns, roles)
        return self._answers(columns, roles)

    def _count_missing(self, no_truth: np.ndarray, no_answer: np.ndarray) -> None:
        self.unlabelled += int(np.count_nonzero(no_truth))
        self.unanswered += int(np.count_nonzero(no_answer & ~no_truth))

    def _errors(self, columns: list[pa.Array], roles: Roles) -> _Batch:
        place = 0 if roles.inference is None else roles.inference
        truths, predictions = numbers_in(columns[roles.truth]), numbers_in(columns[place])
        self._count_missing(truths.missing, predictions.missing)
        kept = ~(np.isnan(truths.numbers) | np.isnan(predictions.numbers))
        rows = Errors(truths.numbers[kept], predictions.numbers[kept])
        return _Batch(rows, kept, {roles.truth: truths.wrong, place: predictions.wrong})

    def _answers(self, columns: list[pa.Array], roles: Roles) -> _Batch:
        truths = labels_in(columns[roles.truth])
        no_truth = _bools(truths.is_null())
        found = None
        if roles.probability:
            found = probabilities_in([columns[place] for place in roles.probability], roles.classes)
        answers = self._answers_of(found) if roles.inference is None else labels_in(columns[roles.inference])
        no_answer = _bools(answers.is_null())
        self._count_missing(no_truth, no_answer)
        kept = ~(no_truth | no_answer)
        scores = None if found is None or self._asked.problem is not ProblemType.BINARY else self._score(found)[kept]
        rows = Answers(truths.filter(pa.array(kept)), answers.filter(pa.array(kept)), scores)
        return _Batch(rows, kept, {} if found is None else {roles.probability[0]: found.wrong})

    def _answers_of(self, found: Probabilities | None) -> pa.Array:
        """Return the answers that the probabilities give: whether the threshold is reached, or the likeliest class."""
        if found is None:
            raise ValueError("neither an inference nor a probability is read")
        if self._asked.problem is ProblemType.BINARY:
            scores = self._score(found)
            threshold = USUAL_THRESHOLD if self._asked.threshold is None else self._asked.threshold
            return pa.array(scores >= threshold, mask=np.isnan(scores))
        nothing = np.isnan(found.matrix).all(axis=1)
        likeliest = np.where(np.isnan(found.matrix), -np.inf, found.matrix).argmax(axis=1)
        names = pa.array([*found.classes] or ["0"], pa.string())
        return pc.if_else(pa.array(nothing), None, names.take(pa.array(likeliest)))

    def _score(self, found: Probabilities) -> np.ndarray:
        """Return the probability of the positive class."""
        if len(found.classes) < 2:
            scores: np.ndarray = found.matrix[:, 0]
            return scores
        column: np.ndarray = found.matrix[:, found.classes.index(self._positive_of(found.classes))]
        return column

    def _positive_of(self, classes: tuple[str, ...]) -> str:
        last, asked = in_order(classes)[-1], self._asked.positive_label
        if asked is None:
            return last
        named = classes_of((asked, *classes))  # true and false are 1 and 0 where places name the classes
        return next((name for name in classes if named[name] == named[asked]), last)


def _bools(values: pa.Array) -> np.ndarray:
    found: np.ndarray = values.to_numpy(zero_copy_only=False)
    return found.astype(np.bool_)
