"""Explanations for a person at a terminal; 80 columns are enough."""

import textwrap
from collections.abc import Iterator, Sequence

from engine.explain.explanation import Explanation, Share, Where
from engine.report.terminal import BOLD, RED, WIDTH, count, fit, painter, wrapped
from engine.wording import foreign

_LABEL = 12
_PLACE, _NUMBER, _BAR = 26, 10, 14
_INDENT = "  "


def lines(explained: Sequence[Explanation], *, colour: str) -> Iterator[str]:
    """Yield the lines of all that is *explained*; *colour* is "terminal" for a terminal's colours, anything else for none."""
    paint = painter(colour)
    yield paint(BOLD, _headline(explained))
    for each in explained:
        yield ""
        yield paint(RED, _title(each)) if each.said else _title(each)
        yield from wrapped(each.said)
        for label, text in _told(each):
            yield from _labelled(label, text)
        if each.where is not None:
            yield from _table(each.where)


def _headline(explained: Sequence[Explanation]) -> str:
    """Return how many violations there are; where there are none, of which feature: the run may have others."""
    violations = sum(bool(each.said) for each in explained)
    asked = "" if violations or not explained else f" of {foreign(explained[0].subject)}"
    return f"{count(violations)}{asked}"


def _title(explained: Explanation) -> str:
    if not explained.check:
        return foreign(explained.subject)
    return f"{foreign(explained.subject)}: {explained.check}{'' if explained.said else ' holds'}"


def _told(explained: Explanation) -> Iterator[tuple[str, str]]:
    yield from explained.numbers
    for number, line in enumerate(explained.formula):
        yield "formula" if not number else "", line
    if explained.threshold:
        yield "to pass", explained.threshold
    for note in explained.notes:
        yield "note", note
    if explained.where is not None:
        yield "where", explained.where.told


def _labelled(label: str, text: str) -> Iterator[str]:
    """Yield *text* behind its *label*; a long label has a line of its own."""
    begin = f"{_INDENT}{label:{_LABEL}}"
    if len(label) >= _LABEL:
        yield f"{_INDENT}{label}"
        begin = _INDENT + " " * _LABEL
    rest = _INDENT + " " * _LABEL
    shown = foreign(text, 2000)
    yield from textwrap.wrap(shown, WIDTH, initial_indent=begin, subsequent_indent=rest, break_on_hyphens=False)


def _table(where: Where) -> Iterator[str]:
    if not where.shares:
        return
    heads = ("baseline", "now", "adds") if not where.counts else ("expected", "observed", "adds")
    yield _INDENT * 2 + f"{'':{_PLACE}}" + "".join(f"{head:>{_NUMBER}}" for head in heads)
    most = max((abs(share.part) for share in where.shares), default=0.0)
    for share in where.shares:
        yield (_INDENT * 2 + _row(share, counts=where.counts, most=most)).rstrip()
    if where.left_out:
        yield f"{_INDENT * 2}and {where.left_out:,} more that add less"


def _row(share: Share, *, counts: bool, most: float) -> str:
    numbers = (
        (f"{share.before:.1f}", f"{share.now:g}", f"{share.part:.1f}")
        if counts
        else (f"{share.before:.1%}", f"{share.now:.1%}", f"{share.part:+.1%}")
    )
    bar = "#" * round(_BAR * abs(share.part) / most) if 0 < most < float("inf") else ""
    mark = "<" if share.is_decisive else " "
    return fit(share.place, _PLACE) + "".join(f"{number:>{_NUMBER}}" for number in numbers) + f" {mark} {bar}"
