"""Progress of a whole run: a bar on a terminal, nothing but the log elsewhere, and never a word on standard output."""

import os
import re
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORDS = ("baseline", "rows.csv", "-o", "out", "--no-suggestions")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Give a folder with 40,000 rows."""
    folder = tmp_path_factory.mktemp("progress")
    (folder / "rows.csv").write_text("a,b\n" + "".join(f"{number},x{number % 7}\n" for number in range(40_000)))
    return folder


def _run(folder, err, *words):
    """Run a baseline whose standard error is *err*, and return (exit code, standard output)."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "engine", *WORDS, *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=err,
    )
    return done.returncode, done.stdout.decode()


def _on_terminal(folder, *words):
    """Do the same on a terminal of the system's, and return what has come there too."""
    master, slave = os.openpty()
    parts = []

    def gather():
        while True:
            try:
                parts.append(os.read(master, 65536))
            except OSError:
                return

    reader = threading.Thread(target=gather)
    reader.start()
    try:
        ended = _run(folder, slave, *words)
    finally:
        os.close(slave)
        reader.join()
        os.close(master)
    return *ended, b"".join(parts).decode()


def test_a_terminal_shows_a_bar_and_the_log_stays_whole(folder):
    """It is erased at the end, and each line of the log is there as it is in a file."""
    code, out, err = _on_terminal(folder)

    assert code == 0
    assert re.search(r"\r\x1b\[K +\d+ % .* of \d.* rows ", err)
    assert "\x1b[?" not in err
    lines = [line.rsplit("\x1b[K", 1)[-1] for line in err.split("\r\n")]
    with open(folder / "log", "w") as log:
        assert _run(folder, log) == (0, out)
    assert [line for line in (folder / "log").read_text().splitlines() if line not in lines] == []
    assert "\x1b" not in out


def test_a_run_that_is_stopped_takes_its_bar_away(folder):
    """What it says at its end stands on a line of its own, and there is no document."""
    master, slave = os.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "NO_COLOR": "1"}
    words = ("baseline", "rows.csv", "-o", "stopped")
    run = subprocess.Popen([sys.executable, "-m", "engine", *words], cwd=folder, env=environment, stderr=slave)
    os.close(slave)
    shown = b""
    while b" rows " not in shown:
        shown += os.read(master, 65536)
    run.terminate()
    with suppress(OSError):
        while part := os.read(master, 65536):
            shown += part
    os.close(master)

    assert run.wait() == 2
    *_, last, end = shown.decode().split("\r\n")
    assert last.rsplit("\x1b[K", 1)[-1].startswith("model-monitor: The job was stopped by SIGTERM")
    assert end == ""
    assert list((folder / "stopped").iterdir()) == []


def test_a_log_has_no_bar(folder):
    """No command to a terminal, and no line of progress in less than ten seconds."""
    with open(folder / "log", "w") as log:
        assert _run(folder, log)[0] == 0

    text = (folder / "log").read_text()
    assert "\x1b" not in text
    assert "\r" not in text
    assert "40000 rows read\n" in text


def test_quiet_is_quiet_on_a_terminal_too(folder):
    """Warnings and errors only."""
    code, _, err = _on_terminal(folder, "-q")
    assert (code, err) == (0, "")


def test_verbose_lines_have_their_time(folder):
    """And the part of the engine that says them."""
    with open(folder / "log", "w") as log:
        _run(folder, log, "-v")
    pattern = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (DEBUG|INFO|WARNING) engine\.[\w.]+: .*"
    lines = (folder / "log").read_text().splitlines()
    assert lines
    assert all(re.fullmatch(pattern, line) for line in lines)
    assert any(" DEBUG " in line for line in lines)


def test_only_a_bar_pays_for_what_draws_it():
    """The command line begins without it."""
    program = "import sys, engine.cli.main, engine.__main__; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": str(ROOT)}).returncode == 0
