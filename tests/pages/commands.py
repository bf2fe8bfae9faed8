"""docs/commands.md, from the real help: `PYTHONPATH=tests python -m pages.commands` writes it anew."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from pages.words import commands

from engine.cli.words import parser

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"

HEAD = """# The commands

<!-- Made from the help of the command line by `PYTHONPATH=tests python -m pages.commands`; a test compares the two. -->

`model-monitor COMMAND --help` prints what stands here. `python -m engine COMMAND` is the same.
[settings.md](settings.md) has the words of all commands in tables, beside the variables of the container.

## Exit codes

| exit code | meaning |
|---|---|
| 0 | fine |
| 1 | violations were found; of `compare`, differences; of `doctor`, something will go wrong |
| 2 | an error, in one sentence ([all of them](messages.md)) |
| 3 | there was no record to look at |

## model-monitor
"""


def page() -> str:
    """Return the whole page; its lines are broken for 80 columns."""
    os.environ["COLUMNS"], before = "80", os.environ.get("COLUMNS")
    try:
        return "\n".join((HEAD, *_blocks()))
    finally:
        os.environ.pop("COLUMNS")
        os.environ.update({} if before is None else {"COLUMNS": before})


def same(text: str) -> str:
    """Return *text* without what Pythons print differently: where lines break, and a value behind each name of an option."""
    return " ".join(re.sub(r"(-\w) (\S+), (--[\w-]+) \2", r"\1, \3 \2", " ".join(text.split())).split())


def _blocks() -> Iterator[str]:
    yield _block(parser().format_help())
    for name, command in commands().items():
        yield f"## {name}\n"
        yield _block(command.format_help())


def _block(text: str) -> str:
    return f"```text\n{text.strip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page())
