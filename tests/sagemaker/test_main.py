"""The container's contract from the outside: exit codes, message and log, with the run itself replaced."""

import json
import logging
import os
import signal
from types import SimpleNamespace

import pytest

from engine import __version__
from engine.__main__ import main
from engine.errors import DatasetError
from engine.sagemaker.message import write

ENVIRONMENT = {
    "dataset_source": "/in",
    "output_path": "/out",
    "dataset_format": '{"csv": {"header": true}}',
    "MY_TOKEN": "hush",
}


@pytest.fixture
def root(tmp_path):
    """Give a folder of the platform's with a job in it."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "processingjobconfig.json").write_text(json.dumps({"Environment": ENVIRONMENT}))
    return tmp_path


@pytest.fixture
def replace_run(monkeypatch):
    """Give a function that puts another one in the place of the run."""
    return lambda run: monkeypatch.setattr("engine.pipeline.run", run)


def message(root) -> str:
    """Return the exit message below *root*."""
    return (root / "output" / "message").read_text()


def outcome(records: int, violations: tuple | None):
    """Return what main looks at of a run's outcome."""
    return SimpleNamespace(records=records, violations=violations)


@pytest.mark.parametrize(
    ("records", "violations", "text"),
    [
        (7, None, "Completed: Job completed successfully with no violations."),
        (7, (), "Completed: Job completed successfully with no violations."),
        (7, ("one", "two"), "CompletedWithViolations: Job completed successfully with 2 violations."),
        (0, (), "Completed: Job completed successfully with no violations. No records were found"),
    ],
)
def test_a_complete_analysis_ends_with_0(root, replace_run, records, violations, text):
    """Violations are a result and no failure; the message tells them."""
    replace_run(lambda job: outcome(records, violations))
    assert main([], {}, root=root) == 0
    assert message(root).startswith(text)


def test_the_command_line_has_the_last_word(root, replace_run):
    """A flag overrides what the job's environment says."""
    jobs = []
    replace_run(lambda job: jobs.append(job) or outcome(1, None))
    assert main(["--dataset-source", "/else"], {"dataset_source": "/process"}, root=root) == 0
    assert jobs[0].dataset.source == "/else"


def test_a_source_that_is_missing_ends_with_255_and_a_sentence(root, tmp_path):
    """The real run finds no data, and says so in the message."""
    missing = tmp_path / "nowhere"
    assert main(["--dataset-source", str(missing), "--output-path", str(tmp_path / "out")], {}, root=root) == 255
    assert str(missing) in message(root)


def test_a_fault_of_the_users_is_the_message(root, replace_run):
    """The sentence of the error is what the platform shows."""

    def run(job):
        raise DatasetError("/in/a.csv: line 7 is not in the stated format", code="not-in-format")

    replace_run(run)
    assert main([], {}, root=root) == 255
    assert message(root) == "/in/a.csv: line 7 is not in the stated format"


def test_the_code_of_a_fault_is_in_the_log_and_not_in_the_message(root, replace_run, caplog):
    """Those who watch logs look for it; what the platform shows is the sentence alone."""

    def run(job):
        raise DatasetError("/in/a.csv: cannot be read", code="data-unreadable")

    replace_run(run)
    assert main([], {}, root=root) == 255
    assert caplog.messages[-1] == "[data-unreadable] /in/a.csv: cannot be read"
    assert message(root) == "/in/a.csv: cannot be read"


@pytest.mark.parametrize("error", [ValueError("Ms Smith, 43"), SystemExit(0), MemoryError()])
def test_a_defect_has_its_traceback_in_the_log_and_no_data_in_the_message(root, replace_run, caplog, error):
    """What nobody foresaw fails the run, whatever it was."""

    def run(job):
        raise error

    replace_run(run)
    assert main([], {}, root=root) == 255
    assert message(root).startswith(f"The engine has a defect: {type(error).__name__}. Please report it")
    assert "Traceback" in caplog.text
    assert "Smith" not in message(root)


def test_a_message_that_is_there_outlives_a_failure(root):
    """The reason that was given first is the one that counts."""
    write(root, "the script's own reason")
    assert main(["--output-path="], {}, root=root) == 255
    assert message(root) == "the script's own reason"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_run_in_order(root, replace_run, number):
    """The run is left by an exception, so that it cleans up; a second signal does not disturb that."""
    cleaned = []

    def run(job):
        try:
            os.kill(os.getpid(), number)
        finally:
            os.kill(os.getpid(), number)
            cleaned.append(True)

    replace_run(run)
    former = signal.getsignal(number)
    assert main([], {}, root=root) == 255
    assert message(root) == f"The job was stopped by {number.name} before the analysis was complete."
    assert cleaned == [True]
    assert signal.getsignal(number) is former


