"""How a baseline wants the next data to be judged: all of them, or one feature that has settings of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.documents.data_quality.anomaly_checks import AnomalyCheck
from engine.documents.json.fields import Fields, Kind, Source, choice, each, non_negative, share, stated, text

_SWITCH = choice("Enabled", "Disabled")
_DISTRIBUTION: Mapping[str, Kind[object]] = {
    "perform_comparison": _SWITCH,
    "comparison_threshold": share,
    "comparison_method": choice("Robust", "Simple"),
    # With ChiSquared and Simple a statistic, which has no upper bound; the job may choose the method.
    "categorical_comparison_threshold": non_negative,
    "categorical_drift_method": choice("LInfinity", "ChiSquared"),
}
_CONFIG: Mapping[str, Kind[object]] = {
    "evaluate_constraints": _SWITCH,
    "emit_metrics": _SWITCH,
    "datatype_check_threshold": share,
    "domain_content_threshold": share,
}
_GROUP = "distribution_constraints"
PATHS: Mapping[str, str] = {name: name for name in _CONFIG} | {name: f"{_GROUP}.{name}" for name in _DISTRIBUTION}
"""Where each setting stands in `monitoring_config`, by its name."""


@dataclass(frozen=True, slots=True)
class DistributionConstraints:
    """How far distributions may drift. The thresholds are distances in [0, 1]; that of categories, with ChiSquared, is
    a p-value under Robust and a statistic, not negative, under Simple.

    `unstated` names the settings that a document did not have: the official default holds and is not written back.
    """

    perform_comparison: str = "Enabled"
    comparison_threshold: float = 0.1
    comparison_method: str = "Robust"
    categorical_comparison_threshold: float = 0.1
    categorical_drift_method: str = "LInfinity"
    unstated: frozenset[str] = frozenset()
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "DistributionConstraints":
        fields = Fields(value, source)
        settings = _read(fields, _DISTRIBUTION)
        return cls(**settings, unstated=frozenset(_DISTRIBUTION.keys() - settings.keys()), extra=fields.rest())

    def overridden(self, own: "DistributionConstraints") -> "DistributionConstraints":
        """Return these settings, and in their place those that *own* states."""
        settings = _stated(own, _DISTRIBUTION)
        return replace(self, **settings, unstated=self.unstated - settings.keys())

    def to_json(self) -> dict[str, object]:
        return stated(_stated(self, _DISTRIBUTION), self.extra)


@dataclass(frozen=True, slots=True)
class MonitoringConfig:
    """What is judged, and how strictly. The thresholds are shares of the present values, in [0, 1].

    `datatype_check_threshold` is the least share of values of the inferred type, `domain_content_threshold` that of
    values among the known ones. `rules` are the user's own in DQDL: one text of them all, or one text each; None where
    there are none. `anomaly_checks` compare metrics with those of former runs. Both are judged where they stand for the
    whole dataset. `unstated` is as for DistributionConstraints.
    """

    evaluate_constraints: str = "Enabled"
    emit_metrics: str = "Enabled"
    datatype_check_threshold: float = 1.0
    domain_content_threshold: float = 1.0
    distribution: DistributionConstraints = field(default_factory=DistributionConstraints)
    rules: str | tuple[str, ...] | None = None
    anomaly_checks: tuple[AnomalyCheck, ...] | None = None
    unstated: frozenset[str] = frozenset()
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "MonitoringConfig":
        fields = Fields(value, source)
        settings = _read(fields, _CONFIG)
        distribution = fields.optional(_GROUP, DistributionConstraints.from_json)
        return cls(
            **settings,
            distribution=distribution or _NO_DISTRIBUTION,
            rules=fields.optional("rules", _rules),
            anomaly_checks=fields.optional("anomaly_checks", each(AnomalyCheck.from_json)),
            unstated=frozenset(_CONFIG.keys() - settings.keys()),
            extra=fields.rest(),
        )

    def overridden(self, own: "MonitoringConfig") -> "MonitoringConfig":
        """Return these settings, and in their place those that *own* states."""
        settings = _stated(own, _CONFIG)
        distribution = self.distribution.overridden(own.distribution)
        rules = self.rules if own.rules is None else own.rules
        checks = self.anomaly_checks if own.anomaly_checks is None else own.anomaly_checks
        unstated = self.unstated - settings.keys()
        return replace(
            self, **settings, distribution=distribution, rules=rules, anomaly_checks=checks, unstated=unstated
        )

    def to_json(self) -> dict[str, object]:
        distribution = self.distribution.to_json() or None
        checks = None if self.anomaly_checks is None else [check.to_json() for check in self.anomaly_checks]
        own = {_GROUP: distribution, "rules": self.rules, "anomaly_checks": checks}
        return stated(_stated(self, _CONFIG) | own, self.extra)


_NO_DISTRIBUTION = DistributionConstraints(unstated=frozenset(_DISTRIBUTION))
NO_CONFIG = MonitoringConfig(distribution=_NO_DISTRIBUTION, unstated=frozenset(_CONFIG))
"""Settings of which none is stated: the official defaults hold, and nothing is written."""
OFFICIAL = MonitoringConfig()
"""The settings of every baseline that the official container writes."""
_DEFAULTS = {DistributionConstraints: OFFICIAL.distribution, MonitoringConfig: OFFICIAL}


def one_setting(name: str, value: object, *, source: Source) -> MonitoringConfig:
    """Return settings of which *name*, a key of PATHS, is the only one stated; DocumentError for a *value* that is none."""
    members = {name: value}
    return MonitoringConfig.from_json(members if name in _CONFIG else {_GROUP: members}, source=source)


def _rules(value: object, *, source: Source) -> str | tuple[str, ...]:
    return each(text)(value, source=source) if isinstance(value, list) else text(value, source=source)


def _read(fields: Fields, settings: Mapping[str, Kind[object]]) -> dict[str, Any]:
    values = {name: fields.optional(name, kind) for name, kind in settings.items()}
    return {name: value for name, value in values.items() if value is not None}


def _stated(config: DistributionConstraints | MonitoringConfig, names: Mapping[str, object]) -> dict[str, Any]:
    """Return the settings that a document had, and those that were given another value than the default since."""
    defaults = _DEFAULTS[type(config)]
    values = {name: getattr(config, name) for name in names}
    return {n: value for n, value in values.items() if n not in config.unstated or value != getattr(defaults, n)}
