"""The report of a run of any kind, for a person at a terminal."""

from collections.abc import Iterator

from engine.outcome import Findings, Outcome, QualityOutcome
from engine.report import terminal
from engine.report.metric_table import metric_lines


def lines(outcome: Findings, *, colour: str) -> Iterator[str]:
    """Yield the lines of the report; *colour* is "terminal" for a terminal's colours, and anything else for none."""
    if isinstance(outcome, QualityOutcome):
        yield from metric_lines(outcome, colour=colour)
    elif isinstance(outcome, Outcome):
        yield from terminal.lines(outcome, colour=colour)
