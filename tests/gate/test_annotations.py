"""The lines that GitHub Actions shows at a run, as its documentation has it read them."""

import re

from gate.hostile import HOSTILE

from engine.gate.annotations import annotations
from engine.gate.result import Judged, Result, State, Verdict


def _broken(number, text="x", state=State.BROKEN):
    return tuple(Judged(text, "completeness_check", state, text) for _ in range(number))


def _read(line):
    """Return the level, the title and the message of a command."""
    level, title, message = re.fullmatch("::(error|warning) title=([^:,]*)::(.*)", line).groups()
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        title, message = title.replace(code, character), message.replace(code, character)
    return level, title, message


def test_whatever_is_in_a_name_or_a_sentence_is_one_line_and_one_command():
    """It is told as text; a percent sign, a comma and a colon come through."""
    (line,) = annotations(Result(Verdict.VIOLATIONS, 1, 1, _broken(1, f"50%, {HOSTILE}")), command="monitor")

    assert line.isprintable()
    assert "##[" not in line
    level, title, message = _read(line)
    assert level == "error"
    assert title.startswith("completeness_check: 50%, a|b `c`")
    assert "<script>alert(1)</script>" in message
    assert "\\n::error::g\\r\\n# #[add-mask]h" in message


def test_what_does_not_fail_the_run_is_a_warning():
    """Of both kinds there are ten, as many as GitHub shows."""
    both = _broken(12) + _broken(11, "y", State.TOLERATED)
    told = [_read(line)[0] for line in annotations(Result(Verdict.VIOLATIONS, 1, 1, both), command="monitor")]
    assert told == ["error"] * 10 + ["warning"] * 10


def test_a_run_without_data_is_a_warning():
    """And one that is fine is not worth a line."""
    assert [*annotations(Result(Verdict.NO_DATA), command="monitor")] == [
        "::warning title=model-monitor monitor::There was no record to look at"
    ]
    assert [*annotations(Result(Verdict.FINE, 1), command="monitor")] == []