def test_what_breaks_while_stopping_is_no_defect(root, replace_run):
    """An error that the stop has caused does not hide the stop."""

    def run(job):
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            raise RuntimeError("the connection is gone")

    replace_run(run)
    assert main([], {}, root=root) == 255
    assert message(root).startswith("The job was stopped by SIGTERM")


@pytest.mark.parametrize(("current", "written"), [("algo-1.invalid", True), ("algo-2.invalid", False)])
def test_of_several_hosts_the_first_says_why(root, current, written):
    """Messages of several hosts are joined by the platform, so that one of them speaks."""
    given = {"current_host": current, "hosts": ["algo-1.invalid", "algo-2.invalid"]}
    (root / "config" / "resourceconfig.json").write_text(json.dumps(given))
    assert main(["--hosts-timeout", "0.1"], {}, root=root) == 255
    assert (root / "output" / "message").exists() == written


def test_a_host_that_follows_leaves_the_documents_alone(root, tmp_path):
    """Hosts may share their output folder, which is the first host's to clear and to fill."""
    given = {"current_host": "algo-2.invalid", "hosts": ["algo-1.invalid", "algo-2.invalid"]}
    (root / "config" / "resourceconfig.json").write_text(json.dumps(given))
    (tmp_path / "statistics.json").write_text("of this run")
    assert main(["--hosts-timeout", "0.1", "--output-path", str(tmp_path)], {}, root=root) == 255
    assert (tmp_path / "statistics.json").read_text() == "of this run"


@pytest.mark.parametrize("current", ["algo-1", "algo-2"])
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (["--dataset-format", "xml"], "dataset_format"),
        (
            ["--output-path", "/b", "--baseline-constraints", "/b/constraints.json"],
            "The output folder /b is the baseline",
        ),
    ],
)
def test_hosts_fail_alike_where_the_settings_are_at_fault(root, caplog, current, settings, said):
    """None waits for another that has failed: here that would be for five minutes."""
    (root / "config" / "resourceconfig.json").write_text(
        json.dumps({"current_host": f"{current}.invalid", "hosts": ["algo-1.invalid", "algo-2.invalid"]})
    )
    assert main(settings, {}, root=root) == 255
    assert said in caplog.text


def test_a_broken_configuration_is_explained(root):
    """The platform's file is named, and the place in it."""
    (root / "config" / "processingjobconfig.json").write_text('{"Environment": ')
    assert main([], {}, root=root) == 255
    assert "processingjobconfig.json: it is not JSON: Expecting value at line 1" in message(root)


def test_the_log_begins_with_the_version_and_the_settings_and_no_secret(root, replace_run, caplog):
    """Of the environment, only what the contract names is shown."""
    caplog.set_level(logging.INFO, logger="engine")
    replace_run(lambda job: outcome(1, None))
    main([], {"AWS_SECRET_ACCESS_KEY": "hush"}, root=root)
    assert caplog.messages[:2] == [f"model-monitor-engine {__version__}", "  dataset_source: /in"]
    assert "hush" not in caplog.text


def test_settings_that_have_no_effect_are_warned_of(root, replace_run, caplog):
    """The run goes on, and the log says what it leaves out."""
    replace_run(lambda job: outcome(1, None))
    assert main(["--script-timeout", "60"], {}, root=root) == 0
    assert "script_timeout has no effect" in caplog.text


def test_with_nothing_to_do_it_says_what_could_be_done(tmp_path, caplog):
    """Without arguments, settings and platform, a few lines explain the use."""
    assert main([], {}, root=tmp_path / "absent") == 255
    assert "python -m engine baseline DATA.csv -o OUT" in caplog.text
    assert not (tmp_path / "absent").exists()


def test_without_the_platform_the_message_is_in_the_log(tmp_path, replace_run, caplog):
    """Settings in the process environment are enough; no folder of the platform's is made."""
    caplog.set_level(logging.INFO, logger="engine")
    replace_run(lambda job: outcome(1, None))
    assert main([], ENVIRONMENT, root=tmp_path / "absent") == 0
    assert "Completed: Job completed successfully with no violations." in caplog.messages
    assert not (tmp_path / "absent").exists()


@pytest.mark.parametrize("argv", [["baseline", "x.csv", "-o", "out"], ["--version"], ["--help"], ["-h"], ["nonsense"]])
def test_commands_go_to_the_command_line(monkeypatch, tmp_path, argv):
    """A first word that is no setting is the business of the command line, with its own exit codes."""
    monkeypatch.setattr("engine.cli.main.main", lambda given: 3 if given == argv else 1)
    assert main(argv, {}, root=tmp_path) == 3
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(("error", "code"), [(SystemExit(2), 2), (SystemExit(0), 0)])
def test_an_exit_of_the_command_line_keeps_its_code(monkeypatch, error, code):
    """A parser that leaves has its say."""

    def leave(argv):
        raise error

    monkeypatch.setattr("engine.cli.main.main", leave)
    assert main(["baseline"], {}) == code
