"""One feature of the data beside what the baseline says of it: what every check looks at."""

from dataclasses import dataclass

from engine.analysis.data_quality.match import Match
from engine.documents.baseline import Baseline
from engine.documents.data_quality.constraints import FeatureConstraints
from engine.documents.data_quality.monitoring import MonitoringConfig
from engine.documents.data_quality.statistics import FeatureStatistics, Statistics
from engine.job.semantics import Semantics
from engine.profile.column import ColumnState
from engine.profile.state import DatasetState

ENABLED = "Enabled"


@dataclass(frozen=True, slots=True)
class Subject:
    """A feature to check.

    `name` is the feature's name in the baseline. `constraints` are those to evaluate, None where there are none or none
    is to be; `baseline` are the statistics to compare with, None in the same way. `config` is what holds for this
    feature, its own overrides included.
    """

    name: str
    column: ColumnState
    statistics: FeatureStatistics
    constraints: FeatureConstraints | None
    baseline: FeatureStatistics | None
    config: MonitoringConfig
    semantics: Semantics


def subjects_of(
    baseline: Baseline,
    match: Match,
    state: DatasetState,
    statistics: Statistics,
    *,
    semantics: Semantics,
    categorical_drift_method: str | None = None,
) -> tuple[Subject, ...]:
    """Return the features that data and *baseline* have in common, in the order of *match*.

    *statistics* describe *state*; *categorical_drift_method* wins over the baseline's where it is given.
    """
    places = {name: place for place, name in enumerate(state.names)}
    configs = {
        feature: baseline.config_of(feature, categorical_drift_method=categorical_drift_method)
        for _, feature in match.pairs
    }
    return tuple(
        Subject(
            name=feature,
            column=state.columns[places[name]],
            statistics=statistics.features[places[name]],
            constraints=_evaluated(baseline, feature, configs[feature]),
            baseline=_compared(baseline, feature, configs[feature]),
            config=configs[feature],
            semantics=semantics,
        )
        for name, feature in match.pairs
    )


def _evaluated(baseline: Baseline, feature: str, config: MonitoringConfig) -> FeatureConstraints | None:
    return baseline.constraints_of(feature) if config.evaluate_constraints == ENABLED else None


def _compared(baseline: Baseline, feature: str, config: MonitoringConfig) -> FeatureStatistics | None:
    """The general `evaluate_constraints` leaves drift alone, which has a switch of its own; a feature that was taken out
    of monitoring by itself is not compared either.
    """
    constraints = baseline.constraints_of(feature)
    own = None if constraints is None else constraints.evaluate_constraints
    asked = own in (None, ENABLED) and config.distribution.perform_comparison == ENABLED
    return baseline.statistics_of(feature) if asked else None
