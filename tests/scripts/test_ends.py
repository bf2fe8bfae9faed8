"""Nothing that a script has started outlives its use, however that ends."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

import engine
from engine.errors import ScriptError
from engine.scripts.preprocess import Record, preprocessing

HOLDING = """
import os, signal, subprocess, sys, time
held = open("{pipe}", "w")
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], pass_fds=[held.fileno()])
def preprocess_handler(line):
    {then}
    return {{"line": line}}
"""
"""A script that holds the named pipe open, and so does a process that it has started."""


@pytest.fixture
def pipe(tmp_path):
    """Give the path of a pipe that has an end of file, for its reader, when nobody holds it open any more."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def holding(script, pipe, then="pass", *, seconds=60.0):
    return script(HOLDING.format(pipe=pipe, then=then), seconds=seconds)


def all_gone(pipe, wanted):
    """Read the pipe to its end while *wanted* is done: it comes when the last of the script's processes is gone."""
    read = []
    reader = threading.Thread(target=lambda: read.append(Path(pipe).read_bytes()))
    reader.start()
    wanted()
    reader.join(60)
    return read == [b""]


def test_a_run_that_ends_well_leaves_nothing(script, pipe):
    """The script's process ends, and the one that it had started."""

    def run():
        with preprocessing(holding(script, pipe), "line") as handler:
            assert handler.rows([Record("day.csv", 1, b"x")]) == b'{"line":"x"}\n'

    assert all_gone(pipe, run)


DAEMON = """
import os, subprocess, sys
held = open("{pipe}", "w")
left = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], {how})"
subprocess.run([sys.executable, "-c", left], pass_fds=[held.fileno()], start_new_session=True)
def preprocess_handler(line):
    {then}
    return {{"line": line}}
"""
"""A script that leaves behind a process in another session, whose parent has ended."""


@pytest.fixture
def bystander():
    """Give a process of this one's in another session that is no script's."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True) as process:
        yield process
        process.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who takes in orphans")
@pytest.mark.parametrize("how", ["close_fds=False", "close_fds=False, start_new_session=True"])
@pytest.mark.parametrize("then", ["pass", "1 / 0", "os._exit(1)", "os.kill(os.getpid(), 9)"])
def test_a_process_in_a_session_of_its_own_is_ended_too(script, pipe, bystander, how, then):
    """What has made itself independent of the script is still the script's, and what was there before is not."""

    def run():
        with (
            contextlib.suppress(ScriptError),
            preprocessing(script(DAEMON.format(pipe=pipe, how=how, then=then)), "line") as handler,
        ):
            handler.rows([Record("day.csv", 1, b"x")])

    assert all_gone(pipe, run)
    assert bystander.poll() is None


@pytest.mark.parametrize("then", ["1 / 0", "os._exit(1)", "os.kill(os.getpid(), 9)", "time.sleep(600)"])
def test_a_run_that_fails_leaves_nothing(script, pipe, then):
    """However the script fails, what it has started is ended as well, and nothing waits for its pipes."""

    def run():
        with pytest.raises(ScriptError), preprocessing(holding(script, pipe, then, seconds=3.0), "line") as handler:
            handler.rows([Record("day.csv", 1, b"x")])

    assert all_gone(pipe, run)


def test_a_signal_that_stops_the_engine_leaves_nothing(script, pipe):
    """An exception that is raised in midst of a record passes at once."""

    class Stopped(BaseException):
        pass

    def stop(number, frame):
        raise Stopped

    def run():
        former = signal.signal(signal.SIGUSR1, stop)
        try:
            slow = holding(script, pipe, f"os.kill({os.getpid()}, signal.SIGUSR1); time.sleep(600)")
            with pytest.raises(Stopped), preprocessing(slow, "line") as handler:
                handler.rows([Record("day.csv", 1, b"x")])
        finally:
            signal.signal(signal.SIGUSR1, former)

    assert all_gone(pipe, run)


@pytest.mark.parametrize("then", ["print('x' * 10**6); time.sleep(600)", "pass"])
def test_an_engine_that_is_killed_leaves_nothing(script, pipe, then):
    """The script's process notices by itself, at work or idle."""
    assert all_gone(pipe, lambda: _kill_the_engine_of(holding(script, pipe, then)))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who takes in orphans")
