"""What a run has come to in Markdown, for the summary that a step of GitHub Actions shows.

A name or a sentence may hold anything that was in the data. Here it is text and nothing else: each mark of ASCII is written as a
character reference, which no reader takes for Markdown or HTML, inside of `<code>`, where nobody is mentioned.
"""

from collections.abc import Iterator
from itertools import islice

from engine.gate.result import Judged, Result, State, Verdict, by_check
from engine.wording import foreign

_MOST_VIOLATIONS = 100
"""A summary may have a mebibyte; so many rows of the longest texts are a third of it."""

_LONGEST = 300
_BREAKS_ADDRESSES = "\u2060"
"""A word joiner, which has no width: with it in between, `://`, `www.` and `@` are no address to a reader that looks for some."""

_TITLES = {
    Verdict.FINE: "no violations",
    Verdict.VIOLATIONS: "violations",
    Verdict.ERROR: "the run has failed",
    Verdict.NO_DATA: "no data",
}


def markdown(result: Result, *, command: str) -> str:
    """Return the summary of a run of the *command*, some kilobytes, at its end a blank line."""
    return "\n".join((*_lines(result, command), "", ""))


def _lines(result: Result, command: str) -> Iterator[str]:
    yield f"### model-monitor {command}: {_title(result)}"
    if result.fault is not None:
        yield from ("", shown(result.fault.sentence))
        return
    yield ""
    features = f", {result.features:,} features" if result.features else ""
    yield f"{result.records:,} records{features}, {len(result.judged):,} checks judged"
    if counts := by_check(result):
        yield from ("", "| check | violations |", "|---|---:|")
        yield from (f"| `{check}` | {count:,} |" for check, count in counts.items())
        yield from _violations(result.broken)


def _title(result: Result) -> str:
    count = len(result.broken)
    if result.verdict is Verdict.VIOLATIONS:
        return f"{count:,} violation{'' if count == 1 else 's'}"
    if result.verdict is Verdict.FINE and count:
        return f"fine, for none of {count:,} violations is among the checks of --fail-on"
    return _TITLES[result.verdict]


def _violations(broken: tuple[Judged, ...]) -> Iterator[str]:
    yield from ("", "| feature | check | what was found |", "|---|---|---|")
    for each in islice(broken, _MOST_VIOLATIONS):
        note = " (not among --fail-on)" if each.state is State.TOLERATED else ""
        yield f"| {shown(each.subject)} | `{each.check}`{note} | {shown(each.description)} |"
    if len(broken) > _MOST_VIOLATIONS:
        yield from ("", f"and {len(broken) - _MOST_VIOLATIONS:,} more in constraint_violations.json")


def shown(text: str) -> str:
    """Return foreign *text* as Markdown that shows it, and does nothing else; at most 300 characters of it."""
    return f"<code>{''.join(map(_reference, foreign(text, _LONGEST)))}</code>"


def _reference(character: str) -> str:
    if character == "\t":
        return " "
    if not character.isascii() or character.isalnum() or character == " ":
        return character
    broken = _BREAKS_ADDRESSES if character in ":@." else ""
    return f"&#{ord(character)};{broken}"
