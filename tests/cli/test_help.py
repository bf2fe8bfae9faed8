"""Help for a person: what has to be said in one line, and all else in groups, on a terminal of 80 columns."""

import argparse

import pytest

from engine.cli.words import parser

(_COMMANDS,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
COMMANDS = dict(_COMMANDS.choices)


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch):
    """Print for a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_a_terminal_and_begins_with_what_has_to_be_said(command):
    """The usage is one line, each line has 80 places at most, and an example is the end."""
    lines = COMMANDS[command].format_help().splitlines()

    usage = lines[0].replace("[", "").split()
    required = [action for action in COMMANDS[command]._actions if action.required]
    assert usage[:3] == ["usage:", "model-monitor", command]
    assert lines[0].endswith(" [...]")
    assert all((action.metavar or action.dest) in usage for action in required)
    assert lines[1] == ""
    assert max(map(len, lines)) <= 80
    assert any(line.startswith(f"example: model-monitor {command}") for line in lines)


@pytest.mark.parametrize("command", ["baseline", "monitor", "quality"])
def test_what_a_run_is_told_stands_in_groups(command):
    """By what a person wants of it, in the order in which one thinks of it; only what every command has stands outside."""
    groups = {group.title: group._group_actions for group in COMMANDS[command]._action_groups}

    assert {action.option_strings[0] for action in groups["options"]} == {"-h", "-q", "-v"}
    assert groups["positional arguments"] == []
    titles = [title for title, actions in groups.items() if actions]
    assert titles[:2] == ["options", "what is read"]
    assert set(titles[2:4]) == {"what it is judged by", "where results go"}
    assert titles[-1] == "in a pipeline"


def test_the_whole_help_has_an_example():
    """Of the first command that anybody needs."""
    assert "example: model-monitor baseline " in parser().format_help()
