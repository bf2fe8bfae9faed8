"""The Pythons of 3.11 to 3.13 that are not running these tests, where this machine has them: locks, make and wheel."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.spark.jvm.artifacts import jars
from engine.spark.jvm.java import find_java

ROOT = Path(__file__).parents[2]
OTHERS = tuple(minor for minor in (11, 12, 13) if minor != sys.version_info.minor)
RUN_THERE = ("tests/cli", "tests/golden")
OF_THIS_RUN = re.compile("MAKE|PYTEST_|PYTHON|VIRTUAL_ENV|NUMBA_CACHE_DIR|MODEL_MONITOR_HOME")
"""What variables that would lead another Python back to this one begin with."""

pytestmark = pytest.mark.slow


def _python(*minors: int) -> Path:
    """Return a Python of the first of *minors* that runs and can make a venv, of the PATH or of pyenv; else skip."""
    places = [Path(folder) for folder in os.get_exec_path()]
    if shutil.which("pyenv"):
        root = subprocess.run(["pyenv", "root"], capture_output=True, text=True).stdout.strip()
        places += sorted(Path(root).glob("versions/3.*/bin"))
    for program in (place / f"python3.{minor}" for minor in minors for place in places):
        if _makes_venvs(program):
            return program
    pytest.skip(f"none of Python 3.{', 3.'.join(map(str, minors))} is on the PATH or among pyenv's with its venv")


def _makes_venvs(program: Path) -> bool:
    """Return whether *program* is there, runs, and brings pip: a stand-in of pyenv's may fail, Debian's may lack it."""
    asked = [program, "-c", "import ensurepip, venv"]
    return program.is_file() and subprocess.run(asked, capture_output=True).returncode == 0


def _environment(home: Path) -> dict[str, str]:
    """Return a user's variables, with the Java of these tests and *home*, which gets the jars so that none is fetched."""
    home.mkdir()
    for jar in jars():
        shutil.copy(jar, home)
    kept = {name: value for name, value in os.environ.items() if not OF_THIS_RUN.match(name)}
    return {**kept, "JAVA_HOME": str(find_java().home), "MODEL_MONITOR_HOME": str(home)}


def _ran(*words: object, cwd: Path, env: dict[str, str]) -> str:
    """Run a program that must end well, and return what it printed."""
    done = subprocess.run(list(map(str, words)), cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _checkout(folder: Path) -> Path:
    """Copy what a checkout holds, without what a run of its own leaves there."""
    left = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "out", "build", "dist")
    return shutil.copytree(ROOT, folder, ignore=left)


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """Give a function that gives a new folder; they go afterwards, each some 700 MB."""
    folders = []

    def room() -> Path:
        folders.append(tmp_path_factory.mktemp("other"))
        return folders[-1]

    yield room
    for folder in folders:
        shutil.rmtree(folder)


@pytest.fixture(scope="module", params=OTHERS, ids=lambda minor: f"3.{minor}")
def set_up(request, room):
    """Give a checkout that `make demo` has set up with another Python, the variables to run in, and what make said."""
    python, folder = _python(request.param), room()
    checkout, environment = _checkout(folder / "checkout"), _environment(folder / "home")
    return checkout, environment, _ran("make", f"PYTHON={python}", "demo", cwd=checkout, env=environment)


def test_the_demo_sets_itself_up_from_the_locks(set_up):
    """The locked packages install there by their hashes, and the five known faults are found."""
    _, _, said = set_up

    assert "Installing the locked packages" in said
    assert "5 violations" in said


def test_the_command_line_and_the_golden_documents_are_the_same_there(set_up):
    """Their tests, which compare documents as text, hold there."""
    checkout, environment, _ = set_up
    _ran("make", ".venv/.testable", cwd=checkout, env=environment)
    tests = (".venv/bin/python", "-m", "pytest", "-q", "-m", "not slow", *RUN_THERE)

    assert re.search(r"^\d+ passed", _ran(*tests, cwd=checkout, env=environment), re.MULTILINE)


MAPPED = """
from engine.spark.session import spark_session

with spark_session("mapped", master="local[1]") as spark:
    print(spark.range(3).mapInArrow(lambda batches: batches, "id long").count())
"""


def test_the_wheel_brings_all_that_arrow_tables_in_spark_need(room):
    """In a venv with nothing but the wheel and its extra, a `mapInArrow` runs: it imports `distutils`, gone since 3.12."""
    python, folder = _python(13, 12), room()
    checkout, environment = _checkout(folder / "checkout"), _environment(folder / "home")
    locked = re.findall(r"^\S+==.*(?= \\$)", (ROOT / "requirements" / "run.txt").read_text(), re.MULTILINE)
    (folder / "locked.txt").write_text("\n".join(locked))

    build = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", folder, checkout)
    _ran(*build, cwd=folder, env=environment)
    (wheel,) = folder.glob("*.whl")
    _ran(python, "-m", "venv", "bare", cwd=folder, env=environment)
    _ran("bare/bin/pip", "install", "--no-compile", "-c", "locked.txt", f"{wheel}[spark]", cwd=folder, env=environment)

    assert _ran("bare/bin/python", "-c", MAPPED, cwd=folder, env=environment) == "3\n"
