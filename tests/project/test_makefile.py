"""Which Python the Makefile takes, and what it says where there is none that will do."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOOKED_AT = ("Makefile", "pyproject.toml", "requirements/run.txt", "requirements/build.txt", "requirements/java.txt")
NAMES = ("python3.11", "python3.12", "python3.13", "python3")


def _program(version: tuple[int, int] | None) -> str:
    """Return a Python that takes itself for one of *version*; with None one that fails, as pyenv's stand-ins do."""
    if version is None:
        return "#!/bin/sh\nexit 127\n"
    believe = f"import sys; sys.version_info = {version}; exec(sys.argv[2])"
    return f'#!/bin/sh\nexec {sys.executable} -c "{believe}" "$@"\n'


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Give a function that calls make in a new checkout, on a machine that has *pythons* by their names."""

    def made(pythons: dict[str, tuple[int, int]], *words: str) -> subprocess.CompletedProcess[str]:
        for name in LOOKED_AT:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes((ROOT / name).read_bytes())
        for name in NAMES:
            (tmp_path / name).write_text(_program(pythons.get(name)))
            (tmp_path / name).chmod(0o755)
        told = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "PYTHON"}
        path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            ["make", *words], cwd=tmp_path, env={**told, "PATH": path}, capture_output=True, text=True
        )

    return made


@pytest.mark.parametrize(
    ("pythons", "taken"),
    [
        pytest.param({"python3.11": (3, 11), "python3.13": (3, 13), "python3": (3, 13)}, "python3.11", id="the oldest"),
        pytest.param({"python3.12": (3, 12), "python3": (3, 12)}, "python3.12", id="as on Ubuntu 24.04"),
        pytest.param({"python3.13": (3, 13), "python3": (3, 13)}, "python3.13", id="as on Debian 13"),
        pytest.param({"python3": (3, 12)}, "python3", id="by the short name"),
        pytest.param({"python3.13": (3, 13), "python3": (3, 14)}, "python3.13", id="beside a newer one"),
    ],
)
def test_the_first_python_that_runs_and_fits_is_taken(made, pythons, taken):
    """The others of the names are there as well, and fail: a name on the PATH is no promise."""
    assert f"{taken} -m venv .venv" in made(pythons, "--dry-run", "setup").stdout


@pytest.mark.parametrize("version", [(3, 10), (3, 14), None])
def test_without_a_python_that_fits_one_sentence_says_what_to_do(made, tmp_path, version):
    """It says which versions will do, what was tried, and how to name another one; no venv is begun."""
    done = made({"python3": version}, "--silent", "setup")

    told = (
        "This needs Python 3.11 to 3.13, and 'python3' is none of them: "
        "install one, or name it with 'make PYTHON=/path/to/python3.13'.\n"
    )
    assert done.returncode != 0
    assert done.stderr.startswith(told)
    assert not (tmp_path / ".venv").exists()


def test_a_named_python_is_taken_as_it_is_named(made):
    """PYTHON given to make goes before all that is found."""
    done = made({"python3.11": (3, 11)}, "--dry-run", "setup", "PYTHON=/somewhere/python3.13")

    assert "/somewhere/python3.13 -m venv .venv" in done.stdout
