"""A violation for a reader: what the check is called, a sentence of why, how bad it is, and the picture that shows it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.documents.data_quality.statistics import FeatureStatistics
from engine.documents.violations import Violation
from engine.page.bins import cumulative, gap_between
from engine.page.pictures import categories, overlay, shares, shares_of
from engine.page.view import Bars, Broken, Overlay
from engine.page.visible import label, number, percent, whole

_NUMBER = r"(-?\d+(?:\.\d+)?(?:E-?\d+)?|NaN|-?Infinity)"
_PERCENT = re.compile(rf"{_NUMBER}%")
_DRIFT = re.compile(rf"Baseline drift (distance|p-value): {_NUMBER} (?:exceeds|falls below) threshold: {_NUMBER}")
_TYPE = re.compile(r"Expected data type: (\w+)")
_HUNDRED = 100.0
_STRUCTURAL, _OWN_RULE = 2.0, 1.0
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Subject:
    """A violation beside the feature that it is about, None where the documents do not have it."""

    violation: Violation
    now: FeatureStatistics | None
    before: FeatureStatistics | None

    def percents(self) -> tuple[float, float] | None:
        """Return the shares that were expected and observed, as the text has them; None where it has others."""
        found = [float(each) / _HUNDRED for each in _PERCENT.findall(self.violation.description)]
        return (found[0], found[1]) if len(found) > 1 else None


@dataclass(frozen=True, slots=True)
class _Told:
    sentence: str
    severity: float
    overlay: Overlay | None = None
    bars: Bars | None = None


def broken(
    violation: Violation, now: FeatureStatistics | None, before: FeatureStatistics | None, *, place: str
) -> Broken:
    """Return *violation* with what explains it; *place* is the anchor of the feature's row, empty without one.

    The numbers are those of its text, as documents have them, and the pictures those of the statistics. The severity is
    2 where a column is missing or too many, 1 for a rule of the user's, and else how much of what was allowed is gone:
    0 at the bound, 1 where it cannot be worse.
    """
    title, explain = _CHECKS.get(violation.check, (violation.check, _as_written))
    told = explain(_Subject(violation, now, before)) or _as_written(_Subject(violation, now, before))
    return Broken(
        feature=label(violation.feature_name),
        whole=whole(violation.feature_name),
        check=label(title),
        official=label(violation.check),
        sentence=told.sentence,
        severity=told.severity,
        place=place,
        overlay=told.overlay,
        bars=told.bars,
    )


def _as_written(subject: _Subject) -> _Told:
    """The document's own sentence."""
    return _Told(whole(subject.violation.description), _OWN_RULE)


def _columns(subject: _Subject) -> _Told:
    return _Told(whole(subject.violation.description), _STRUCTURAL)


def _completeness(subject: _Subject) -> _Told | None:
    found = subject.percents()
    if found is None:
        return None
    expected, observed = found
    before = None if subject.before is None or subject.before.completeness is None else 1 - subject.before.completeness
    allowed = "every row of the baseline has one" if expected >= 1 else f"{percent(1 - expected)} is allowed"
    sentence = f"{percent(1 - observed)} of the rows have no value, and {allowed}."
    bars = shares("No value", 1 - observed, before, bound=1 - expected, note=f"at most {percent(1 - expected)}")
    return _Told(sentence, _shortfall(expected, observed), bars=bars)


def _data_type(subject: _Subject) -> _Told | None:
    found, kind = subject.percents(), _TYPE.search(subject.violation.description)
    if found is None or kind is None:
        return None
    expected, observed = found
    sentence = f"Only {percent(observed)} of the values are {_KINDS.get(kind[1], kind[1])}, and {_at_least(expected)}."
    bars = shares(kind[1], observed, None, bound=expected, note=f"at least {percent(expected)}")
    return _Told(sentence, _shortfall(expected, observed), bars=bars)


