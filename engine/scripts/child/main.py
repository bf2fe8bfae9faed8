"""The main program of a script's process: it loads the script, and answers the engine's requests with its handler.

Here only the standard library is imported, and little of it: the process starts in a moment, and what the script
imports is its own choice.
"""

import atexit
import contextlib
import io
import json
import logging
import mmap
import os
import select
import signal
import sys
import threading
from typing import Any

from engine.scripts.child.frames import ANSWER, FAULT, HEADER_BYTES, UNABLE, framed, header_of
from engine.scripts.child.handlers import EXPECTED, PREPROCESS
from engine.scripts.child.limit import limit_memory
from engine.scripts.child.loading import handler_of, load, with_logger
from engine.scripts.child.orphans import adopt_orphans, end_children
from engine.scripts.child.trouble import Trouble
from engine.scripts.child.work import SHAPES, Work, postprocessing, preprocessing


def main(request: int, answer: int, life: int, notes: int) -> None:
    """Serve the engine over the pipes *request* and *answer* until it closes the first.

    When *life* is closed, the engine is gone, and this process ends with all that it has started. In the shared file
    *notes* stands the number of the record that is being handled, from 1.
    """
    group = os.getpgrp()
    for file in (request, answer, life, notes):
        os.set_inheritable(file, False)
    adopt_orphans()
    threading.Thread(target=_end_with, args=(life, group), daemon=True).start()
    atexit.register(_end_if_alone, life, group)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # as Python makes them; a script cannot have changed them yet
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    engine = _Engine(request, answer)  # while its pipes are open, it waits for what is done at the end
    try:
        handler = _serve(engine, memoryview(mmap.mmap(notes, 8)).cast("q"))
    except BrokenPipeError:  # the engine is gone
        _end(group)
    except OSError:  # the script has closed the pipes
        os._exit(UNABLE)
    if handler == PREPROCESS:
        _leave(group)


def _serve(engine: "_Engine", note: memoryview) -> str:
    """Answer until nothing more is asked, and return the handler's name; where a fault is the answer it is the last."""
    try:
        settings = json.loads(engine.receive() or b"null")
        work = _prepared(settings, note)
        engine.send(ANSWER, b"")
        while (payload := engine.receive()) is not None:
            engine.send(ANSWER, work(payload))
    except Trouble as trouble:
        engine.send(FAULT, trouble.payload())
        _end(os.getpgrp())
    return str(settings["handler"])


class _Engine:
    """The other end of the pipes."""

    def __init__(self, request: int, answer: int) -> None:
        self._request, self._answer = os.fdopen(request, "rb"), io.FileIO(answer, "w")
        self._number, self._process = -1, os.getpid()

    def receive(self) -> bytes | None:
        """Return the payload of the next request, None where there is none."""
        data = self._request.read(HEADER_BYTES)
        header = header_of(data) if len(data) == HEADER_BYTES else None
        if header is None:
            return None
        self._number = header.number
        return self._request.read(header.length)

    def send(self, kind: int, payload: bytes) -> None:
        """Send an answer, after all that was printed before it; a copy of this process that a fork made has none."""
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                stream.flush()
        if os.getpid() != self._process:
            os._exit(0)
        left = memoryview(framed(kind, self._number, payload))
        while left:
            left = left[self._answer.write(left) :]


def _prepared(settings: dict[str, Any], note: memoryview) -> Work:
    """Set this process up as *settings* say and return what answers a request."""
    path, name = settings["path"], settings["handler"]
    limit_memory(settings["memory"])
    _enter(path, settings["search"])
    call = with_logger(handler_of(load(path), name), EXPECTED[name], lambda: _logger(name))
    return (
        preprocessing(call, SHAPES[settings["shape"]], path, note) if name == PREPROCESS else postprocessing(call, path)
    )


def _enter(path: str, search: list[str]) -> None:
    """Let the script see its own folder first, the engine's packages last, and of the engine's modules none."""
    folder = os.path.dirname(path)
    with contextlib.suppress(OSError):
        os.chdir(folder)
    own = [place for place in sys.path if place != folder]
    sys.path[:] = [folder, *own, *(place for place in search if place not in own)]
    for name in [name for name in sys.modules if name.partition(".")[0] == "engine"]:
        del sys.modules[name]


def _logger(name: str) -> logging.Logger:
    """Return the logger that a handler is given; what is logged elsewhere goes where the script sends it."""
    logger, stream = logging.getLogger(name), logging.StreamHandler(sys.stderr)
    stream.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger.addHandler(stream)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    return logger


def _end_with(life: int, group: int) -> None:
    try:
        os.read(life, 1)
    except OSError:  # the script has closed it
        return
    _end(group)


def _end_if_alone(life: int, group: int) -> None:
    """End the group where the engine is gone, so that nobody else will; the thread may be too late for that."""
    watch = select.poll()
    watch.register(life, select.POLLIN)
    if any(event & (select.POLLIN | select.POLLHUP) for _, event in watch.poll(0)):
        _end(group)


def _leave(group: int) -> None:
    """End as a script does, but for threads that it may have left: they are not waited for."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    _end(group)


def _end(group: int) -> None:
    end_children()  # those in sessions of their own; without an engine nobody else would
    os.killpg(group, signal.SIGKILL)
