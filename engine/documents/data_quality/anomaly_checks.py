"""Checks of one metric of the data against those of former runs, as `monitoring_config.anomaly_checks` states them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NoReturn

from engine.documents.json.fields import (
    Fields,
    Kind,
    Place,
    Source,
    choice,
    count,
    flag,
    non_negative,
    number,
    share,
    text,
)
from engine.errors import DocumentError
from engine.wording import listed

OF_DATASET = "Size"
"""The metric of the whole dataset: how many records there are."""

METRICS = (
    *(OF_DATASET, "Completeness", "ApproxCountDistinct"),
    *("Mean", "Sum", "StandardDeviation", "Minimum", "Maximum"),
)
"""The metrics that can be checked, by Deequ's names; those behind the first three are of columns of numbers."""

_CYCLES = MappingProxyType({("Daily", "Hourly"): 24, ("Weekly", "Daily"): 7, ("Yearly", "Monthly"): 12})
"""How many runs are one cycle, by Deequ's names for the cycle and for the time between two runs."""


def _at_least(least: int) -> Kind[int]:
    def whole(value: object, /, *, source: Source) -> int:
        found = count(value, source=source)
        return found if found >= least else _refuse(source, f"a whole number of at least {least}", "a smaller one")

    return whole


@dataclass(frozen=True, slots=True)
class _Strategy:
    """What a strategy of Deequ's takes: of `any_of` at least one, and of `ascending` no first one above the second."""

    parameters: Mapping[str, Kind[object]]
    any_of: tuple[str, ...] = ()
    ascending: tuple[str, ...] = ()


def _change(least_order: int) -> _Strategy:
    limits = ("maxRateDecrease", "maxRateIncrease")
    kinds: Mapping[str, Kind[object]] = {**dict.fromkeys(limits, number), "order": _at_least(least_order)}
    return _Strategy(kinds, any_of=limits, ascending=limits)


_FACTORS: Mapping[str, Kind[object]] = {"lowerDeviationFactor": non_negative, "upperDeviationFactor": non_negative}
_BOUNDS = ("lowerBound", "upperBound")

STRATEGIES: Mapping[str, _Strategy] = {
    "RelativeRateOfChange": _change(1),
    "AbsoluteChange": _change(0),
    "RateOfChange": _change(0),
    "OnlineNormal": _Strategy({**_FACTORS, "ignoreStartPercentage": share, "ignoreAnomalies": flag}),
    "BatchNormal": _Strategy({**_FACTORS, "includeInterval": flag}),
    "SimpleThreshold": _Strategy(dict.fromkeys(_BOUNDS, number), any_of=_BOUNDS, ascending=_BOUNDS),
    "HoltWinters": _Strategy(
        {
            "seriesPeriodicity": _at_least(2),
            "seasonality": choice(*(cycle for cycle, _ in _CYCLES)),
            "metricsInterval": choice(*(interval for _, interval in _CYCLES)),
        },
        any_of=("seriesPeriodicity", "seasonality"),
    ),
}
"""Deequ's strategies by their names (without the ending Strategy), and their parameters by Deequ's names."""

_FEWEST = 2
"""Former runs without which there is no spread."""


@dataclass(frozen=True, slots=True)
class AnomalyCheck:
    """One metric, of one feature unless it is the dataset's, and the strategy that judges its newest value.

    `parameters` are those that are stated, for the others Deequ's defaults hold. `last` is how many of the former runs
    are looked at, at least 1; None for all of them.
    """

    metric: str
    feature: str | None
    strategy: str
    parameters: tuple[tuple[str, object], ...] = ()
    last: int | None = None

    @property
    def subject(self) -> str:
        """What is checked, in words."""
        return self.metric if self.feature is None else f"{self.metric} of {self.feature}"

    @property
    def cycle(self) -> int:
        """How many runs are one cycle for HoltWinters; 0 for the other strategies."""
        stated = dict(self.parameters)
        named = _CYCLES.get((str(stated.get("seasonality")), str(stated.get("metricsInterval"))), 0)
        return int(str(stated.get("seriesPeriodicity", named)))

    @property
    def fewest(self) -> int:
        """How many former values the strategy needs: of fewer, Deequ would make an error, or anything an anomaly."""
        match self.strategy:
            case "SimpleThreshold":
                return 0
            case "OnlineNormal" | "BatchNormal":
                return _FEWEST
            case "HoltWinters":
                return 2 * self.cycle
        return int(str(dict(self.parameters).get("order", 1)))

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "AnomalyCheck":
        """Read one check. Raises DocumentError for a metric, a strategy or a parameter that is not known."""
        fields, place = Fields(value, source), Place.of(source)
        metric = fields.required("metric", choice(*METRICS))
        if metric == OF_DATASET and "feature" in fields:
            _refuse(place.key("feature"), f"none, for {OF_DATASET} is the whole dataset's", "one")
        strategy = fields.required("strategy", choice(*STRATEGIES))
        stated = fields.optional("parameters", Fields) or Fields({}, place.key("parameters"))
        check = cls(
            metric=metric,
            feature=None if metric == OF_DATASET else fields.required("feature", text),
            strategy=strategy,
            parameters=_read(stated, strategy, place.key("parameters")),
            last=fields.optional("last", _at_least(1)),
        )
        _refuse_unknown(fields, place, ("metric", "feature", "strategy", "parameters", "last"))
        if check.last is not None and check.last < check.fewest:
            _refuse(place.key("last"), f"at least {check.fewest}, which {strategy} needs", "a smaller number")
        return check

    def to_json(self) -> dict[str, object]:
        members = {
            "metric": self.metric,
            "feature": self.feature,
            "strategy": self.strategy,
            "parameters": dict(self.parameters) or None,
            "last": self.last,
        }
        return {name: value for name, value in members.items() if value is not None}


def _read(stated: Fields, strategy: str, place: Place) -> tuple[tuple[str, object], ...]:
    taken = STRATEGIES[strategy]
    found = {
        name: value for name, kind in taken.parameters.items() if (value := stated.optional(name, kind)) is not None
    }
    _refuse_unknown(stated, place, tuple(taken.parameters))
    if taken.any_of and found.keys().isdisjoint(taken.any_of):
        _refuse(place, f"{' or '.join(taken.any_of)} for {strategy}", "neither")
    low, high = (found.get(name) for name in taken.ascending or ("", ""))
    if isinstance(low, float) and isinstance(high, float) and low > high:
        _refuse(place, f"{' not above '.join(taken.ascending)}", "it above")
    if strategy == "HoltWinters" and "seriesPeriodicity" not in found:
        pair = (found.get("seasonality"), found.get("metricsInterval"))
        if pair not in _CYCLES:
            known = ", ".join(f"{cycle} with {interval}" for cycle, interval in _CYCLES)
            _refuse(place, f"a seasonality with its metricsInterval ({known})", "another pair")
    return tuple(found.items())


def _refuse_unknown(fields: Fields, place: Place, known: tuple[str, ...]) -> None:
    if unknown := tuple(fields.rest()):
        _refuse(place, f"no keys but {', '.join(known)}", listed(unknown))


def _refuse(source: Source, expected: str, found: str) -> NoReturn:
    raise DocumentError(f"{source}: expected {expected}, found {found}", code="anomaly-check-invalid")
