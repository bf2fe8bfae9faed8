"""docs/gate.md is true: its commands and its pipelines run, and its tables are the engine's."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from engine.gate.failing import CHECKS
from engine.gate.result import Verdict

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "gate.md").read_text()
SDK = ROOT / ".venv" / "sdk2" / "bin" / "python"


def _blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_page_has_every_check_and_every_verdict():
    """By the names that the engine has for them, and the exit codes."""
    listed = PAGE[PAGE.index("The checks are") : PAGE.index("```sh")]
    assert re.findall(r"`(\w+(?:_check|Threshold))`", listed) == list(CHECKS)
    assert re.findall(r"^\| (\d) \| `(\w+)`", PAGE, flags=re.MULTILINE) == [
        (str(verdict.exit_code), verdict.value) for verdict in Verdict
    ]


def _run(lines, folder, **variables):
    """Run *lines* in a shell as a pipeline does, in a folder that has the sample data."""
    if not (folder / "sample_data").exists():
        (folder / "sample_data").symlink_to(ROOT / "sample_data")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", lines],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_the_commands_end_as_the_page_says(tmp_path):
    """The JSON object is all that is on standard output, and it has the fields that the page lists."""
    commands = _blocks("sh")[0].splitlines()
    assert [_run(command, tmp_path).returncode for command in commands] == [0, 0, 1]

    told = json.loads((tmp_path / "gate.json").read_text())
    fields = PAGE[PAGE.index("| field |") : PAGE.index("## JUnit XML")]
    named = re.findall(r"`(\w+)`", " ".join(line.split("|")[1] for line in fields.splitlines() if "|" in line))
    assert list(told) == named
    assert set(told["counts"]) <= set(re.findall(r"`(\w+)`", fields))
    document = json.loads(Path(tmp_path, told["paths"]["documents"]["constraint_violations.json"]).read_text())
    assert (told["verdict"], told["violations"]) == ("violations", document["violations"])
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()[0]
    assert (int(suite.get("failures")), int(suite.get("tests"))) == (
        told["counts"]["failing"],
        told["counts"]["judged"],
    )
    assert "violations" in (tmp_path / "summary.md").read_text().splitlines()[0]


@pytest.mark.slow
def test_the_pipelines_stop_at_what_is_wrong_and_have_their_files(tmp_path):
    """A step of GitHub Actions and a job of GitLab: both end with 1, and what they keep is there."""
    github, gitlab = map(yaml.safe_load, _blocks("yaml"))
    step = next(step for step in github["jobs"]["monitor"]["steps"] if "run" in step)

    done = _run(step["run"], tmp_path, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(tmp_path / "step.md"))
    assert done.returncode == 1, done.stderr
    assert "data_type_check" in (tmp_path / "step.md").read_text()
    upload = next(step["with"] for step in github["jobs"]["monitor"]["steps"] if "with" in step)
    assert all((tmp_path / path).exists() for path in upload["path"].split())

    other = tmp_path / "gitlab"
    other.mkdir()
    job = gitlab["monitor"]
    assert _run("\n".join(job["script"]), other).returncode == 1
    assert job["allow_failure"]["exit_codes"] == [Verdict.NO_DATA.exit_code]
    assert (other / job["artifacts"]["reports"]["junit"]).exists()


def test_the_script_counts_the_violations_that_matter(tmp_path, monkeypatch):
    """Those of its checks, in the file that the condition reads."""
    found = [{"constraint_check_type": check} for check in ("data_type_check", "baseline_drift_check")]
    (tmp_path / "constraint_violations.json").write_text(json.dumps({"violations": found}))
    monkeypatch.setenv("gate_output", str(tmp_path))
    names = {}
    exec(_blocks("python")[0], names)

    names["postprocess_handler"]()

    assert json.loads((tmp_path / "gate.json").read_text()) == {"failing": 1}


@pytest.mark.slow
def test_the_pipeline_of_sagemaker_reads_what_the_script_writes(tmp_path):
    """The SDK makes its definition, and the condition asks for the number in the script's file."""
    if not SDK.exists():
        pytest.skip("the SageMaker SDK is not installed: make test-slow does that")
    program = (
        "import boto3, json\nfrom sagemaker.workflow.pipeline_context import PipelineSession\n"
        "session = PipelineSession(boto3.Session(region_name='us-east-1', aws_access_key_id='a', "
        "aws_secret_access_key='b'), default_bucket='b')\n"
        "print(pipeline('image', 'arn:aws:iam::111122223333:role/r', session).definition())"
    )
    done = subprocess.run([SDK, "-c", _blocks("python")[1] + program], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

    monitor, decide = json.loads(done.stdout.strip().splitlines()[-1])["Steps"]
    assert monitor["PropertyFiles"] == [{"PropertyFileName": "gate", "OutputName": "result", "FilePath": "gate.json"}]
    (condition,) = decide["Arguments"]["Conditions"]
    assert condition["LeftValue"]["Std:JsonGet"]["Path"] == "failing"
    assert [step["Type"] for step in decide["Arguments"]["ElseSteps"]] == ["Fail"]
