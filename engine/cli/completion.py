"""What completes the words of the command line in a shell, made from the parser by shtab."""

import argparse
from collections.abc import Iterator

from engine.cli.words import parser

_FILES = ("DATA", "FILE", "PATH", "SCRIPT")
_FOLDERS = ("DIR", "OUT", "OFFICIAL", "OURS")
"""What stands for the path of a file, and of a folder, in the help."""


def completion(shell: str) -> str:
    """Return a script for *shell*, which is bash, zsh or tcsh: it knows each command, its options, their choices, and paths."""
    import shtab  # noqa: PLC0415 - only this command needs it

    words = parser()
    for action in _actions(words):
        kind = shtab.FILE if action.metavar in _FILES else shtab.DIRECTORY if action.metavar in _FOLDERS else None
        if kind is not None:
            vars(action)["complete"] = kind  # where shtab looks for it
    script: str = shtab.complete(words, shell=shell)
    return script


def _actions(words: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the arguments of *words* and of all its commands."""
    for action in words._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)
