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
    """A feature to check; either document of a baseline may be absent.

    `name` is the feature's name in the baseline. `config` is what holds for this feature, its own overrides included.
    """

    name: str
    column: ColumnState
    statistics: FeatureStatistics
    constraints: FeatureConstraints | None
    baseline: FeatureStatistics | None
    config: MonitoringConfig
    semantics: Semantics

    @property
    def evaluates(self) -> bool:
        """Whether there are constraints, and they are to be evaluated."""
        return self.constraints is not None and self.config.evaluate_constraints == ENABLED

    @property
    def compares(self) -> bool:
        """Whether there are statistics to compare with, and it is asked for.

        The general `evaluate_constraints` leaves drift alone, which has a switch of its own; a feature that was taken
        out of monitoring by itself is not compared either.
        """
        own = None if self.constraints is None else self.constraints.evaluate_constraints
        if self.baseline is None or own not in (None, ENABLED):
            return False
        return self.config.distribution.perform_comparison == ENABLED


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
    return tuple(
        Subject(
            name=feature,
            column=state.columns[places[name]],
            statistics=statistics.features[places[name]],
            constraints=baseline.constraints_of(feature),
            baseline=baseline.statistics_of(feature),
            config=baseline.config_of(feature, categorical_drift_method=categorical_drift_method),
            semantics=semantics,
        )
        for name, feature in match.pairs
    )
