"""docs/model_quality.md is true: its lines make the data, and its commands print what it shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "model_quality.md").read_text()


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Make the page's data, run its commands in their order, and return the folder and the ended processes."""
    folder = tmp_path_factory.mktemp("page")
    (lines,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    subprocess.run([sys.executable, "-c", lines], cwd=folder, check=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    commands = re.findall(r"```sh\nmodel-monitor (.*?)\n```", PAGE, flags=re.DOTALL)
    return folder, [
        subprocess.run(
            [sys.executable, "-m", "engine", *command.replace("\\\n", " ").split()],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        for command in commands
    ]


@pytest.mark.slow
def test_the_commands_end_as_the_page_says(ran):
    """The baseline is one, and today's answers are worse."""
    folder, done = ran
    assert [process.returncode for process in done] == [0, 1]
    assert {path.name for path in (folder / "out" / "today").iterdir()} == {
        "statistics.json",
        "constraints.json",
        "constraint_violations.json",
        "segments.json",
    }


@pytest.mark.slow
def test_the_page_shows_what_is_printed(ran):
    """The table, and the first violations."""
    _, done = ran
    (shown,) = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)
    assert done[1].stdout.startswith(shown)
