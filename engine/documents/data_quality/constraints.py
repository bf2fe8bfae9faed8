"""constraints.json: what the data of a baseline promise about the data to come."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Self

from engine.documents.data_quality.monitoring import NO_CONFIG, OFFICIAL, MonitoringConfig
from engine.documents.json.fields import Fields, Source, choice, each, flag, number, share, stated, text

_inferred_type = choice("Integral", "Fractional", "String", "Boolean", "Unknown")
_NUMBERS = "num_constraints"
_STRINGS = "string_constraints"
_SPELLINGS = ("monitoring_config_overrides", "monitoringConfigOverrides")
"""Of two that say different things the later one wins."""
DOCUMENTED_SPELLING = "monitoringConfigOverrides"
_FOREIGN = {
    "regression_constraints": "the constraints of a model-quality job",
    "binary_classification_constraints": "the constraints of a model-quality job",
    "multiclass_classification_constraints": "the constraints of a model-quality job",
    "regression_metrics": "the statistics of a model-quality job",
    "binary_classification_metrics": "the statistics of a model-quality job",
    "multiclass_classification_metrics": "the statistics of a model-quality job",
    "dataset": "a statistics document",
    "violations": "a violations document",
}


@dataclass(frozen=True, slots=True)
class Override:
    """Settings of one feature's own; they stand in its object `group`, or beside its name where that is None."""

    group: str | None
    spelling: str
    config: MonitoringConfig


@dataclass(frozen=True, slots=True)
class FeatureConstraints:
    """What holds for one feature; what is None is not promised.

    `completeness` is the least share of present rows, in [0, 1]. `domains` are the known values, in the official order.
    """

    name: str
    inferred_type: str
    completeness: float | None = None
    is_non_negative: bool | None = None
    domains: tuple[str, ...] | None = None
    overrides: tuple[Override, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def evaluate_constraints(self) -> str | None:
        """ "Enabled" or "Disabled" where the feature says so itself, however it is spelled; None where it does not."""
        own = self.monitoring(NO_CONFIG)
        return None if "evaluate_constraints" in own.unstated else own.evaluate_constraints

    def monitoring(self, general: MonitoringConfig) -> MonitoringConfig:
        """Return the settings that hold for this feature where *general* holds for all of them.

        Of its own ones the later in `overrides` win: those in its objects before those beside its name.
        """
        return reduce(MonitoringConfig.overridden, (override.config for override in self.overrides), general)

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "FeatureConstraints":
        fields = Fields(value, source)
        groups = {None: fields, _NUMBERS: fields.optional_group(_NUMBERS), _STRINGS: fields.optional_group(_STRINGS)}
        return cls(
            name=fields.required("name", text),
            inferred_type=fields.required("inferred_type", _inferred_type),
            completeness=fields.optional("completeness", share),
            is_non_negative=groups[_NUMBERS].optional("is_non_negative", flag),
            domains=groups[_STRINGS].optional("domains", each(text)),
            overrides=tuple(override for group in groups for override in _overrides(group, groups[group])),
            extra=fields.rest(),
        )

    def to_json(self) -> dict[str, object]:
        members = {
            "name": self.name,
            "inferred_type": self.inferred_type,
            "completeness": self.completeness,
            _NUMBERS: self._group(_NUMBERS, is_non_negative=self.is_non_negative),
            _STRINGS: self._group(_STRINGS, domains=self.domains),
        }
        return stated(members | self._written(None), self.extra)

    def _group(self, group: str, **members: object) -> dict[str, object] | None:
        """Return the object *group*, None where nothing is in it."""
        return stated(members | self._written(group), {}) or None

    def _written(self, group: str | None) -> dict[str, object]:
        return {own.spelling: own.config.to_json() for own in self.overrides if own.group == group}


@dataclass(frozen=True, slots=True)
class Constraints:
    """The whole document: features in the order of the baseline's columns, and how they are judged."""

    version: float
    features: tuple[FeatureConstraints, ...]
    monitoring: MonitoringConfig = OFFICIAL
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> Self:
        """Read the document of a data-quality job of any generation; a document without a version has version 0.0."""
        fields = Fields(value, source)
        fields.refuse(_FOREIGN, expected="the constraints of a data-quality job")
        version = fields.optional("version", number)
        return cls(
            version=0.0 if version is None else version,
            features=fields.required("features", each(FeatureConstraints.from_json)),
            monitoring=fields.optional("monitoring_config", MonitoringConfig.from_json) or NO_CONFIG,
            extra=fields.rest(),
        )

    def to_json(self) -> dict[str, object]:
        members = {
            "version": self.version,
            "features": [feature.to_json() for feature in self.features],
            "monitoring_config": self.monitoring.to_json() or None,
        }
        return stated(members, self.extra)


def _overrides(group: str | None, fields: Fields) -> list[Override]:
    found = ((spelling, fields.optional(spelling, MonitoringConfig.from_json)) for spelling in _SPELLINGS)
    return [Override(group, spelling, _of_one_feature(config)) for spelling, config in found if config is not None]


def _of_one_feature(config: MonitoringConfig) -> MonitoringConfig:
    """Return *config* with what is the whole dataset's among what has no effect: rules, and checks of former runs."""
    written = config.to_json()
    astray: dict[str, object] = {name: written[name] for name in ("rules", "anomaly_checks") if name in written}
    return replace(config, rules=None, anomaly_checks=None, extra={**config.extra, **astray}) if astray else config
