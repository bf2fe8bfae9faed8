"""Lines for a log in which a CI system finds commands."""

import io
import logging

import pytest

from engine.gate.inert import Inert, inert, reads_commands
from engine.wording import OneLine


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("::error::x", ": :error::x"),
        ("  ::add-mask::x", "  : :add-mask::x"),
        ("age ##[error]x", "age # #[error]x"),
        ("##vso[task.complete]", "# #vso[task.complete]"),
        ("##teamcity[x]", "# #teamcity[x]"),
        ("a::b ## c #[d]", "a::b ## c #[d]"),
        ("s3://bucket", "s3://bucket"),
    ],
)
def test_a_command_becomes_text(line, shown):
    """By a blank in its mark; all else stays as it is."""
    assert inert(line) == shown


def test_systems_are_known_by_their_variables():
    """A terminal shows lines as they are."""
    assert reads_commands({"GITHUB_ACTIONS": "true"})
    assert not reads_commands({"GITHUB_ACTIONS": "", "CI": "true"})


def test_a_message_of_the_log_is_made_inert():
    """With its arguments in it, for they are what the data have."""
    record = logging.LogRecord("engine", logging.INFO, "", 0, "%s is odd", ("::error::x",), None)

    assert Inert().filter(record)
    assert record.getMessage() == ": :error::x is odd"


def test_a_traceback_is_made_inert():
    """Each of its lines, for an error may quote the data."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(OneLine())
    handler.addFilter(Inert())
    log = logging.Logger("log")
    log.addHandler(handler)
    try:
        raise ValueError("age\n::error::x\n##[add-mask]y")
    except ValueError:
        log.exception("a defect")

    assert out.getvalue().splitlines()[-3:] == ["ValueError: age", ": :error::x", "# #[add-mask]y"]
