"""The command line for a person: exit codes, help, and where its words go."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine import __version__
from engine.cli import main as cli
from engine.errors import DatasetError, JobError, NoRecords
from engine.outcome import Outcome

ROOT = Path(__file__).parents[2]


@pytest.fixture
def commanded(monkeypatch, capsys, tmp_path):
    """Give a function that runs a command whose job ends with *outcome*, and tells (exit code, output, errors).

    It runs in a folder with a file data.csv.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.csv").write_text("a\n1\n")

    def command(outcome, *argv):
        def run(job):
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        monkeypatch.setattr(cli, "run", run)
        code = cli.main(argv or ["baseline", "data.csv", "-o", "out"])
        return code, *capsys.readouterr()

    return command


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        pytest.param(Outcome(5, None, None, None), 0, id="baseline"),
        pytest.param(Outcome(0, None, None, ()), 3, id="window without records"),
        pytest.param(NoRecords("nothing there", code="no-records"), 3, id="baseline of nothing"),
        pytest.param(DatasetError("not readable", code="data-unreadable"), 2, id="dataset error"),
        pytest.param(JobError("not possible", code="setting-not-supported"), 2, id="job error"),
        pytest.param(ValueError("a defect"), 2, id="defect"),
    ],
)
def test_each_end_has_its_exit_code(commanded, outcome, code):
    """0 is fine, 2 an error (a defect among them: never 1, which says violations), 3 no data."""
    assert commanded(outcome)[0] == code


def test_the_folder_of_a_baseline_must_have_a_document(commanded, tmp_path):
    """A folder without documents is an error that says what was expected."""
    argv = ["monitor", "data.csv", "--baseline", str(tmp_path), "-o", "out"]

    assert commanded(Outcome(1, None, None, ()), *argv)[0] == 2


@pytest.mark.parametrize("command", ["baseline", "monitor", "merge", "quality", "setup"])
def test_every_command_has_help_with_an_example(command, capsys):
    """`--help` of each command shows how it is called."""
    with pytest.raises(SystemExit) as end:
        cli.main([command, "--help"])

    assert end.value.code == 0
    assert re.search(rf"example: model-monitor {command}", capsys.readouterr().out)


def test_help_names_the_defaults_that_are_values(capsys):
    """And none where a word is simply not said."""
    with pytest.raises(SystemExit):
        cli.main(["baseline", "--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert "(default: utf-8)" in shown
    assert not {"(default: None)", "(default: False)", "(default: True)", "(default: [])"} & set(
        re.findall(r"\(default: [^)]*\)", shown)
    )


def test_the_version_is_told(capsys):
    """`--version` gives the version of the package."""
    with pytest.raises(SystemExit):
        cli.main(["--version"])

    assert capsys.readouterr().out == f"model-monitor {__version__}\n"


def test_a_missing_folder_is_one_sentence_and_no_traceback(tmp_path):
    """In a process of its own: exit code 2, and one line on standard error that names the path."""
    absent = tmp_path / "absent"

    done = subprocess.run(
        [sys.executable, "-m", "engine", "baseline", str(absent), "-o", str(tmp_path / "out")],
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert str(absent) in done.stderr


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"NO_COLOUR": "1"}, True)],
    ids=str,
)
def test_a_terminal_has_colours_unless_no_color_is_set(monkeypatch, variables, coloured):
    """To any value but the empty one, as https://no-color.org asks; the report is the same but for that."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    master, slave = os.openpty()
    with open(slave, "w") as terminal:
        cli._print_report(Outcome(1, None, None, ()), terminal)
        printed = b""
        while b"No violations" not in printed:  # a terminal gives what it has, which may be a part
            printed += os.read(master, 4096)
    os.close(master)
    assert (b"\x1b[" in printed) is coloured


def _ended_with(outcome, shell, tmp_path):
    """Run a job that ends with *outcome* in a process of its own whose standard output is what *shell* says."""
    (tmp_path / "data.csv").write_text("a\n1\n")
    program = (
        "import sys\nfrom engine.cli import main as cli\nfrom engine.outcome import Outcome\n"
        "from engine.documents.violations import Violation\n"
        f"cli.run = lambda job: {outcome}\n"
        "sys.exit(cli.main(['baseline', 'data.csv', '-o', 'out']))"
    )
    return subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -c "$1" {shell}', sys.executable, program],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.parametrize("shell", [">&-", "> /dev/full"], ids=["closed", "full"])
@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        ("Outcome(1, None, None, ())", 0),
        ("Outcome(1, None, None, (Violation('a', 'completeness_check', 'x'),))", 1),
        ("Outcome(0, None, None, ())", 3),
    ],
)
def test_a_report_that_cannot_be_shown_changes_nothing(outcome, code, shell, tmp_path):
    """The documents are complete: the job's own code tells how it ended, and a line that the report is missing."""
    if "/dev/full" in shell and not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    done = _ended_with(outcome, shell, tmp_path)
    assert done.returncode == code, done.stderr
    assert "The report cannot be shown: " in done.stderr
    assert "Traceback" not in done.stderr
    assert "The documents are in out" in done.stderr


def test_a_refused_word_leaves_no_document_of_a_former_run(tmp_path, monkeypatch):
    """Whoever looks into the folder afterwards must not take yesterday's result for today's."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "statistics.json").write_text("of a former run")
    assert cli.main(["baseline", "s3://KEY:SECRET@bucket/x", "-o", "out"]) == 2
    assert list((tmp_path / "out").iterdir()) == []
