"""Lines for the log of a CI system, which takes some lines for commands of its own wherever they come from."""

import logging
import re
from collections.abc import Mapping

_VARIABLES = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
"""By these a process knows that GitHub Actions, Azure Pipelines or TeamCity reads what it prints."""

_COMMAND = re.compile(r"^(\s*):(?=:)|#(?=#(?:\[|vso\[|teamcity\[))")


def reads_commands(environ: Mapping[str, str]) -> bool:
    """Return whether what this process prints is read by a system that takes lines for commands."""
    return any(environ.get(name) for name in _VARIABLES)


def inert(line: str) -> str:
    """Return *line* with a blank in what would be a command: `::error::` at its begin, `##[error]` anywhere."""
    return _COMMAND.sub(lambda found: f"{found[0]} ", line)


class Inert(logging.Filter):
    """Makes each message of a log inert, and each line of the traceback that OneLine, which comes before, has made text."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let *record* pass, its text made inert."""
        record.msg, record.args = inert(record.getMessage()), None
        if record.exc_text:
            record.exc_text = "\n".join(map(inert, record.exc_text.split("\n")))
        return True
