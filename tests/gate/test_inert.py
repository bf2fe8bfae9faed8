"""Lines for a log in which a CI system finds commands."""

import logging

import pytest

from engine.gate.inert import Inert, inert, reads_commands


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
