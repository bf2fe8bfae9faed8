"""The parser of each command, and how it shows its help."""

import argparse
from collections.abc import Iterable
from typing import NoReturn

from engine.errors import without_credentials
from engine.wording import sentence

READ = "what is read"
JUDGED = "what it is judged by"
WRITTEN = "where results go"
FORMER = "runs before this one"
"""The groups of which several parsers have some arguments."""

_OTHERS = "[...]"


class Parser(argparse.ArgumentParser):
    """Says what it does not understand in one line, without the credentials in an address."""

    def error(self, message: str) -> NoReturn:
        """End the process with 2, and *message*."""
        super().error(sentence(without_credentials(message)))

    def group(self, title: str) -> "argparse._ArgumentGroup":
        """Return the group of arguments that help shows under *title*; groups of one title in several parsers become one."""
        return next((each for each in self._action_groups if each.title == title), None) or self.add_argument_group(
            title
        )


class Help(argparse.ArgumentDefaultsHelpFormatter):
    """Help that names a default where it is a value, for that a word is not said needs no words, and whose usage is one line:
    what has to be said. All else is below, in groups.
    """

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: "Iterable[argparse._MutuallyExclusiveGroup]",  # noqa: ARG002 - argparse's own form
        prefix: str | None = None,
    ) -> None:
        """Add the line of usage."""
        asked = [action for action in actions if action.required or not action.option_strings]
        others = argparse.Action([], dest="others", metavar=_OTHERS)
        super().add_usage(usage, [*asked, others], [], prefix)

    def _get_help_string(self, action: argparse.Action) -> str | None:
        valued = action.default is not None and not isinstance(action.default, bool | list)
        return super()._get_help_string(action) if valued else action.help