@pytest.mark.parametrize("how", ["close_fds=False", "close_fds=False, start_new_session=True"])
@pytest.mark.parametrize("then", ["import time; time.sleep(600)", "pass"])
def test_an_engine_that_is_killed_leaves_no_process_in_a_session_of_its_own(script, pipe, how, then):
    """What the script has started comes back to the script's process, which ends it when it notices."""
    assert all_gone(pipe, lambda: _kill_the_engine_of(script(DAEMON.format(pipe=pipe, how=how, then=then))))


def _kill_the_engine_of(script):
    """Kill a process that runs *script*, by a signal that nobody can handle, while it is asked for a record."""
    program = f"""
from engine.job.dataset import Script
from engine.scripts.preprocess import Record, preprocessing
with preprocessing(Script({script.path!r}), "line") as handler:
    print("loaded", flush=True)
    handler.rows([Record("day.csv", 1, b"x")])
    input()
"""

    environ = {**os.environ, "PYTHONPATH": str(Path(engine.__file__).parents[1])}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ
    ) as process:
        process.stdout.readline()
        process.kill()


def test_threads_that_a_script_leaves_are_not_waited_for(script):
    """A thread that never ends does not keep the process."""
    text = """
    import threading, time
    threading.Thread(target=time.sleep, args=(600,)).start()
    def preprocess_handler(line): return []
    """
    with preprocessing(script(text), "line") as handler:
        assert handler.rows([Record("day.csv", 1, b"x")]) == b""


def test_a_process_that_prints_without_end_does_not_hold_up_the_answers(script):
    """What somebody else prints is taken as far as it has come."""
    text = """
    import subprocess
    subprocess.Popen(["yes"])
    def preprocess_handler(line): return {"line": line}
    """
    with preprocessing(script(text, PATH=os.environ["PATH"]), "line") as handler:
        assert handler.rows([Record("day.csv", 1, b"x")]) == b'{"line":"x"}\n'
        assert set(handler.said[:-1]) <= {"y"}


def test_a_copy_of_the_process_does_not_answer_in_its_place(script):
    """A handler that forks returns twice; the copy's answer is none, and nothing waits for it."""
    text = """
    import os
    def preprocess_handler(line):
        return {"copy": os.fork() == 0}
    """
    with preprocessing(script(text), "line") as handler:
        for _ in range(3):
            assert handler.rows([Record("day.csv", 1, b"x")]) == b'{"copy":false}\n'


def test_what_a_script_does_at_its_end_is_done(script, tmp_path):
    """Functions that it has registered for its end are called."""
    text = f"""
    import atexit, pathlib
    atexit.register(pathlib.Path({str(tmp_path / "end")!r}).write_text, "done")
    def preprocess_handler(line): return []
    """
    with preprocessing(script(text), "line"):
        pass
    assert (tmp_path / "end").read_text() == "done"


def test_files_of_the_engine_do_not_stay_open(script):
    """A run leaves no descriptor behind, after a good end and after a bad one."""
    good, bad = script("def preprocess_handler(line): return []"), script("1 / 0", name="bad.py")
    before = os.listdir("/proc/self/fd")
    with preprocessing(good, "line") as handler:
        handler.rows([Record("day.csv", 1, b"x")])
    with pytest.raises(ScriptError), preprocessing(bad, "line"):
        pass
    assert os.listdir("/proc/self/fd") == before


def test_an_engine_in_an_archive_runs_scripts_as_well(script, tmp_path):
    """A cluster gets the engine as one file, on the path of its Python."""
    package = Path(engine.__file__).parent
    with zipfile.ZipFile(tmp_path / "engine.zip", "w") as archive:
        for file in [*package.glob("*.py"), *package.glob("scripts/**/*.py")]:
            archive.write(file, f"engine/{file.relative_to(package)}")
    program = f"""
from engine.job.dataset import Script
from engine.scripts.preprocess import Record, preprocessing
with preprocessing(Script({script("def preprocess_handler(line): return dict(x=line)").path!r}), "line") as handler:
    print(handler.rows([Record("day.csv", 1, b"x")]).decode(), end="")
"""
    environ = {**os.environ, "PYTHONPATH": str(tmp_path / "engine.zip")}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environ, check=True, cwd=tmp_path)
    assert done.stdout == b'{"x":"x"}\n'
