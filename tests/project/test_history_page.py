"""docs/history.md is true: its commands, over its data, find what it shows."""

import os
import re
import shlex
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from engine import pipeline
from engine.cli.main import main
from engine.documents.data_quality.anomaly_checks import METRICS, STRATEGIES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "history.md").read_text()
FILES = dict(re.findall(r"`([\w.]+)`[^`\n]*(?:`[^`\n]*`[^`\n]*)*:\n```\w+\n(.*?)```", PAGE, flags=re.DOTALL))
SHELL, PYTHON = (re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL) for language in ("sh", "python"))


@pytest.fixture
def here(tmp_path, monkeypatch, session):
    """Give a folder with the files of the page; runs share the session of the tests."""
    monkeypatch.setattr(pipeline, "run", partial(pipeline.run, session=session))
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def done(line):
    """Do a command of the page and return its exit code."""
    program, *words = shlex.split(line)
    if program == "python":
        return subprocess.run([sys.executable, *words]).returncode
    # Java and the workers of the tests' session stand in another folder.
    return main([os.path.abspath(word) if word.endswith(".csv") else word for word in words])


def test_the_page_shows_what_its_commands_find(here, spark, capsys):
    """Two days are as they should be, the third is not; PyDeequ reads what was kept."""
    assert list(FILES) == ["monday.csv", "tuesday.csv", "wednesday.csv", "checks.json"]
    lines = re.split(r"\n(?=model-monitor|python)", SHELL[0].strip())
    assert [done(line) for line in lines] == [0, 0, 0, 0, 1]
    (shown,) = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)
    assert capsys.readouterr().out.endswith(shown)
    exec(PYTHON[0].replace('"history"', repr(str(here / "history"))), {"spark": spark})
    assert re.findall(r"Dataset\|\s+\*\|\s*Size\|\s*([\d.]+)\|", capsys.readouterr().out) == ["4.0", "4.0", "1.0"]


def test_the_page_names_every_metric_strategy_and_parameter():
    """By Deequ's names, as they are checked."""
    named = set(re.findall(r"`(\w+)`", PAGE))
    assert {*METRICS, *STRATEGIES} <= named
    for name, strategy in STRATEGIES.items():
        (row,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
        assert "the same" in row or all(f"`{parameter}`" in row for parameter in strategy.parameters), name
