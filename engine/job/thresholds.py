"""How the data to come are to be judged, as a user says it when a baseline is made: settings of `monitoring_config`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.documents.data_quality.monitoring import NO_CONFIG, PATHS, MonitoringConfig, one_setting
from engine.documents.json.codec import loads
from engine.errors import DocumentError, JobError
from engine.wording import listed, quoted

_KNOWN = ", ".join(PATHS)
_EXAMPLE = '{"domain_content_threshold": 0.25}'


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What is said otherwise than officially: `general` for all features, `own` for one each, by its name.

    Where nothing is said, no setting of either is stated.
    """

    general: MonitoringConfig = NO_CONFIG
    own: tuple[tuple[str, MonitoringConfig], ...] = ()

    def of(self, feature: str) -> MonitoringConfig | None:
        """Return what is said of *feature* alone, None where nothing is."""
        return dict(self.own).get(feature)

    def strange(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the features that something is said of and that are not among *names*."""
        known = frozenset(names)
        return tuple(feature for feature, _ in self.own if feature not in known)

    def strange_checks(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the features that a check against former runs is of and that are not among *names*, each once."""
        known = frozenset(names)
        stated = (check.feature for check in self.general.anomaly_checks or ())
        return tuple(dict.fromkeys(each for each in stated if each is not None and each not in known))

    def shown(self) -> Iterator[str]:
        """Yield what is said, in the words of `thresholds_said`."""
        for prefix, config in (("", self.general), *((f"{feature}:", config) for feature, config in self.own)):
            stated = (*config.to_json().items(), *config.distribution.to_json().items())
            yield from (f"{prefix}{name}={value}" for name, value in stated if name in PATHS)


def thresholds_in(text: str, *, name: str) -> Thresholds:
    """Return what the setting *name* says: *text* is JSON of the keys of `monitoring_config`. They are for all features.

    Raises JobError where it is no JSON, and for a key or a value that is not known.
    """
    try:
        config = MonitoringConfig.from_json(loads(text, source=name), source=name)
    except DocumentError as error:
        raise _invalid(error) from error
    unknown = (*config.extra, *(f"distribution_constraints.{key}" for key in config.distribution.extra))
    if unknown:
        raise JobError(
            f"{name}: unknown keys: {listed(unknown)}; known are {', '.join(PATHS.values())}, "
            f"written for example {_EXAMPLE}",
            code="monitoring-config-unknown-key",
        )
    return Thresholds(general=config)


def thresholds_said(words: Sequence[str], *, flag: str) -> Thresholds:
    """Return what *words* say, each NAME=VALUE or FEATURE:NAME=VALUE; of those that say the same the last one holds.

    A feature's name may hold colons, equals signs and dots: neither a setting's name nor a value does.
    Raises JobError for a name or a value that is not known.
    """
    general, own = NO_CONFIG, dict[str, MonitoringConfig]()
    for word in words:
        feature, config = _parsed(word, flag)
        if feature is None:
            general = general.overridden(config)
        else:
            own[feature] = own.get(feature, NO_CONFIG).overridden(config)
    return Thresholds(general, tuple(own.items()))


def _parsed(word: str, flag: str) -> tuple[str | None, MonitoringConfig]:
    setting, equals, value = word.rpartition("=")
    feature, colon, name = setting.rpartition(":")
    if not equals or name not in PATHS:
        raise JobError(
            f"{flag} {quoted(word)} is expected to be NAME=VALUE, or FEATURE:NAME=VALUE for one feature; "
            f"known names are {_KNOWN}",
            code="threshold-unknown-name",
        )
    try:
        config = one_setting(name, _read(value), source=f"{flag} {quoted(word)}")
    except DocumentError as error:
        raise _invalid(error) from error
    return feature if colon else None, config


def _read(value: str) -> object:
    """Return the number that *value* is, else the text."""
    try:
        return float(value)
    except ValueError:
        return value


def _invalid(error: DocumentError) -> JobError:
    return JobError(f"{error}; mend the setting, or leave it out", code="monitoring-config-invalid")
