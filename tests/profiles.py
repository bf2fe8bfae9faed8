"""From columns written in a test to states, baselines and violations, without Spark and files."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from engine.analysis.data_quality.checks import evidence_of_all
from engine.analysis.data_quality.describe import describe
from engine.analysis.data_quality.match import column_violations, match_columns
from engine.analysis.data_quality.subject import subjects_of
from engine.analysis.data_quality.suggest import suggest
from engine.analysis.evidence import Evidence, Relation, descriptions
from engine.analysis.verdict import ordered_violations
from engine.documents.baseline import Baseline
from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.statistics import Statistics
from engine.documents.json.codec import dumps, loads
from engine.documents.json.numerals import shortest
from engine.documents.violations import Violation
from engine.job.semantics import Semantics
from engine.profile.state import DatasetState

Columns = Mapping[str, Sequence[str | None]]


def state_of(columns: Columns, domains: Mapping[str, frozenset[str]] | None = None) -> DatasetState:
    """Return the state of *columns*, all of one length: the text of each cell, None where it is missing."""
    state = DatasetState(tuple(columns), domains)
    texts = [pa.array(cells, pa.string()) for cells in columns.values()]
    state.update(pa.RecordBatch.from_arrays(texts, list(columns)))
    return state


def baseline_of(columns: Columns) -> Baseline:
    """Return the baseline of *columns*, read back from the text of its two documents."""
    statistics = describe(state_of(columns))
    written = [dumps(statistics.to_json()), dumps(suggest(statistics).to_json())]
    read = [loads(text, source="baseline") for text in written]
    return Baseline(
        statistics=Statistics.from_json(read[0], source="baseline"),
        constraints=Constraints.from_json(read[1], source="baseline"),
    )


def constraints_of(features: str, config: str = "{}") -> Constraints:
    """Return the document with these *features* and *config*, both as JSON."""
    text = f'{{"features": [{features}], "monitoring_config": {config}}}'
    return Constraints.from_json(loads(text, source="constraints"), source="constraints")


def promised(features: str, config: str = "{}") -> Baseline:
    """Return a baseline of constraints alone."""
    return Baseline(constraints_of(features, config), None)


def evidence_from(
    columns: Columns, baseline: Baseline, semantics: Semantics = Semantics.CORRECTED, *, method: str | None = None
) -> tuple[Evidence, ...]:
    """Return what the checks measure in *columns*, which have names."""
    match = match_columns(tuple(columns), baseline.names, named=True, semantics=semantics)
    state = state_of(columns, baseline.domains(match.pairs))
    subjects = subjects_of(
        baseline, match, state, describe(state), semantics=semantics, categorical_drift_method=method
    )
    return evidence_of_all(subjects)


def monitored(
    columns: Columns, baseline: Baseline, semantics: Semantics = Semantics.CORRECTED
) -> tuple[Violation, ...]:
    """Return the violations that *columns*, which have names, make of *baseline*."""
    match = match_columns(tuple(columns), baseline.names, named=True, semantics=semantics)
    found = column_violations(match, columns=len(columns), baseline_columns=len(baseline.names))
    broken = [item for item in evidence_from(columns, baseline, semantics) if not holds(item)]
    return ordered_violations(found, broken, semantics)


def checked(violations: Sequence[Violation]) -> list[tuple[str, str]]:
    """Return the feature and the check of each of *violations*."""
    return [(violation.feature_name, violation.check) for violation in violations]


def holds(evidence: Evidence) -> bool:
    """Return whether a constraint holds, as Deequ compares: a value equal to its bound is good enough."""
    if evidence.relation is Relation.AT_LEAST:
        return evidence.value >= evidence.bound
    return evidence.value <= evidence.bound


def described(evidence: Evidence) -> str:
    """Return what the violation of one constraint would say."""
    return descriptions([evidence], shortest)[0]
