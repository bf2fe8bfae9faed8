"""What the command line tells a pipeline: exit codes, files, and one JSON object."""

import json
from xml.etree import ElementTree

import pytest

from engine.cli import main as cli
from engine.documents.folder import write_all
from engine.documents.violations import Violation
from engine.errors import DatasetError, NoRecords
from engine.outcome import Outcome

DRIFT = Violation("::error::x", "baseline_drift_check", "##[add-mask]y")


@pytest.fixture
def run_with(monkeypatch, capsys, tmp_path):
    """Give a function that runs `baseline` with *words*, ending with *outcome*, and tells (exit code, output, errors)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (tmp_path / "data.csv").write_text("a\n1\n")

    def run_with(outcome, *words):
        def run(job):
            if isinstance(outcome, Exception):
                raise outcome
            if job.report:
                write_all(job.output, {"report.html": "<!doctype html>"})
            return outcome

        monkeypatch.setattr(cli, "run", run)
        code = cli.main(["baseline", "data.csv", "-o", "out", *words])
        return code, *capsys.readouterr()

    return run_with


ENDS = {
    "fine": (Outcome(5, None, None, None), 0),
    "violations": (Outcome(5, None, None, (DRIFT,)), 1),
    "error": (DatasetError("not readable", code="data-unreadable"), 2),
    "no_data": (NoRecords("nothing there", code="no-records"), 3),
}


@pytest.mark.parametrize("verdict", ENDS)
def test_each_end_is_one_json_object_and_nothing_else(run_with, verdict):
    """The report goes to standard error; the exit code is the one that there is without."""
    outcome, code = ENDS[verdict]

    ended, out, err = run_with(outcome, "--json")

    told = json.loads(out)
    assert out.count("\n") == 1
    assert (ended, told["verdict"], told["exit_code"]) == (code, verdict, code)
    assert told["paths"]["output"] == "out"
    assert told["counts"]["violations"] == (verdict == "violations")
    assert (told["error"] or {}).get("code") == getattr(outcome, "code", None)
    assert ("1 violation" in err) == (verdict == "violations")


def test_json_has_the_entries_of_the_document(run_with):
    """As constraint_violations.json has them, and where that is."""
    told = json.loads(run_with(ENDS["violations"][0], "--json")[1])

    assert told["violations"] == [DRIFT.to_json()]
    assert told["paths"]["documents"] == {"constraint_violations.json": "out/constraint_violations.json"}
    assert told["counts"]["by_check"] == {"baseline_drift_check": 1}


def test_json_says_where_the_page_is(run_with):
    """Where one was asked for, and only then."""
    assert json.loads(run_with(ENDS["fine"][0], "--json", "--report")[1])["paths"]["report"] == "out/report.html"
    assert json.loads(run_with(ENDS["fine"][0], "--json")[1])["paths"]["report"] is None


def test_json_says_of_no_page_that_could_not_be_made(run_with, monkeypatch):
    """A run goes on without it."""
    monkeypatch.setitem(globals(), "write_all", lambda *_: None)
    assert json.loads(run_with(ENDS["fine"][0], "--json", "--report")[1])["paths"]["report"] is None


def test_only_the_named_checks_fail_a_run(run_with):
    """The others are shown all the same."""
    code, out, _ = run_with(ENDS["violations"][0], "--fail-on", "completeness_check,anomaly_check")
    assert (code, "1 violation" in out) == (0, True)
    assert run_with(ENDS["violations"][0], "--fail-on", "anomaly_check", "--fail-on", "baseline_drift_check")[0] == 1


@pytest.mark.parametrize("verdict", ENDS)
def test_every_end_leaves_its_files(run_with, tmp_path, verdict):
    """A file of a former run would be taken for today's."""
    (tmp_path / "junit.xml").write_text("of a former run")
    (tmp_path / "summary.md").write_text("of a former run")

    run_with(ENDS[verdict][0], "--junit", "junit.xml", "--summary", "summary.md")

    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()[0]
    assert (suite.get("failures"), suite.get("errors")) == (
        str(int(verdict == "violations")),
        str(int(verdict == "error")),
    )
    assert (tmp_path / "summary.md").read_text().startswith("### model-monitor baseline: ")


@pytest.mark.parametrize("verdict", ENDS)
def test_files_may_lie_in_the_output_folder_of_a_first_run(run_with, tmp_path, verdict):
    """Which is not there when the words are looked at."""
    code, _, _ = run_with(ENDS[verdict][0], "--junit", "out/junit.xml", "--summary", "out/summary.md")

    assert code == ENDS[verdict][1]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["junit.xml", "summary.md"]


def test_the_summary_of_a_step_is_added_to_what_is_there(run_with, tmp_path, monkeypatch):
    """A step may run several commands, and each tells its own."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "step.md"))
    for _ in range(2):
        run_with(ENDS["fine"][0], "--summary")

    assert (tmp_path / "step.md").read_text().count("### model-monitor baseline: no violations\n") == 2


def test_what_a_step_prints_has_no_command_of_its_data(run_with, monkeypatch):
    """GitHub Actions would obey it, wherever the line comes from."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    code, out, _ = run_with(ENDS["violations"][0])
    assert (code, ": :error::x: baseline_drift_check" in out, "# #[add-mask]y" in out) == (1, True, True)
    _, out, err = run_with(ENDS["violations"][0], "--json")
    lines = (out + err).splitlines()
    assert [line for line in lines if line.startswith("::") or "##[" in line] == [
        "::error title=baseline_drift_check%3A %3A%3Aerror%3A%3Ax::# #[add-mask]y"
    ]


ANNOTATED = {
    "fine": [],
    "violations": ["::error title=baseline_drift_check%3A %3A%3Aerror%3A%3Ax::# #[add-mask]y"],
    "error": ["::error title=model-monitor baseline::not readable"],
    "no_data": ["::warning title=model-monitor baseline::nothing there"],
}


@pytest.mark.parametrize("verdict", ENDS)
def test_github_actions_shows_at_the_run_what_was_found(run_with, monkeypatch, verdict):
    """Without a word for it; nowhere else is it printed."""
    assert not [line for line in run_with(ENDS[verdict][0])[2].splitlines() if line.startswith("::")]
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert [line for line in run_with(ENDS[verdict][0])[2].splitlines() if line.startswith("::")] == ANNOTATED[verdict]


def test_a_file_that_cannot_be_written_at_the_end_is_a_line_in_the_log(run_with, tmp_path, monkeypatch, caplog):
    """The documents are complete, and the exit code tells how the run has ended."""
    monkeypatch.setattr(cli, "_print_report", lambda *_: (tmp_path / "later").rmdir())
    (tmp_path / "later").mkdir()

    code, _, _ = run_with(ENDS["violations"][0], "--junit", "later/junit.xml")

    assert (code, "[gate-file-not-written]" in caplog.text) == (1, True)
