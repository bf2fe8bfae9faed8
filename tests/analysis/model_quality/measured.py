"""What tests of a model's metrics share: rows to metrics."""

import numpy as np
import pyarrow as pa

from engine.analysis.model_quality.measure import classes_in, members_of
from engine.job.quality import ModelQuality, ProblemType
from engine.job.semantics import Semantics
from engine.quality.evaluation import Evaluation, Roles
from engine.quality.labels import positive_of


def _column(values):
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def measured(problem, truths, answers=None, scores=None, *, semantics=Semantics.CORRECTED, **asked):
    """Return the members of rows, by name."""
    columns = [_column(truths)] + [_column(each) for each in (answers, scores) if each is not None]
    probability = (len(columns) - 1,) if scores is not None else ()
    question = ModelQuality(problem, **asked)
    state = Evaluation(question, Roles(0, 1 if answers is not None else None, probability))
    state.update(pa.RecordBatch.from_arrays(columns, [f"c{place}" for place in range(len(columns))]))
    return dict(members_of(state.measures, problem, semantics, positive=_positive(state.measures, question)))


def _positive(measures, question):
    """Return the label that is named, else what the labels tell."""
    if question.problem is not BINARY:
        return None
    return question.positive_label or positive_of(classes_in(measures))


def values(members):
    """Return the metrics' values, by name."""
    return {name: member.value for name, member in members.items() if hasattr(member, "value")}


def binary_rows(seed, size, *, decimals=12):
    """Return truths and answers of 0 and 1, and probabilities that have to do with the truths."""
    numbers = np.random.default_rng(seed)
    truths = (numbers.random(size) < 0.3).astype(int)
    scores = np.clip(numbers.beta(2, 4, size) + 0.3 * truths * numbers.random(size), 0, 1).round(decimals)
    return truths, (scores >= 0.4).astype(int), scores


BINARY, MULTICLASS, REGRESSION = ProblemType.BINARY, ProblemType.MULTICLASS, ProblemType.REGRESSION
