"""A run about a model's answers: from the look at the data to what was found; see `engine.conclusion` for the data's own."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from pyspark.sql import SparkSession

from engine.analysis.evidence import descriptions
from engine.analysis.model_quality.constrain import evidence_for, suggest_for
from engine.analysis.model_quality.measure import classes_in, members_of
from engine.deequ.judge import judge
from engine.documents import folder
from engine.documents.json import codec
from engine.documents.model_quality.constraints import QualityConstraints
from engine.documents.model_quality.segments import Segment, Segments
from engine.documents.model_quality.statistics import QualityStatistics, labels_in, values_in
from engine.documents.model_quality.violations import MetricViolation
from engine.errors import DatasetError, DocumentError, NoRecords
from engine.job.definition import Job
from engine.job.quality import ModelQuality, ProblemType
from engine.looking.plan import Reading
from engine.outcome import QualityOutcome
from engine.quality.confusion import MOST_LABELS
from engine.quality.evaluation import MOST_SEGMENTS, USUAL_THRESHOLD, Evaluation
from engine.quality.labels import class_of, classes_of, positive_of
from engine.quality.measures import ClassMeasures, Measures
from engine.quality.scores import MOST_LABELS as MOST_SCORED
from engine.readers.answers.misplaced import place_of_row
from engine.readers.answers.roles import missing_attributes, roles_of
from engine.readers.tables import Table
from engine.reading import read_into
from engine.spark.doubles import java_doubles
from engine.wording import quoted

_log = logging.getLogger(__name__)

_BINARY = 2


def evaluate(
    spark: SparkSession, job: Job, asked: ModelQuality, reading: Reading, promised: QualityConstraints | None
) -> QualityOutcome | None:
    """Read what is to be read and measure it against what is *promised*; None where no record can be measured."""
    if reading.plan is None:
        return None
    table, found = read_into(spark, reading, reading.plan.table, partial(_beginning, job, asked))
    state = found.state
    if not state.records:
        return None
    roles_of(job, asked, table)  # says what is not there, where nothing has come later
    _refuse_wrong(job, table, reading, state)
    _tell(state)
    if not state.measures.rows:
        _refuse_unmeasured(job, state)
        return None
    before = _of_baseline(job)
    positive = _positive(job, asked, state.measures, labels_in(before, asked.problem))
    _warn_of_no_curves(state.measures)
    members = members_of(state.measures, asked.problem, job.semantics, positive=positive)
    statistics = QualityStatistics(asked.problem, state.measures.rows, members, asked.window, datetime.now(UTC))
    violations = None if promised is None else _violations(spark, job, promised, statistics)
    segments = _segments(job, asked, state, positive)
    return QualityOutcome(
        state.measures.rows,
        statistics,
        suggest_for(statistics),
        violations,
        judged=promised,
        before=values_in(before, asked.problem),
        segments=segments,
        baseline=before,
        files=reading.files,
    )


def _beginning(job: Job, asked: ModelQuality, table: Table) -> Callable[[], Evaluation]:
    """Return what gives a state without records; where a column is not there yet, it only counts them."""
    roles = None if not table.settled and missing_attributes(asked, table.names) else roles_of(job, asked, table)
    return partial(Evaluation, asked, roles)


def _refuse_wrong(job: Job, table: Table, reading: Reading, state: Evaluation) -> None:
    """Raise DatasetError for a value that has to be a number and is none."""
    if state.wrong is None:
        return
    place = place_of_row(table, reading.splits.get("", ()), state.wrong.row)
    where = job.dataset.source if place is None else f"{place.path}: {place.described}"
    raise DatasetError(
        f"{where}: expected a number in the column {quoted(table.selected[state.wrong.column])}, found something else; "
        f"mend it, leave it empty, or name another attribute",
        code="quality-value-no-number",
    )


def _refuse_unmeasured(job: Job, state: Evaluation) -> None:
    """Raise NoRecords in a baseline run; the labels of a monitoring run may be late."""
    if job.baseline is None and not job.scheduled:
        raise NoRecords(
            f"{job.dataset.source}: of {state.records} records none has both a truth and an answer; a baseline needs one at "
            f"least, so check the attributes, and whether the ground truth has come",
            code="no-records-measured",
        )


def _tell(state: Evaluation) -> None:
    if state.unlabelled or state.unanswered:
        _log.warning(
            "Of %d records %d have no ground truth and %d more no answer: they are left out",
            state.records,
            state.unlabelled,
            state.unanswered,
        )


def _positive(job: Job, asked: ModelQuality, measures: Measures, known: Sequence[str]) -> str | None:
    """Return the label that is positive in a binary problem; the log says which it is where nobody has.

    Labels that the baseline has had, the *known* ones, count too: a window may have one of two.
    Raises DatasetError where there are too many labels for a classification, or too many to know.
    """
    if not isinstance(measures, ClassMeasures):
        return None
    classes = classes_in(measures)
    if classes is None:
        raise DatasetError(
            f"{job.dataset.source}: more than {MOST_LABELS} different labels were found, and a classification has few; check "
            f"the attributes, or ask for problem_type Regression",
            code="labels-too-many",
        )
    if asked.problem is not ProblemType.BINARY:
        return None
    if asked.inference is None and asked.threshold is None:
        _log.info("A probability of %s or more is a positive answer, for no threshold was given", USUAL_THRESHOLD)
    if asked.positive_label is not None:
        _warn_of_absent(asked.positive_label, classes)
        return asked.positive_label
    if len(classes) > _BINARY:
        raise DatasetError(
            f"{job.dataset.source}: a binary classification has two labels, and {len(classes)} different ones were found; "
            f"name the positive one as positive_label, then all others are negative, or ask for problem_type "
            f"MulticlassClassification",
            code="labels-not-two",
        )
    every = set(classes_of((*classes, *known)).values())
    positive = positive_of(every if len(every) <= _BINARY else classes)
    _log.info("The positive label is %s, the greater or last one; positive_label names another", quoted(positive or ""))
    return positive


def _warn_of_no_curves(measures: Measures) -> None:
    if isinstance(measures, ClassMeasures) and not measures.scores.tables() and measures.scores.given_up:
        _log.warning(
            "More than %d different labels stand beside probabilities, so there are no curves, no areas under them and no "
            "calibration",
            MOST_SCORED,
        )


def _warn_of_absent(label: str, classes: Sequence[str]) -> None:
    named = classes_of((label, *classes))
    if named[label] not in {named[name] for name in classes} and class_of(label) not in map(class_of, classes):
        _log.warning("The positive label %s is not among the labels: no record is positive", quoted(label))


def _violations(
    spark: SparkSession, job: Job, promised: QualityConstraints, statistics: QualityStatistics
) -> tuple[MetricViolation, ...]:
    """Return the constraints that Deequ finds broken, with the official texts."""
    evidence = evidence_for(promised, statistics, job.semantics)
    broken = [item for item, holds in zip(evidence, judge(spark, evidence), strict=True) if not holds]
    texts = descriptions(broken, java_doubles(spark))
    return tuple(MetricViolation(each.check, text, each.feature) for each, text in zip(broken, texts, strict=True))


def _of_baseline(job: Job) -> object:
    """Return the baseline's statistics as JSON, None where they are not there: nothing is judged by them."""
    path = None if job.baseline is None else job.baseline.statistics
    if path is None:
        return None
    try:
        return codec.loads(folder.read(path), source=path)
    except DocumentError as error:
        _log.warning("The baseline's metrics are not shown: %s", error)
        return None


def _segments(job: Job, asked: ModelQuality, state: Evaluation, positive: str | None) -> Segments | None:
    """Return the metrics of each segment, those of the most rows first, then by name."""
    if asked.segment_by is None:
        return None
    if state.segments is None:
        raise DatasetError(
            f"{job.dataset.source}: {quoted(asked.segment_by)} has more than {MOST_SEGMENTS} different values, which is too "
            f"many for segments; name a column of fewer",
            code="segments-too-many",
        )
    measured = {name: measures for name, measures in state.segments.items() if measures.rows}
    ordered = sorted(measured, key=lambda name: (-measured[name].rows, name is not None, name or ""))
    segments = (
        Segment(
            name,
            measured[name].rows,
            members_of(measured[name], asked.problem, job.semantics, positive=positive),
        )
        for name in ordered
    )
    return Segments(asked.problem, asked.segment_by, tuple(segments))
