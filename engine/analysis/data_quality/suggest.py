"""From statistics to the constraints that the same data satisfy."""

from dataclasses import replace

from engine.documents.data_quality.constraints import Constraints, FeatureConstraints
from engine.documents.data_quality.monitoring import MonitoringConfig
from engine.documents.data_quality.statistics import FeatureStatistics, Statistics


def suggest(statistics: Statistics, *, categorical_drift_method: str | None = None) -> Constraints:
    """Return the constraints that the official container suggests for data with these *statistics*.

    Completeness as it is, non-negativity where the minimum is not below 0, the categories as the domain, and the
    default thresholds; *categorical_drift_method* overrides the default method.
    """
    monitoring = MonitoringConfig()
    if categorical_drift_method is not None:
        distribution = replace(monitoring.distribution, categorical_drift_method=categorical_drift_method)
        monitoring = replace(monitoring, distribution=distribution)
    return Constraints(
        version=0.0, features=tuple(_feature(feature) for feature in statistics.features), monitoring=monitoring
    )


def _feature(feature: FeatureStatistics) -> FeatureConstraints:
    numerical, string = feature.numerical, feature.string
    return FeatureConstraints(
        name=feature.name,
        inferred_type=feature.inferred_type,
        completeness=feature.completeness,
        # A column without any number has no negative one either, hence not `min >= 0`.
        is_non_negative=None if numerical is None else not numerical.min < 0,
        domains=None if string is None or string.categories is None else tuple(c.value for c in string.categories),
    )
