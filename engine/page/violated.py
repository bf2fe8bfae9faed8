"""A violation for a reader: what the check is called, a sentence of why, and the picture that shows it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.documents.data_quality.statistics import FeatureStatistics
from engine.documents.violations import Violation
from engine.page.bins import gap_of
from engine.page.pictures import categories, overlay, shares, shares_of
from engine.page.severity import Drifted, drift_in, severity_of, shares_in
from engine.page.view import Bars, Broken, Overlay
from engine.page.visible import label, number, percent, whole

_TYPE = re.compile(r"Expected data type: (\w+)")
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Subject:
    """A violation beside the feature that it is about, None where the documents do not have it."""

    violation: Violation
    now: FeatureStatistics | None
    before: FeatureStatistics | None

    def percents(self) -> tuple[float, float] | None:
        """Return the shares that were expected and observed, as the text has them; None where it has others."""
        return shares_in(self.violation.description)


@dataclass(frozen=True, slots=True)
class _Told:
    sentence: str
    overlay: Overlay | None = None
    bars: Bars | None = None


def broken(
    violation: Violation, now: FeatureStatistics | None, before: FeatureStatistics | None, *, place: str
) -> Broken:
    """Return *violation* with what explains it; *place* is the anchor of the feature's row, empty without one.

    The numbers are those of its text, as documents have them, and the pictures those of the statistics.
    """
    title, explain = _CHECKS.get(violation.check, (violation.check, _as_written))
    told = explain(_Subject(violation, now, before)) or _as_written(_Subject(violation, now, before))
    return Broken(
        feature=label(violation.feature_name),
        whole=whole(violation.feature_name),
        check=label(title),
        official=label(violation.check),
        sentence=told.sentence,
        severity=severity_of(violation),
        place=place,
        overlay=told.overlay,
        bars=told.bars,
    )


def _as_written(subject: _Subject) -> _Told:
    """The document's own sentence."""
    return _Told(whole(subject.violation.description))


def _completeness(subject: _Subject) -> _Told | None:
    found = subject.percents()
    if found is None:
        return None
    expected, observed = found
    before = None if subject.before is None or subject.before.completeness is None else 1 - subject.before.completeness
    allowed = "every row of the baseline has one" if expected >= 1 else f"{percent(1 - expected)} is allowed"
    sentence = f"{percent(1 - observed)} of the rows have no value, and {allowed}."
    bars = shares("No value", 1 - observed, before, bound=1 - expected, note=f"at most {percent(1 - expected)}")
    return _Told(sentence, bars=bars)


def _data_type(subject: _Subject) -> _Told | None:
    found, kind = subject.percents(), _TYPE.search(subject.violation.description)
    if found is None or kind is None:
        return None
    expected, observed = found
    sentence = f"Only {percent(observed)} of the values are {_KINDS.get(kind[1], kind[1])}, and {_at_least(expected)}."
    bars = shares(kind[1], observed, None, bound=expected, note=f"at least {percent(expected)}")
    return _Told(sentence, bars=bars)


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
    return _Told(sentence, bars=bars)


def _negative(subject: _Subject) -> _Told | None:
    found = subject.percents()
    if found is None:
        return None
    sentence = f"{percent(1 - found[1])} of the values are negative, and none of the baseline is."
    picture = None if subject.now is None else overlay(subject.now.name, subject.now, subject.before, marked=0.0)
    return _Told(sentence, overlay=picture)


def _drift(subject: _Subject) -> _Told | None:
    found = drift_in(subject.violation.description)
    if found is None:
        return None
    if subject.now is None:
        return _Told(_measured(found))
    seen = _moved(subject.now, subject.before)
    picture = overlay(subject.now.name, subject.now, subject.before)
    bars = None if picture is not None else categories(subject.now, subject.before)
    return _Told(f"{seen}. {_measured(found)}" if seen else _measured(found), overlay=picture, bars=bars)


def _measured(drift: Drifted) -> str:
    value, threshold = number(drift.value), number(drift.threshold)
    if drift.is_p_value:
        return f"By chance alone counts like these come with probability {value}, and {threshold} is the least allowed."
    return f"The distance is {value}, and {threshold} is allowed."


def _moved(now: FeatureStatistics, before: FeatureStatistics | None) -> str:
    """Return what has moved the most, without a full stop; empty where the documents do not show it."""
    gap = gap_of(now.numerical, None if before is None else before.numerical)
    if gap is not None:
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


_KINDS: Mapping[str, str] = {"Integral": "whole numbers", "Fractional": "numbers", "String": "texts"}

_CHECKS: Mapping[str, tuple[str, Callable[[_Subject], _Told | None]]] = {
    "missing_column_check": ("Columns are missing", _as_written),
    "extra_column_check": ("Unexpected columns", _as_written),
    "data_type_check": ("Another type of values", _data_type),
    "completeness_check": ("Missing values", _completeness),
    "categorical_values_check": ("Unknown categories", _known_values),
    "non_negative_check": ("Negative values", _negative),
    "baseline_drift_check": ("Drift", _drift),
    "custom_rule_check": ("Your rule", _as_written),
    "anomaly_check": ("Unlike former runs", _as_written),
}
"""What each check is called, and what explains it: None where the text is not the official one."""
