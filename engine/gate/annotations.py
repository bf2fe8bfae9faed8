"""What a run has come to as annotations of GitHub Actions: lines that it shows at the run, and lists above the log.

Source: GitHub's "Workflow commands for GitHub Actions". A step shows ten errors and ten warnings, and no more.
"""

from collections.abc import Iterator
from itertools import islice

from engine.gate.inert import inert
from engine.gate.result import Result, State, Verdict
from engine.wording import foreign

_MOST = 10
_LONGEST_NAME, _LONGEST = 100, 1000
_NO_RECORD = "There was no record to look at"


def annotations(result: Result, *, command: str) -> Iterator[str]:
    """Yield a line for each violation, at most ten errors and ten warnings, or one for a run without a result.

    A violation that ends the run with 1 is an error, one that --fail-on leaves out a warning, and so is a run without data.
    """
    if result.verdict is Verdict.ERROR and result.fault is not None:
        yield _line("error", f"model-monitor {command}", result.fault.sentence)
        return
    if result.verdict is Verdict.NO_DATA:
        yield _line("warning", f"model-monitor {command}", _NO_RECORD if not result.fault else result.fault.sentence)
    for level, state in (("error", State.BROKEN), ("warning", State.TOLERATED)):
        for each in islice((one for one in result.broken if one.state is state), _MOST):
            yield _line(level, f"{each.check}: {foreign(each.subject, _LONGEST_NAME)}", each.description)


def _line(level: str, title: str, text: str) -> str:
    """Return the command; nothing in it is another one, such as Azure's `##[...]`."""
    return f"::{level} title={_of_property(inert(title))}::{_of_data(inert(foreign(text, _LONGEST)))}"


def _of_data(text: str) -> str:
    """Return *text* for behind the second `::`; what would end the line is no character of it any more."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _of_property(text: str) -> str:
    """Return *text* for the value of a property, which ends at a comma or a colon."""
    return _of_data(text).replace(":", "%3A").replace(",", "%2C")
