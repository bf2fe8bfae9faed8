"""What the command line makes of words for captured traffic and for scripts."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from engine.job.times import MonitoringWindow
from engine.readers.capture.options import CaptureFormat

RECORD = b'{"captureData": {}}\n'


@pytest.mark.parametrize(
    ("content", "words"),
    [(RECORD, []), (b'{"a": 1}\n', ["--format", "capture"]), (b"", ["--last", "6h"]), (b"", ["--endpoint", "ep"])],
)
def test_captured_traffic_is_found_or_told(job_of, content, words):
    """A file without a byte is what the words are for."""
    assert isinstance(job_of(content, *words).dataset.format, CaptureFormat)


def test_nothing_is_chosen_where_nothing_is_said(job_of):
    """The sides that the records have, of every endpoint, of all times."""
    dataset = job_of(RECORD).dataset
    assert (dataset.format, dataset.window, dataset.preprocessor) == (CaptureFormat(), None, None)


def test_words_choose_the_endpoint_the_variant_and_the_share_of_bad_records(job_of):
    """A share of 0 is one too."""
    words = ["--endpoint", "ep", "--variant", "v", "--bad-records-share", "0"]
    assert job_of(RECORD, *words).dataset.format == CaptureFormat((), "ep", "v", 0.0)


def test_a_run_about_a_model_has_the_window_for_its_documents(job_of):
    """As the container's settings give it; a script has brought the truth into the captured records."""
    words = ["--analysis-type", "MODEL_QUALITY", "--problem-type", "Regression", "--inference-attribute", "0"]
    job = job_of(RECORD, *words, "--start", "2024-03-18T13:00:00Z")
    assert job.quality.window == job.dataset.window == MonitoringWindow(datetime(2024, 3, 18, 13, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("names", "sides"),
    [
        (["endpointInput"], ("endpointInput",)),
        (["endpointoutput", "endpointInput"], ("endpointInput", "endpointOutput")),
        (["endpointInput,endpointOutput"], ("endpointInput", "endpointOutput")),
        (["1"], ("endpointOutput",)),
    ],
)
def test_sides_are_words_or_one_word_with_commas(job_of, names, sides):
    """By name or by position, as in the container."""
    assert job_of(RECORD, "--capture-index-names", *names).dataset.format.sides == sides


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        (["--start", "2024-03-18"], datetime(2024, 3, 18, tzinfo=UTC), None),
        (["--end", "2024-03-18T14:00:00+01:00"], None, datetime(2024, 3, 18, 13, tzinfo=UTC)),
    ],
)
def test_a_window_has_one_bound_or_two(job_of, words, start, end):
    """Written as in the container."""
    assert job_of(RECORD, *words).dataset.window == MonitoringWindow(start, end)


def test_the_last_hours_end_now(job_of):
    """The window ends when the command is given."""
    before = datetime.now(UTC)
    window = job_of(RECORD, "--last", "1h30m").dataset.window
    assert before <= window.end <= datetime.now(UTC)
    assert window.end - window.start == timedelta(minutes=90)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--start", "yesterday"], "--start is expected to be a time of ISO 8601, such as 2024-03-18T13:00:00Z; found"),
        (["--end", "18.3."], "--end is expected to be a time of ISO 8601"),
        (["--start", "2024-03-18", "--end", "2024-03-17"], "before start_time, 2024-03-18T00:00:00+00:00"),
        (["--last", "6"], "--last is expected to be a span of time, such as 6h, 30m, 2d, 1w or 1h30m; found '6'"),
        (["--last", "6h", "--start", "2024-03-18"], "--last is a window that ends now, without --start and --end"),
        (["--last", "6h", "--end", "2024-03-18"], "--last is a window that ends now, without --start and --end"),
        (["--capture-index-names", "input"], "captureIndexNames holds 'input'; a captured record has endpointInput"),
        (["--bad-records-share", "2"], "bad_records_share is expected to be from 0 to 1; found 2.0"),
        (["--preprocess", "absent.py"], "--preprocess: there is no file absent.py; name the script"),
        (["--postprocess", "absent.py"], "--postprocess: there is no file absent.py; name the script"),
        (["--preprocess", "a.jsonl", "--script-timeout", "0"], "script_timeout is expected to be a number of seconds"),
        (["--no-header"], "--no-header is for CSV, and a.jsonl is read as captured traffic; leave it out"),
        (["--field-delimiter", ";"], "--field-delimiter is for CSV"),
        (["--quote-character", "'"], "--quote-character is for CSV"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(job_of, caplog, words, sentence):
    """It says what was expected, and what was found."""
    assert job_of(RECORD, *words) is None
    assert sentence in caplog.text


@pytest.mark.parametrize(
    "word",
    [
        ["--start", "2024-03-18"],
        ["--end", "2024-03-18"],
        ["--last", "6h"],
        ["--endpoint", "ep"],
        ["--variant", "v"],
        ["--capture-index-names", "endpointInput"],
        ["--bad-records-share", "0"],
    ],
)
def test_what_chooses_among_captures_is_refused_for_csv(job_of, caplog, word):
    """Every record of a CSV file is read; who asks for some of them expects something else."""
    assert job_of(b"a,b\n1,2\n", *word, name="a.csv") is None
    assert f"{word[0]} chooses among the records of captured traffic, and a.csv is read as CSV" in caplog.text


@pytest.mark.parametrize(("name", "content"), [("a.csv", b"a\n1\n"), ("a.jsonl", RECORD)])
def test_scripts_see_the_environment_and_have_their_time(job_of, monkeypatch, tmp_path, name, content):
    """Of whatever data; what of the environment is the contract's or the engine's own is not theirs."""
    for variable, value in {"MY_VAR": "1", "dataset_source": "/in", "MODEL_MONITOR_HOME": "/home"}.items():
        monkeypatch.setenv(variable, value)
    (tmp_path / "pre.py").write_text("")
    (tmp_path / "post.py").write_text("")

    job = job_of(content, "--preprocess", "pre.py", "--postprocess", "post.py", "--script-timeout", "9", name=name)

    for script, path in ((job.dataset.preprocessor, "pre.py"), (job.postprocessor, "post.py")):
        assert (script.path, script.seconds) == (path, 9.0)
        assert dict(script.environment).items() >= {"MY_VAR": "1"}.items()
        assert not {"dataset_source", "MODEL_MONITOR_HOME"} & dict(script.environment).keys()


def test_columns_to_leave_out_are_named_or_numbered(job_of):
    """The words are kept as they are until the columns are known."""
    assert job_of(RECORD, "--exclude", "0", "--exclude", "name").excluded == ("0", "name")


def test_the_log_shows_what_is_in_force(job_of, caplog, tmp_path):
    """The window in UTC, the scripts by their paths and without the variables that they see."""
    (tmp_path / "pre.py").write_text("")
    words = ["--start", "2024-03-18T14:00:00+01:00", "--endpoint", "ep", "--preprocess", "pre.py", "--exclude", "0"]
    with caplog.at_level(logging.INFO, logger="engine"):
        job_of(RECORD, *words, "--capture-index-names", "endpointInput")
    assert caplog.messages[1] == (
        "  data 'a.jsonl', output 'out', format 'capture', sides ('endpointInput',), endpoint 'ep', bad_records_share 0.01, "
        "start '2024-03-18T13:00:00+00:00', encoding 'utf-8', exclude '0', semantics 'corrected', "
        "preprocess 'pre.py', script_timeout 300.0"
    )
