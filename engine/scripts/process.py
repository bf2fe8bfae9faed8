"""A script's process: started with pipes to it, and ended with everything that it has started."""

import io
import mmap
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import engine
from engine.scripts.family import end_family, orphans_adopted
from engine.scripts.faults import Task, explained

BOOT = (
    "import sys; _, root, path, *files = sys.argv; sys.argv[:] = [path]; "
    "sys.path[:] = [root, *filter(None, sys.path)]; import engine; del sys.path[0]; "
    "from engine.scripts.child.main import main; main(*map(int, files))"
)
"""The program: it finds the engine, in a folder or an archive, and does not leave that where the script would search."""


class Process:
    """A script's process: where it is asked, where it answers and prints, and the number of the record that it is at."""

    __slots__ = ("_ended", "_former", "_notes", "_popen", "answer", "output", "request")

    def __init__(
        self, popen: subprocess.Popen[bytes], notes: mmap.mmap, ends: tuple[io.FileIO, ...], former: frozenset[int]
    ) -> None:
        self._popen, self._notes, self._former, self._ended = popen, notes, former, False
        self.request, self.answer, self.output = ends
        for end in ends:
            os.set_blocking(end.fileno(), False)

    @property
    def note(self) -> int:
        """The number of the record that is being handled, from 1; 0 before the first, negative between two batches."""
        return int.from_bytes(self._notes[:8], sys.byteorder, signed=True)

    @property
    def code(self) -> int | None:
        """The code that it ended with, negative for a signal; None while it runs."""
        return self._popen.poll()

    def end(self) -> None:
        """Kill the process and all that it has started; it is waited for last: until then its number is nobody else's."""
        if not self._ended:
            end_family(self._popen.pid, self._former)
            self._popen.wait()
            self._ended = True


@contextmanager
def start(task: Task) -> Iterator[Process]:
    """Give the process of *task*, and end it with all that it has started, in sessions of their own too.

    It ends by itself where this process does: the pipe that only this one holds open is closed then. Raises ScriptError
    where the system starts no more processes.
    """
    with orphans_adopted() as former, ExitStack() as ours, ExitStack() as theirs:
        request, asked = _pipe(theirs, ours)
        answer, answered = _pipe(ours, theirs)
        output, printed = _pipe(ours, theirs)
        life, _ = _pipe(theirs, ours)
        file = theirs.enter_context(tempfile.TemporaryFile(buffering=0))
        file.write(bytes(8))
        notes = ours.enter_context(mmap.mmap(file.fileno(), 8))
        files = tuple(end.fileno() for end in (request, answered, life, file))
        process = Process(_start_child(task, files, printed.fileno()), notes, (asked, answer, output), former)
        try:
            theirs.close()
            yield process
        finally:
            process.end()


def _start_child(task: Task, files: tuple[int, ...], printed: int) -> subprocess.Popen[bytes]:
    root, path = str(Path(engine.__file__).parents[1]), os.path.abspath(task.script.path)
    try:
        return subprocess.Popen(
            [sys.executable, "-c", BOOT, root, path, *map(str, files)],
            env=dict(task.script.environment),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
            pass_fds=files,
            start_new_session=True,
        )
    except OSError as error:
        raise explained("start", task, at="", details={"reason": error.strerror}) from error


def _pipe(reader: ExitStack, writer: ExitStack) -> tuple[io.FileIO, io.FileIO]:
    """Return the two ends of a new pipe; each of the stacks closes one."""
    read, write = os.pipe()
    return reader.enter_context(io.FileIO(read, "r")), writer.enter_context(io.FileIO(write, "w"))
