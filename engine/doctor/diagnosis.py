"""What the doctor has found, for a person at a terminal; 80 columns are enough."""

from collections.abc import Iterator

from engine.doctor.findings import Findings
from engine.report.terminal import BOLD, RED, painter, wrapped


def lines(findings: Findings, *, colour: str) -> Iterator[str]:
    """Yield what will go wrong, what is doubtful, and what is well; *colour* is "terminal" for a terminal's colours."""
    paint = painter(colour)
    count = len(findings.wrong)
    yield paint(BOLD, f"{count} thing{'' if count == 1 else 's'} will go wrong" if count else _NOTHING)
    for wrong in findings.wrong:
        yield ""
        yield paint(RED, f"[{wrong.code}]")
        yield from wrapped(wrong.sentence)
    if findings.doubts:
        yield ""
        yield paint(BOLD, "To look at")
        for doubt in findings.doubts:
            yield from wrapped(f"- {doubt}")
    if findings.well:
        yield ""
        yield from wrapped(f"Looked at and found well: {', '.join(findings.well)}.")


_NOTHING = "Nothing will go wrong, as far as can be seen without reading all of the data"
