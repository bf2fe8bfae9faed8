"""docs/rules.md is true: its rules, over its data, find what it shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "rules.md").read_text()
FILES = dict(re.findall(r"`([\w.]+)`:\n```\w+\n(.*?)```", PAGE, flags=re.DOTALL))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Run the page's command in a folder with its files, and return the exit code and what it prints."""
    folder = tmp_path_factory.mktemp("page")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    (command,) = re.findall(r"```sh\nmodel-monitor (.*?)\n```", PAGE)
    done = subprocess.run(
        [sys.executable, "-m", "engine", *command.split()],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


def test_the_page_has_its_files():
    """Data of today and of yesterday, and the rules."""
    assert list(FILES) == ["today.csv", "yesterday.csv", "rules.dqdl"]


@pytest.mark.slow
def test_the_page_shows_what_its_rules_find(printed):
    """Every broken rule of the page, in its order, and no other, at the end of the report."""
    code, text = printed
    (shown,) = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)
    assert code == 1
    assert shown.startswith("9 violations\n")
    assert text.endswith(f"\n\n{shown}")
