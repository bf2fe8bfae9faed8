"""What the parser of the command line has: its commands, and the words of each, by groups."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from engine.cli.words import parser


@dataclass(frozen=True, slots=True)
class Word:
    """An option or an argument as a command has it; `shown` is how it is written, `group` the title that it stands under."""

    group: str
    shown: str
    default: str
    meaning: str


def commands() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of each command, by its name, in the order in which the help has them."""
    (choices,) = (action.choices for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(choices)


def words_of(command: argparse.ArgumentParser) -> Iterator[Word]:
    """Yield the words of *command*, but for that which shows the help."""
    for group in command._action_groups:
        for action in group._group_actions:
            if action.help is not argparse.SUPPRESS and not isinstance(action, argparse._HelpAction):
                yield Word(group.title or "", _shown(action), _default(action), " ".join((action.help or "").split()))


def _shown(action: argparse.Action) -> str:
    names = ", ".join(f"`{name}`" for name in action.option_strings) or f"`{action.metavar or action.dest}`"
    if not action.option_strings or action.nargs == 0:
        return names
    value = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    return f"{names} {_choices(action) or f'`{value}`'}"


def _choices(action: argparse.Action) -> str:
    return ", ".join(f"`{choice}`" for choice in action.choices or ())


def _default(action: argparse.Action) -> str:
    if action.required:
        return "required"
    if action.default is None or isinstance(action.default, bool | list | tuple):
        return ""
    return f"`{action.default}`"
