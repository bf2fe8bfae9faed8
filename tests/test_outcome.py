"""What a run has found, whatever kind of run it was."""

import pytest
from profiles import state_of

from engine.analysis.data_quality.describe import describe
from engine.analysis.data_quality.suggest import suggest
from engine.documents.model_quality.constraints import QualityConstraints
from engine.documents.model_quality.segments import Segments
from engine.documents.model_quality.statistics import Metric, QualityStatistics
from engine.job.quality import ProblemType
from engine.job.thresholds import Thresholds
from engine.outcome import Outcome, QualityOutcome

BINARY = ProblemType.BINARY
STATISTICS = describe(state_of({"age": ["30", "40"]}))
CONSTRAINTS = suggest(STATISTICS, thresholds=Thresholds(), categorical_drift_method=None)
MEASURED = QualityStatistics(BINARY, 2, (("accuracy", Metric(0.5)),))
PROMISED = QualityConstraints(BINARY, ())
OUTCOMES = {
    "nothing": Outcome(0, None, None, None),
    "no violation": Outcome(0, None, None, ()),
    "baseline": Outcome(2, STATISTICS, CONSTRAINTS, None, suggestions=()),
    "monitoring": Outcome(2, STATISTICS, CONSTRAINTS, ()),
    "a model's baseline": QualityOutcome(2, MEASURED, PROMISED, None),
    "a model's monitoring": QualityOutcome(2, MEASURED, PROMISED, (), segments=Segments(BINARY, "age", ())),
}


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=OUTCOMES.keys())
def test_documents_are_named_without_being_made(outcome):
    """The same names in the same order as those of the documents themselves."""
    assert outcome.documents == tuple(outcome.to_json())
