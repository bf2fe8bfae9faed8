"""Pictures of one feature: its distribution now over that of the baseline, its categories and shares side by side."""

from collections.abc import Mapping, Sequence

from engine.documents.data_quality.distribution import Category
from engine.documents.data_quality.statistics import FeatureStatistics
from engine.page.bins import Bins, bins_of, cumulative, gap_of, quantile
from engine.page.view import Bar, Bars, Overlay
from engine.page.visible import count, label, number, percent, whole

BINS, SMALL_BINS = 30, 16
_HEIGHT = 100.0
_STEP = 10
_SMALL_STEP = 2
MOST_CATEGORIES = 10
_SMALL_CATEGORIES = 8
_HALF = 0.5


def overlay(
    name: str, now: FeatureStatistics, before: FeatureStatistics | None, *, marked: float | None = None
) -> Overlay | None:
    """Return the numbers of a feature as a picture of `BINS` bins at most; None where it has none to show.

    A line stands at the value *marked*, or else where the two distributions are farthest apart.
    """
    return _drawn(name, now, before, bins=BINS, step=_STEP, places=1, marked=marked)


def small(name: str, now: FeatureStatistics, before: FeatureStatistics | None) -> Overlay | None:
    """Return the same in little, and of categories the most frequent ones; None where there is nothing to show."""
    return _drawn(name, now, before, bins=SMALL_BINS, step=_SMALL_STEP, places=0) or _small_categories(
        name, now, before
    )


def categories(now: FeatureStatistics, before: FeatureStatistics | None) -> Bars | None:
    """Return the categories that differ the most side by side, and the others together; None where there are none."""
    ours, theirs = shares_of(now), shares_of(before)
    if not ours and not theirs:
        return None
    names = sorted({**theirs, **ours}, key=lambda each: (-abs(ours.get(each, 0.0) - theirs.get(each, 0.0)), each))
    told = [(each, ours.get(each, 0.0), theirs.get(each, 0.0)) for each in names[:MOST_CATEGORIES]]
    greatest = max(max(mine, yours) for _, mine, yours in told) or 1.0
    bars = [_category(*each, greatest, new=bool(theirs) and each[0] not in theirs) for each in told]
    if rest := names[MOST_CATEGORIES:]:
        mine, yours = (sum(side.get(each, 0.0) for each in rest) for side in (ours, theirs))
        bars.append(_bar(f"{count(len(rest))} others", "", mine, yours, max(greatest, mine, yours)))
    return Bars("Category", tuple(bars))


def shares(what: str, now: float, before: float | None, *, bound: float, note: str) -> Bars:
    """Return a share of the rows now and before, beside the *bound* that it has to keep."""
    greatest = max(now, before or 0.0, bound) or 1.0
    return Bars("", (_bar(what, "", now, before, greatest),), limit=_length(bound, greatest), note=note)


def shares_of(feature: FeatureStatistics | None) -> dict[str, float]:
    """Return the categories of *feature* with their shares of the present values, none where they are not counted."""
    counted: Sequence[Category] = () if feature is None or feature.string is None else feature.string.categories or ()
    total = sum(each.count for each in counted)
    return {each.value: each.count / total for each in counted} if total else {}


def _drawn(
    name: str,
    now: FeatureStatistics,
    before: FeatureStatistics | None,
    *,
    bins: int,
    step: int,
    places: int,
    marked: float | None = None,
) -> Overlay | None:
    current = cumulative(now.numerical)
    known = None if before is None else cumulative(before.numerical)
    samples = tuple(each for each in (current, known) if each is not None)
    if current is None or (found := bins_of(samples, most=bins)) is None:
        return None
    paths = [steps(each, found.highest, step=step, places=places) for each in found.shares]
    width = len(found.shares[0]) * step
    medians = [number(quantile(each, _HALF)) for each in samples]
    told = f"The median is {medians[0]}" + (f", in the baseline it is {medians[1]}." if known is not None else ".")
    gap = gap_of(now.numerical, None if before is None else before.numerical)
    if marked is None and gap is not None:
        marked = gap.value
    return Overlay(
        width,
        paths[0],
        paths[1] if known is not None else None,
        percent(found.highest),
        _ticks(found),
        f"Distribution of {label(name)}",
        told,
        None if marked is None else _place(marked, found, width),
    )


def steps(shares: Sequence[float], highest: float, *, step: int, places: int, between: str = "") -> str:
    """Return an outline of bars, `step` wide each, in a box 100 high of which *highest* is the top.

    What is *between* two bars is a piece of the outline.
    """
    tops = (_figure(_HEIGHT - share / highest * _HEIGHT, places) for share in shares)
    return f"M0 100{between.join(f'V{top}h{step}' for top in tops)}V100z"


def _figure(length: float, places: int) -> str:
    return f"{length:.{places}f}".removesuffix(".0")


def _place(value: float, bins: Bins, width: int) -> float:
    """Return where *value* stands in the box, at one of its sides where it is beyond them."""
    inside = min(max(value + (_HALF if bins.whole else 0.0), bins.low), bins.high)
    return round((inside / 2 - bins.low / 2) / (bins.high / 2 - bins.low / 2) * width, 1)


def _ticks(bins: Bins) -> tuple[str, ...]:
    half = _HALF if bins.whole else 0.0
    low, high = number(bins.low + half), number(bins.greatest)
    middle = number(bins.low / 2 + bins.high / 2)
    return (f"≤ {low}" if bins.below else low, middle, f"≥ {high}" if bins.above else high)


def _small_categories(name: str, now: FeatureStatistics, before: FeatureStatistics | None) -> Overlay | None:
    """Draw the most frequent categories, those of the baseline first where there is one, as bars beside each other."""
    ours, theirs = shares_of(now), shares_of(before)
    if not ours:
        return None
    names = sorted({**theirs, **ours}, key=lambda each: (-max(ours.get(each, 0.0), theirs.get(each, 0.0)), each))
    told = names[:_SMALL_CATEGORIES]
    sides: list[Mapping[str, float]] = [ours, theirs] if theirs else [ours]
    found = [[side.get(each, 0.0) for each in told] for side in sides]
    highest = max(map(max, found)) or 1.0
    paths = [steps(each, highest, step=_SMALL_STEP, places=0, between="V100h1") for each in found]
    top = max(ours, key=lambda each: (ours[each], each))
    return Overlay(
        len(told) * (_SMALL_STEP + 1) - 1,
        paths[0],
        paths[1] if theirs else None,
        percent(highest),
        (),
        f"Categories of {label(name)}",
        f"{label(top)} is {percent(ours[top])}.",
    )


def _category(value: str, mine: float, yours: float, greatest: float, *, new: bool) -> Bar:
    return _bar(label(value), whole(value), mine, yours, greatest, mark="new" if new else "")


def _bar(name: str, title: str, mine: float, yours: float | None, greatest: float, *, mark: str = "") -> Bar:
    return Bar(
        name,
        title if title != name else "",
        percent(mine),
        _length(mine, greatest),
        "" if yours is None else percent(yours),
        None if yours is None else _length(yours, greatest),
        mark,
    )


def _length(share: float, greatest: float) -> float:
    return round(share / greatest * 100, 1)
