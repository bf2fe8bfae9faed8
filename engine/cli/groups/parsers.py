"""The parser of each command, and how it shows its help."""

import argparse
from typing import NoReturn

from engine.errors import without_credentials
from engine.wording import sentence


class Parser(argparse.ArgumentParser):
    """Says what it does not understand in one line, without the credentials in an address."""

    def error(self, message: str) -> NoReturn:
        """End the process with 2, and *message*."""
        super().error(sentence(without_credentials(message)))


class Help(argparse.ArgumentDefaultsHelpFormatter):
    """Help that names a default where it is a value: that a word is not said needs no words."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        valued = action.default is not None and not isinstance(action.default, bool | list)
        return super()._get_help_string(action) if valued else action.help
