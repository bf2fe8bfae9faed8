"""The README and the pages for a terminal are true: their commands run, and what they show is what these print."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/command_line.md", "docs/captured_traffic.md")
"""In the order in which their commands go by each other's documents."""
README = "\n".join((ROOT / name).read_text() for name in PAGES)
NOT_RUN_HERE = {"make demo", "make test"}
"""Those that call the tests, or are called by them; `test_demo.py` runs the demo."""


def _blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def _commands():
    for block in _blocks("sh"):
        for command in re.split(r"(?<!\\)\n", block):
            if command.strip():
                yield re.sub(r"\s+#.*", "", command)


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Run all commands of the pages, in their order, in a folder that has the sample data."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "sample_data").symlink_to(ROOT / "sample_data")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    done = {}
    for command in _commands():
        if command not in NOT_RUN_HERE:
            done[command] = subprocess.run(
                ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True
            )
    return folder, done


@pytest.mark.slow
def test_every_command_ends_as_it_should(ran):
    """A baseline ends with 0; monitoring the faulty window ends with 1 for a person and with 0 for the platform."""
    _, done = ran
    codes = {command: process.returncode for command, process in done.items()}

    assert codes == {command: 1 if command.startswith("model-monitor monitor") else 0 for command in codes}
    assert len(codes) == 8


@pytest.mark.slow
def test_what_the_readme_shows_is_printed(ran):
    """The table of a page is the one that the command prints."""
    _, done = ran
    shown = re.findall(r"<!-- output of: (.*?) -->\n```text\n(.*?)```", README, flags=re.DOTALL)

    assert shown
    for command, text in shown:
        assert text in done[command].stdout


@pytest.mark.slow
def test_what_the_readme_quotes_is_written(ran):
    """The excerpt of a page stands in the document that the commands have written."""
    folder, _ = ran
    quoted = re.findall(r"<!-- excerpt of: (.*?) -->\n```json\n(.*?)```", README, flags=re.DOTALL)

    assert quoted
    for name, text in quoted:
        assert text in (folder / name).read_text()
