"""Where the categories of two sides differ: the share of each, or what each adds to the statistic of a test."""

import math
from collections.abc import Mapping

from engine.analysis.drift.chi_square import cells
from engine.explain.explanation import Share, Where

MOST = 10
"""So many categories are shown, those that differ the most."""


def where_shares(now: Mapping[str, int], before: Mapping[str, int]) -> Where:
    """Return by how much the share of each category has changed; the largest change is the distance of `LInfinity`."""
    total, former = sum(now.values()), sum(before.values())
    shares = [_change(value, now.get(value, 0) / total, before.get(value, 0) / former) for value in {**before, **now}]
    ordered = sorted(shares, key=lambda share: -abs(share.part))
    first = ordered[0]
    told = (
        f"The difference is the largest for {_shown(first.place)}: {first.now:.1%} of the values are that now, and "
        f"{first.before:.1%} were in the baseline."
    )
    marked = (Share(first.place, first.before, first.now, first.part, is_decisive=True), *ordered[1:])
    return Where(told, marked[:MOST], max(0, len(marked) - MOST))


def where_counts(now: Mapping[str, int], before: Mapping[str, int]) -> Where:
    """Return what each category adds to the statistic of the chi-square test; expected counts stand for the baseline."""
    ordered = sorted((_cell(value, *both) for value, both in cells(now, before).items()), key=lambda share: -share.part)
    if not ordered:
        return Where("The test was not made: fewer than two categories are left to compare.")
    first = Share(ordered[0].place, ordered[0].before, ordered[0].now, ordered[0].part, is_decisive=True)
    told = (
        f"{_shown(first.place)} adds the most to the statistic: {first.now:g} values where {first.before:.1f} were expected. "
        f"A small category is counted with the next one, and values that the baseline does not know nowhere."
    )
    return Where(told, (first, *ordered[1:MOST]), max(0, len(ordered) - MOST), counts=True)


def _change(value: str, now: float, before: float) -> Share:
    return Share(value, before, now, now - before)


def _cell(value: str, observed: float, expected: float) -> Share:
    part = (observed - expected) ** 2 / expected if expected else math.inf
    return Share(value, expected, observed, part)


def _shown(value: str) -> str:
    return repr(value[:40] + ("..." if len(value) > 40 else ""))  # noqa: PLR2004
