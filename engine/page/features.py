"""The table of all features: each a row with its distribution in little, now and in the baseline."""

from collections.abc import Callable, Mapping, Sequence

from engine.documents.data_quality.statistics import FeatureStatistics
from engine.page.bins import gap_of
from engine.page.pictures import shares_of, small
from engine.page.view import Cell, Row
from engine.page.visible import count, label, number, percent, whole

MOST_PICTURES = 200
"""So many features have a picture, those with violations first; of the others the numbers stand alone."""


def place_of(index: int) -> str:
    """Return the anchor of the feature at *index*."""
    return f"f{index}"


def rows_of(
    features: Sequence[FeatureStatistics],
    before: Mapping[str, FeatureStatistics],
    violated: Mapping[int, int],
) -> tuple[Row, ...]:
    """Return the rows of *features*, in their order; *violated* is how many violations there are, by a feature's index."""
    first = sorted(range(len(features)), key=lambda index: (index not in violated, index))
    drawn = frozenset(first[:MOST_PICTURES])
    return tuple(
        _row(index, feature, before.get(feature.name), violated.get(index, 0), drawn=index in drawn)
        for index, feature in enumerate(features)
    )


def _row(index: int, now: FeatureStatistics, before: FeatureStatistics | None, violations: int, *, drawn: bool) -> Row:
    name, full = label(now.name), whole(now.name)
    return Row(
        place=place_of(index),
        name=name,
        whole="" if full == name else full,
        kind=label(now.inferred_type),
        was="" if before is None or before.inferred_type == now.inferred_type else label(before.inferred_type),
        picture=small(now.name, now, before) if drawn else None,
        missing=_cell(missing_share(now), missing_share(before), percent),
        typical=_typical(now, before),
        distinct=_cell(_distinct(now), _distinct(before), count),
        gap=_gap(now, before),
        violations=violations,
    )


def _cell(now: float | None, before: float | None, shown: Callable[[float], str]) -> Cell:
    """What is the same in both is told once."""
    if now is None:
        return Cell("", "" if before is None else shown(before))
    told = "" if before is None else shown(before)
    return Cell(shown(now), "" if told == shown(now) else told, now)


def missing_share(feature: FeatureStatistics | None) -> float | None:
    """Return the share of rows that have no value of *feature*, in [0, 1]; None where it, or any row of it, is not known."""
    described = None if feature is None else feature.numerical or feature.string
    if described is None:
        return None
    rows = described.num_present + described.num_missing
    return described.num_missing / rows if rows else None


def _distinct(feature: FeatureStatistics | None) -> float | None:
    if feature is None:
        return None
    if feature.numerical is not None:
        return feature.numerical.approximate_num_distinct_values
    return None if feature.string is None else feature.string.distinct_count


def _typical(now: FeatureStatistics, before: FeatureStatistics | None) -> Cell:
    """The mean of numbers, or the most frequent category."""
    if now.numerical is not None:
        known = None if before is None or before.numerical is None else before.numerical.mean
        return _cell(now.numerical.mean, known, number)
    mine, yours = _top(now), _top(before)
    return Cell(mine, "" if mine == yours else yours)


def _top(feature: FeatureStatistics | None) -> str:
    shares = shares_of(feature)
    if not shares:
        return ""
    top = max(sorted(shares), key=lambda each: shares[each])
    return f"{label(top)} {percent(shares[top])}"


def gap_size(now: FeatureStatistics, before: FeatureStatistics | None) -> float | None:
    """Return how far the two distributions are apart, in [0, 1]: of cumulative shares, or of one category's.

    None where they cannot be compared.
    """
    gap = gap_of(now.numerical, None if before is None else before.numerical)
    if gap is not None:
        return gap.size
    if (mine := shares_of(now)) and (yours := shares_of(before)):
        return max(abs(mine.get(each, 0.0) - yours.get(each, 0.0)) for each in {**mine, **yours})
    return None


def _gap(now: FeatureStatistics, before: FeatureStatistics | None) -> Cell:
    size = gap_size(now, before)
    return Cell("" if size is None else f"{size:.3f}", "", size)
