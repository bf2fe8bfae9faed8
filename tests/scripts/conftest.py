"""A script for each test, and what it makes of lines."""

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from engine.job.dataset import Script
from engine.scripts.preprocess import Record, preprocessing

SMALL = 2 << 30
"""Bytes that a script of a test may take, whatever machine it runs on."""


@pytest.fixture
def script(tmp_path: Path) -> Callable[..., Script]:
    """Give a function that writes a script and returns it as a job has it, with the variables that it is to see."""

    def written(text: str, *, name: str = "user.py", seconds: float = 60.0, **environment: str) -> Script:
        path = tmp_path / "code" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(dedent(text))
        return Script(str(path), tuple(environment.items()), seconds)

    return written


@pytest.fixture
def rows(script: Callable[..., Script]) -> Callable[..., list[dict[str, str | None]]]:
    """Give a function that returns the rows that a script, given as text, makes of lines."""

    def made(text: str, *lines: str, shape: str = "line", **options: object) -> list[dict[str, str | None]]:
        records = [Record("data.csv", number, line.encode()) for number, line in enumerate(lines, 1)]
        with preprocessing(script(text, **options), shape, memory=SMALL) as handler:
            return [json.loads(row) for row in handler.rows(records).splitlines()]

    return made
