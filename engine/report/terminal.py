"""What a run has found, for a person at a terminal: a table of features, and the violations. 80 columns are enough."""

import re
import textwrap
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, islice

from engine.analysis.evidence import Evidence, Measure, Relation
from engine.documents.data_quality.statistics import FeatureStatistics
from engine.documents.suggestions import Suggestion
from engine.outcome import Outcome

WIDTH = 80
_COLUMNS = (("feature", 22), ("type", 10), ("complete", 8), ("distinct", 9), ("mean or top value", 18), ("drift", 6))
_NUMBERS_RIGHT = frozenset({"complete", "distinct", "drift"})
RED, BOLD, _PLAIN = "\x1b[31m", "\x1b[1m", "\x1b[0m"
_ELLIPSIS = "…"
_INDENT = "  "
_TOO_LONG = re.compile(rf"(\S{{{WIDTH - len(_INDENT)}}})(?=\S)")
_CHARACTERS_PER_PLACE = 4
"""A place of the table holds a letter and at most so many marks above and below it, less one."""
_TELLING = (
    "UniqueIfApproximatelyUniqueRule",
    "CategoricalRangeRule",
    "FractionalCategoricalRangeRule",
    "RetainCompletenessRule",
    "NonNegativeNumbersRule",
    "RetainTypeRule",
    "CompleteIfCompleteRule",
)
"""Deequ's rules, those first whose suggestions say the most about a column."""
_MOST_SUGGESTIONS = 5
_NOTHING = "No records, so nothing was compared"


def lines(outcome: Outcome, *, colour: str) -> Iterator[str]:
    """Yield the lines of the report; *colour* is "terminal" for a terminal's colours, and anything else for none."""
    paint = painter(colour)
    if outcome.statistics is not None:
        yield f"{outcome.records:,} records, {len(outcome.statistics.features):,} features"
        yield ""
        yield paint(BOLD, _row({title: title for title, _ in _COLUMNS}))
        drifts = {item.feature: _drift(item) for item in outcome.evidence if item.measure is Measure.DISTANCE}
        violated = {violation.feature_name for violation in outcome.violations or ()}
        for feature in outcome.statistics.features:
            row = _row(_cells(feature, drifts.get(feature.name)))
            yield paint(RED, row) if feature.name in violated else row
    if outcome.suggestions:
        yield ""
        yield from _suggested(outcome.suggestions)
    if outcome.violations is not None:
        yield ""
        yield paint(BOLD, count(len(outcome.violations)) if outcome.records or outcome.violations else _NOTHING)
        for violation in outcome.violations:
            yield paint(RED, f"{_printable(violation.feature_name)}: {violation.check}")
            yield from wrapped(violation.description)


def _suggested(suggestions: Sequence[Suggestion]) -> Iterator[str]:
    """Yield the most telling ones, of each feature one at most."""
    yield f"{len(suggestions):,} suggestion{'' if len(suggestions) == 1 else 's'} in suggestions.json, such as"
    ordered = sorted(
        suggestions, key=lambda each: _TELLING.index(each.rule) if each.rule in _TELLING else len(_TELLING)
    )
    of_feature: dict[str, Suggestion] = {}
    for each in ordered:
        of_feature.setdefault(each.feature, each)
    for each in islice(of_feature.values(), _MOST_SUGGESTIONS):
        yield _INDENT + fit(each.description, WIDTH - len(_INDENT)).rstrip()


def count(violations: int) -> str:
    """Return how many violations there are, in words."""
    return "No violations" if not violations else f"{violations} violation{'' if violations == 1 else 's'}"


def _cells(feature: FeatureStatistics, drift: str | None) -> Mapping[str, str]:
    completeness = feature.completeness
    return {
        "feature": feature.name,
        "type": feature.inferred_type,
        "complete": "" if completeness is None else f"{_floor(completeness * 100):.1f}%",
        "distinct": _distinct(feature),
        "mean or top value": _top(feature),
        "drift": drift or "",
    }


def _drift(evidence: Evidence) -> str:
    """A p-value says so, for it is small where a distance is large."""
    if evidence.relation is Relation.AT_LEAST:
        return f"p={evidence.value:.2f}"
    return f"{evidence.value:.3f}"


def _floor(percent: float) -> float:
    """Not 100.0 unless nothing is missing."""
    return int(percent * 10) / 10


def _distinct(feature: FeatureStatistics) -> str:
    """An estimate; empty where the statistics have none."""
    if feature.numerical is not None:
        distinct = feature.numerical.approximate_num_distinct_values
    else:
        distinct = None if feature.string is None else int(feature.string.distinct_count)
    return "" if distinct is None else f"{distinct:,}"


def _top(feature: FeatureStatistics) -> str:
    if feature.numerical is not None:
        return f"{feature.numerical.mean:.6g}"
    if feature.string is None or not feature.string.categories:
        return ""
    top = max(feature.string.categories, key=lambda category: category.count)
    share = f" {top.count / feature.string.num_present:.0%}"
    return fit(top.value, 18 - len(share)).rstrip() + share


def _row(cells: Mapping[str, str]) -> str:
    fitted = (fit(cells[title], width, right=title in _NUMBERS_RIGHT) for title, width in _COLUMNS)
    return " ".join(fitted).rstrip()


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return *text* in just *width* places of a terminal, shortened where it is longer.

    No more is looked at than may be shown, for a name may be as long as a file.
    """
    shown = _printable(text[: _CHARACTERS_PER_PLACE * width])
    ends = list(accumulate(map(_place, shown)))
    if len(shown) < len(text) or (ends and ends[-1] > width):
        shown = shown[: bisect_right(ends, width - 1)] + _ELLIPSIS
    space = " " * (width - _places(shown))
    return space + shown if right else shown + space


def wrapped(text: str) -> list[str]:
    """Return *text* in lines; one long word comes in pieces, for textwrap copies what is left of it line by line."""
    pieces = _TOO_LONG.sub(r"\1 ", _printable(text))
    return textwrap.wrap(pieces, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT, break_on_hyphens=False)


def _places(text: str) -> int:
    return sum(_place(character) for character in text)


def _place(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _printable(text: str) -> str:
    """A value of the data must not command the terminal."""
    return "".join(character if character.isprintable() else "�" for character in text)


def painter(colour: str) -> Callable[[str, str], str]:
    """Return what paints a text in a style, where *colour* is "terminal", and else leaves it as it is."""
    return _painted if colour == "terminal" else _unpainted


def _painted(style: str, text: str) -> str:
    return f"{style}{text}{_PLAIN}"


def _unpainted(style: str, text: str) -> str:  # noqa: ARG001 - the same form as its coloured twin
    return text