def _known_values(subject: _Subject) -> _Told | None:
    found = subject.percents()
    if found is None:
        return None
    expected, observed = found
    sentence = f"{percent(observed)} of the values are ones that the baseline knows, and {_at_least(expected)}."
    known, ours = shares_of(subject.before), shares_of(subject.now)
    new = sorted((each for each in ours if each not in known), key=lambda each: (-ours[each], each)) if known else []
    if new:
        more = f" and {len(new) - _MOST_NAMED} more" if len(new) > _MOST_NAMED else ""
        sentence += f" New: {', '.join(map(label, new[:_MOST_NAMED]))}{more}."
    bars = None if subject.now is None else categories(subject.now, subject.before)
    bars = bars or shares("Known value", observed, None, bound=expected, note=f"at least {percent(expected)}")
    return _Told(sentence, _shortfall(expected, observed), bars=bars)


def _negative(subject: _Subject) -> _Told | None:
    found = subject.percents()
    if found is None:
        return None
    sentence = f"{percent(1 - found[1])} of the values are negative, and none of the baseline is."
    picture = None if subject.now is None else overlay(subject.now.name, subject.now, subject.before, marked=0.0)
    return _Told(sentence, _shortfall(*found), overlay=picture)


def _drift(subject: _Subject) -> _Told | None:
    found = _DRIFT.search(subject.violation.description)
    if found is None:
        return None
    kind, value, threshold = found[1], float(found[2]), float(found[3])
    if kind == "p-value":
        severity = 1 - value / threshold if threshold > 0 else 1.0
        measured = f"by chance alone counts like these come with probability {number(value)}, and {number(threshold)} is the least allowed"
    else:
        severity = (value - threshold) / (1 - threshold) if threshold < 1 else 1.0
        measured = f"the distance is {number(value)}, and {number(threshold)} is allowed"
    if subject.now is None:
        return _Told(f"{measured[:1].upper()}{measured[1:]}.", _within(severity))
    seen = _moved(subject.now, subject.before)
    measured = f"{measured[:1].upper()}{measured[1:]}."
    sentence = f"{seen}. {measured}" if seen else measured
    picture = overlay(subject.now.name, subject.now, subject.before)
    bars = None if picture is not None else categories(subject.now, subject.before)
    return _Told(sentence, _within(severity), overlay=picture, bars=bars)


def _moved(now: FeatureStatistics, before: FeatureStatistics | None) -> str:
    """Return what has moved the most, without a full stop; empty where the documents do not show it."""
    ours, theirs = cumulative(now.numerical), None if before is None else cumulative(before.numerical)
    if ours is not None and theirs is not None:
        gap = gap_between(ours, theirs)
        mine, yours = map(percent, gap.shares)
        return f"{mine} of the values are at or below {number(gap.value)}; in the baseline it was {yours}"
    mine_by, yours_by = shares_of(now), shares_of(before)
    if not mine_by or not yours_by:
        return ""
    names = sorted({**yours_by, **mine_by})
    most = max(names, key=lambda each: abs(mine_by.get(each, 0.0) - yours_by.get(each, 0.0)))
    return f"{label(most)} is {percent(mine_by.get(most, 0.0))} of the values; in the baseline it was {percent(yours_by.get(most, 0.0))}"


def _at_least(expected: float) -> str:
    return "all have to be" if expected >= 1 else f"at least {percent(expected)} have to be"


def _shortfall(expected: float, observed: float) -> float:
    return _within((expected - observed) / expected) if expected > 0 else 0.0


def _within(severity: float) -> float:
    """What is undefined is as bad as can be."""
    return min(max(severity, 0.0), 1.0) if severity == severity else 1.0


_KINDS: Mapping[str, str] = {"Integral": "whole numbers", "Fractional": "numbers", "String": "texts"}

_CHECKS: Mapping[str, tuple[str, Callable[[_Subject], _Told | None]]] = {
    "missing_column_check": ("Columns are missing", _columns),
    "extra_column_check": ("Unexpected columns", _columns),
    "data_type_check": ("Another type of values", _data_type),
    "completeness_check": ("Missing values", _completeness),
    "categorical_values_check": ("Unknown categories", _known_values),
    "non_negative_check": ("Negative values", _negative),
    "baseline_drift_check": ("Drift", _drift),
    "custom_rule_check": ("Your rule", _as_written),
    "anomaly_check": ("Unlike former runs", _as_written),
}
"""What each check is called, and what explains it: None where the text is not the official one."""
