"""A postprocessing script of the user's, which is called when the documents are there."""

import logging
import os
from contextlib import AbstractContextManager

from engine.job.dataset import Script
from engine.machine import this_host
from engine.scripts.child.handlers import POSTPROCESS
from engine.scripts.conversation import Conversation, talking
from engine.scripts.faults import Task
from engine.scripts.memory import memory_share
from engine.scripts.output import Logged


def postprocess(script: Script, log: logging.Logger, *, memory: int | None = None) -> None:
    """Call the postprocess_handler of *script* in a process of its own, and wait until that has ended.

    What it prints goes to *log* line by line as it comes. It may take `script.seconds` in all, and *memory* bytes; None
    for half of what there is. Raises ScriptError where it fails.
    """
    with _loaded(script, log, memory) as conversation:
        conversation.ask(b"")
        conversation.finish()


def load(script: Script, log: logging.Logger) -> None:
    """Load *script* in a process of its own, and do not call its handler. Raises ScriptError where it cannot be loaded."""
    with _loaded(script, log, None):
        pass


def _loaded(script: Script, log: logging.Logger, memory: int | None) -> AbstractContextManager[Conversation]:
    task = Task(script, POSTPROCESS, None, memory or memory_share(this_host(), 1))
    return talking(task, Logged(log, os.path.basename(script.path)))
