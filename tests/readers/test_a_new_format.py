"""A format is one entry: a toy is added to FORMATS, and nothing else of the engine is touched."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOY = Path(__file__).parent / "toy"
ADD = """
import sys
from fixed_width import FIXED_WIDTH, FixedWidth
from engine.readers.formats import FORMATS
FORMATS[FixedWidth] = FIXED_WIDTH
from engine.__main__ import main
from engine.ending import end_process
import os
end_process(main(sys.argv[1:], os.environ))
"""
TABLE = "width 4\nid city\n1   Rom\n2   Ulm\n3\n"


@pytest.fixture
def engine(tmp_path):
    """Give a function that runs the engine, with the toy among its formats, on the table in `data`."""
    (tmp_path / "data").write_text(TABLE)

    def engine(*words):
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join((str(TOY), os.environ.get("PYTHONPATH", "")))}
        command = [sys.executable, "-c", ADD, *words]
        return subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True)

    return engine


def _statistics(folder):
    features = json.loads((folder / "statistics.json").read_text())["features"]
    return {feature["name"]: feature for feature in features}


@pytest.mark.slow
def test_the_command_line_finds_it_and_spark_reads_it(engine, tmp_path):
    """By its first bytes; its own flag and its own name in the log come from the entry."""
    done = engine("baseline", "data", "-o", "out", "--fill", " ")

    assert done.returncode == 0, done.stderr
    found = _statistics(tmp_path / "out")
    assert found["id"]["numerical_statistics"]["sum"] == 6.0
    assert found["city"]["string_statistics"]["common"] == {"num_present": 2, "num_missing": 1}
    assert "format 'fixed'" in done.stderr


@pytest.mark.slow
def test_the_container_knows_its_key(engine, tmp_path):
    """With the options that the entry names."""
    settings = ("--dataset-source", "data", "--output-path", "out", "--dataset-format", '{"FixedWidth": {"Fill": " "}}')
    done = engine(*settings)

    assert done.returncode == 0, done.stderr
    assert set(_statistics(tmp_path / "out")) == {"id", "city"}


def test_what_belongs_to_another_format_is_refused(engine):
    """The sentence is made of what both entries say."""
    done = engine("baseline", "data", "-o", "out", "--no-header")

    assert done.returncode == 2
    assert "--no-header is for CSV, and data is read as fields of one width; leave it out" in done.stderr
