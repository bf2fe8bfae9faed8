"""The workflows of GitHub's are ones that it would take, ask for no more than they need, and run nothing that moves."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAY_WRITE = {
    "packages": {"id-token", "attestations"},
    "image": {"packages"},
    "manifest": {"packages", "id-token", "attestations"},
    "pypi": {"id-token"},
    "release": {"contents"},
}
"""What the jobs of a release may write; those of CI nothing."""


def _jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in FILES:
        yield from yaml.safe_load(file.read_text())["jobs"].items()


def _steps() -> Iterator[dict[str, Any]]:
    for _, job in _jobs():
        yield from job["steps"]


def test_there_are_two() -> None:
    """CI and the release."""
    assert [file.name for file in FILES] == ["ci.yml", "release.yml"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_actionlint_finds_nothing(file: Path) -> None:
    """Where there is one: it is a program of Go's (github.com/rhysd/actionlint), and no package of Python's has it in it."""
    program = shutil.which("actionlint")
    if program is None:
        pytest.skip("there is no actionlint on the PATH")
    done = subprocess.run([program, "-no-color", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_action_is_pinned_by_its_commit() -> None:
    """A tag can be moved; which version the commit is stands behind it."""
    used = [line for file in FILES for line in file.read_text().splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if not re.search(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []


def test_nothing_may_write_but_what_has_to() -> None:
    """Every workflow begins with reading; a job of a release says what else it needs."""
    for file in FILES:
        assert yaml.safe_load(file.read_text())["permissions"] == {"contents": "read"}
    granted = {name: job["permissions"] for name, job in _jobs() if "permissions" in job}
    writes = {name: {what for what, how in given.items() if how == "write"} for name, given in granted.items()}
    assert writes == MAY_WRITE


def test_no_text_of_others_becomes_a_command() -> None:
    """Names of branches and tags reach a shell as variables, never as part of its program."""
    assert [step["run"] for step in _steps() if "${{" in step.get("run", "")] == []


def test_credentials_are_not_left_in_the_checkout() -> None:
    """No later step needs them."""
    checkouts = [step for step in _steps() if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_every_job_ends() -> None:
    """One that hangs is stopped, and not after six hours."""
    assert all(job["timeout-minutes"] <= 180 for _, job in _jobs())


def test_ci_runs_what_there_is_on_every_python() -> None:
    """The targets of the Makefile, and the Pythons of the package."""
    jobs = dict(_jobs())
    called = {word for step in _steps() for word in re.findall(r"make PYTHON=python ([\w-]+)", step.get("run", ""))}
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    assert called == {"lint", "test", "test-slow"} <= targets
    stated = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text())
    assert jobs["test"]["strategy"]["matrix"]["python"] == stated


def test_a_release_builds_both_architectures() -> None:
    """Each by a machine of its own kind."""
    (image,) = [job for name, job in _jobs() if name == "image"]
    assert [each["architecture"] for each in image["strategy"]["matrix"]["include"]] == ["amd64", "arm64"]
