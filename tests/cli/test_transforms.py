"""Captured batch transforms at the command line: manifests are found by themselves, and what they name is read."""

import json
import logging

import pytest
from transforms import HOUR, lay

from engine.cli import main as cli
from engine.outcome import Outcome
from engine.readers.csv.options import CsvFormat
from engine.readers.json_lines.options import JsonFormat
from engine.readers.transform.options import TransformFormat

ONE = {"inputs": {"a.csv": "x;y\n1;2\n"}, "outputs": {"a.csv.out": "0.5\n"}}
FOUND = CsvFormat(header=True, field_delimiter=None)
ANSWERS = CsvFormat(field_delimiter=None)


@pytest.fixture
def job_at(monkeypatch, tmp_path):
    """Give a function that runs `baseline` on the data at a path, and tells the job."""

    def job_at(source, *words):
        jobs = []
        monkeypatch.setattr(cli, "run", lambda job: jobs.append(job) or Outcome(1, None, None, None))
        code = cli.main(["baseline", str(source), "-o", str(tmp_path / "out"), *words])
        assert code == (0 if jobs else 2)
        return jobs[0] if jobs else None

    return job_at


def test_the_files_that_manifests_name_show_the_format(tmp_path, job_at):
    """CSV with a header, whose delimiter the data decide, and an output without one."""
    assert job_at(lay(tmp_path, **ONE)).dataset.format == TransformFormat(FOUND, ANSWERS)


def test_json_is_found(tmp_path, job_at):
    """By how a file begins, or by its name."""
    source = lay(tmp_path, {"a": '{"x": 1}\n'}, {"a.out": '{"y": 1}\n'})
    assert job_at(source).dataset.format == TransformFormat(JsonFormat(), JsonFormat())


def test_words_of_the_format_and_of_the_transform_count(tmp_path, job_at, caplog):
    """The header, the window, and where the output stands; other formats' are refused."""
    words = ["--no-header", "--start", "2024-03-18T13:00:00Z", "--output-columns-position", "END"]
    with caplog.at_level(logging.INFO, logger="engine"):
        dataset = job_at(lay(tmp_path, **ONE), *words).dataset
    assert dataset.format == TransformFormat(ANSWERS, ANSWERS, output_first=False)
    assert dataset.window.start.hour == 13
    assert "manifests 'of a batch transform', header False" in caplog.text
    assert "output_columns_position 'END'" in caplog.text
    assert job_at(lay(tmp_path, **ONE), "--endpoint", "e") is None
    assert "--endpoint chooses among the records of captured traffic" in caplog.text


def test_the_newest_input_is_looked_at(tmp_path, job_at):
    """Files of former transforms may be gone."""
    source = lay(tmp_path, **ONE)
    for side in ("input", "output"):
        old = source / side / "2024/03/17/13/m.json"
        old.parent.mkdir(parents=True)
        old.write_text(json.dumps([{"prefix": "/gone/"}, "a.csv"]))
    assert job_at(source).dataset.format == TransformFormat(FOUND, ANSWERS)


def test_manifests_without_names_are_read_as_what_they_look_like(tmp_path, job_at):
    """A list that begins with an object is JSON."""
    source = lay(tmp_path, {}, {})
    assert job_at(source).dataset.format == JsonFormat()


def test_a_format_that_is_told_is_that_of_the_files_themselves(tmp_path, job_at):
    """Nothing is looked for then."""
    assert job_at(lay(tmp_path, **ONE), "--format", "json").dataset.format == JsonFormat()


def test_a_broken_manifest_has_its_sentence(tmp_path, job_at, caplog):
    """As in the container."""
    source = lay(tmp_path, **ONE)
    (source / "input" / HOUR / "m.json").write_text('[{"prefix": "/x/"}, ')
    assert job_at(source) is None
    assert "expected a manifest of a captured batch transform" in caplog.text
