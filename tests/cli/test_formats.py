"""What the command line makes of a dataset's format: found, or told."""

import logging

import pytest

from engine.cli import main as cli
from engine.outcome import Outcome
from engine.readers.csv.options import CsvFormat
from engine.readers.json_lines.options import JsonFormat
from engine.readers.parquet.options import ParquetFormat


@pytest.mark.parametrize(
    ("name", "words", "delimiter"),
    [
        pytest.param("a.csv", [], None, id="csv"),
        pytest.param("a.tsv", [], "\t", id="tsv"),
        pytest.param("a.tab", [], "\t", id="tab"),
        pytest.param("a.csv", ["--format", "tsv"], "\t", id="told tsv"),
        pytest.param("a.tsv", ["--format", "csv"], None, id="told csv"),
        pytest.param("a.tsv", ["--field-delimiter", ";"], ";", id="a delimiter has the last word"),
        pytest.param("a.json", ["--format", "csv"], None, id="told csv whatever the name"),
        pytest.param("a.csv", ["--field-delimiter", ","], ",", id="a comma that is told"),
    ],
)
def test_the_format_decides_the_delimiter(job_of, name, words, delimiter):
    """A tab in tsv, else what is found in the data (None); what is told wins over what is found."""
    assert job_of(b"a,b\n1,2\n", *words, name=name).dataset.format == CsvFormat(header=True, field_delimiter=delimiter)


@pytest.mark.parametrize(
    ("name", "content", "words", "share"),
    [
        pytest.param("a.json", b"[]", [], 0.01, id="a name"),
        pytest.param("a.ndjson", b"1", [], 0.01, id="another name"),
        pytest.param("a", b'{"a": 1}\n', [], 0.01, id="the begin of an object"),
        pytest.param("a", b'[\n {"a": 1}]', [], 0.01, id="the begin of a list"),
        pytest.param("a.csv", b'{"a": 1}\n', ["--format", "json"], 0.01, id="told"),
        pytest.param("a.jsonl", b"{}", ["--bad-records-share", "0.5"], 0.5, id="a share"),
    ],
)
def test_json_is_found_or_told(job_of, name, content, words, share):
    """Whether it has lines, each file shows itself."""
    assert job_of(content, *words, name=name).dataset.format == JsonFormat(bad_records_share=share)


@pytest.mark.parametrize(
    ("name", "content", "words", "sentence"),
    [
        ("a.csv", bytes(range(256)), [], "a.csv: the data are no text"),
        (
            "a.json",
            b'{"a": 1}\n',
            ["--no-header"],
            "--no-header is for CSV, and a.json is read as JSON, every record of it",
        ),
        (
            "a.json",
            b'{"a": 1}\n',
            ["--last", "6h"],
            "--last chooses among the records of captured traffic, and a.json is",
        ),
        ("a.csv", b"a\n", ["--bad-records-share", "0.1"], "--bad-records-share chooses among the records of captured"),
        ("a.json", b'{"a": 1}\n', ["--bad-records-share", "2"], "bad_records_share is expected to be from 0 to 1"),
        ("a.csv", b"a,b\n", ["--encoding", "klingon"], "text_encoding 'klingon' is unknown"),
        ("a.csv", b"a,b\n", ["--field-delimiter", ""], "field_delimiter is expected to be a character or more"),
    ],
)
def test_what_is_not_read_gets_a_sentence(job_of, caplog, name, content, words, sentence):
    """It says what was found or told, and what to do."""
    assert job_of(content, *words, name=name) is None
    assert sentence in caplog.text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.parquet", b"...", []),
        ("a.pq", b"...", []),
        ("a.csv", b"PAR1...", []),
        ("a.csv", b"a,b\n", ["--format", "parquet"]),
    ],
)
def test_parquet_is_found_by_bytes_and_by_name(job_of, name, content, words):
    """Bytes win over a name, and what is told over both."""
    assert job_of(content, *words, name=name).dataset.format == ParquetFormat()


def test_texts_that_mean_missing_are_told(job_of):
    """One flag, with commas between."""
    assert job_of(b"a\n", "--missing-values", "nan,None", name="a.csv").dataset.format.missing_values == ("nan", "None")


def test_the_log_begins_with_the_version_and_the_settings_in_force(job_of, caplog):
    """What was found is told with the rest; of an address, no password."""
    with caplog.at_level(logging.INFO, logger="engine"):
        job_of(b"a\tb\n", "--exclude", "a", "--semantics", "observed", name="a.tsv")
    version, settings, *_ = caplog.messages
    assert version.startswith("model-monitor-engine ")
    assert settings == (
        "  data 'a.tsv', output 'out', header True, field_delimiter '\\t', quote_character '\"', "
        "output_columns_position 'START', encoding 'utf-8', exclude 'a', semantics 'observed'"
    )


def test_the_log_shows_no_password(monkeypatch, caplog):
    """An address may have a name and a password in it; a format that is told is not looked for there."""
    monkeypatch.setattr(cli, "run", lambda _job: Outcome(1, None, None, None))
    with caplog.at_level(logging.INFO, logger="engine"):
        cli.main(["baseline", "s3://key:secret@bucket/a.csv", "--format", "csv", "-o", "out"])
    assert "data 's3://***@bucket/a.csv'" in caplog.text
    assert "secret" not in caplog.text


def test_what_was_listed_to_find_the_format_is_not_listed_again(job_of):
    """The job has the files; a format that is named needs none of them yet."""
    assert [file.size for file in job_of(b"a,b\n1,2\n", name="a.csv").dataset.listed.files] == [8]
    assert job_of(b"a,b\n1,2\n", "--format", "csv", name="a.csv").dataset.listed is None
