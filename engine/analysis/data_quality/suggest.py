"""From statistics to the constraints that the same data satisfy."""

from dataclasses import replace

from engine.documents.data_quality.constraints import DOCUMENTED_SPELLING, Constraints, FeatureConstraints, Override
from engine.documents.data_quality.monitoring import OFFICIAL, MonitoringConfig
from engine.documents.data_quality.statistics import FeatureStatistics, Statistics
from engine.job.thresholds import Thresholds

OFFICIAL_THRESHOLDS = Thresholds()


def suggest(
    statistics: Statistics,
    *,
    thresholds: Thresholds = OFFICIAL_THRESHOLDS,
    categorical_drift_method: str | None = None,
) -> Constraints:
    """Return the constraints that the official container suggests for data with these *statistics*.

    Completeness as it is, non-negativity where the minimum is not below 0, the categories as the domain, and the
    default thresholds; in their place those that *thresholds* state, and *categorical_drift_method* before these.
    """
    monitoring = OFFICIAL.overridden(thresholds.general)
    if categorical_drift_method is not None:
        distribution = replace(monitoring.distribution, categorical_drift_method=categorical_drift_method)
        monitoring = replace(monitoring, distribution=distribution)
    features = (_feature(feature, thresholds.of(feature.name)) for feature in statistics.features)
    return Constraints(version=0.0, features=tuple(features), monitoring=monitoring)


def _feature(feature: FeatureStatistics, own: MonitoringConfig | None) -> FeatureConstraints:
    numerical, string = feature.numerical, feature.string
    return FeatureConstraints(
        name=feature.name,
        inferred_type=feature.inferred_type,
        completeness=feature.completeness,
        # A column without any number has no negative one either, hence not `min >= 0`.
        is_non_negative=None if numerical is None else not numerical.min < 0,
        domains=None if string is None or string.categories is None else tuple(c.value for c in string.categories),
        overrides=() if own is None else (Override(None, DOCUMENTED_SPELLING, own),),
    )
