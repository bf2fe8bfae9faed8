"""What other systems lack is not needed to be told so, and on macOS not needed at all."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HIDDEN = """
import sys
for name in {modules}:
    sys.modules[name] = None
import signal
for name in {signals}:
    delattr(signal, name)
"""
WINDOWS = HIDDEN.format(
    modules=("pwd", "grp", "resource", "fcntl", "termios"),
    signals=("SIGHUP", "SIGALRM", "pthread_sigmask", "setitimer"),
)
MACOS = """
import os, pathlib
del os.sched_getaffinity
missing = pathlib.Path.read_text
def read_text(self, *words, **named):
    if str(self).startswith(("/proc", "/sys")):
        raise FileNotFoundError(2, "No such file or directory", str(self))
    return missing(self, *words, **named)
pathlib.Path.read_text = read_text
glob = pathlib.Path.glob
pathlib.Path.glob = lambda self, pattern: iter(()) if str(self).startswith("/proc") else glob(self, pattern)
"""


def _ended(program, *words):
    return subprocess.run(
        [sys.executable, "-c", program, *words], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


def _as_on_windows(door):
    return (
        f"{WINDOWS}\nimport engine.machine, functools, {door} as door\n"
        "door.refuse_unsupported_system = functools.partial(engine.machine.refuse_unsupported_system, 'win32')\n"
        "sys.exit(door.main(sys.argv[1:], *({},) * ('__main__' in door.__name__)))"
    )


@pytest.mark.parametrize(
    ("door", "words", "code"),
    [
        ("engine.cli.main", ("baseline", "data.csv", "-o", "out"), 2),
        ("engine.__main__", ("--dataset-source", "d", "--output-path", "o"), 255),
    ],
)
def test_windows_gets_one_sentence(door, words, code):
    """Without the modules and the signals that it has not, everything is imported, and the run refused."""
    done = _ended(_as_on_windows(door), *words)
    assert done.returncode == code, done.stderr
    assert "Docker" in done.stderr
    assert "WSL2" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_needs_neither_the_table_of_processes_nor_control_groups(tmp_path):
    """As on macOS, in the whole of a run; Java and Spark are this machine's."""
    data, out = tmp_path / "data.csv", tmp_path / "out"
    data.write_text("a,b\n1,x\n2,y\n")
    program = f"{MACOS}\nimport sys\nfrom engine.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    done = _ended(program, "baseline", str(data), "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.iterdir()) == ["constraints.json", "statistics.json", "suggestions.json"]
