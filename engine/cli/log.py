"""What the command line says on standard error while it works: its log, and how far it has come."""

import argparse
import logging
from collections.abc import Mapping
from typing import TextIO

from engine.gate.inert import Inert, reads_commands
from engine.progress.bar import AboveBar, Bar, is_terminal
from engine.progress.log_lines import logged
from engine.progress.passes import Show
from engine.wording import OneLine

_PLAIN, _WITH_TIME = "%(message)s", "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_log(arguments: argparse.Namespace, err: TextIO | None, environ: Mapping[str, str]) -> Show | None:
    """Let the engine's log go to *err*, and return what shows the progress there: a bar on a terminal, lines elsewhere.

    With --quiet there are warnings alone, and no progress; with --verbose each line has its time and its place, and there are
    more of them. What libraries have to say is for their authors, up to their warnings.
    """
    bar = None if arguments.quiet or err is None or not is_terminal(err, environ) else Bar(err)
    handler = logging.StreamHandler(err) if bar is None or err is None else AboveBar(err, bar)
    handler.addFilter(OneLine())
    if reads_commands(environ):
        handler.addFilter(Inert())
    logging.basicConfig(handlers=[handler], format=_WITH_TIME if arguments.verbose else _PLAIN)
    logging.getLogger("engine").setLevel(_level(arguments))
    if arguments.quiet:
        return None
    return logged() if bar is None else bar


def _level(arguments: argparse.Namespace) -> int:
    if arguments.quiet:
        return logging.WARNING
    return logging.DEBUG if arguments.verbose else logging.INFO
