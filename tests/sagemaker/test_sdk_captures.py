"""The request bodies of the SDKs, run as the platform would start them: settings, data, scripts and results in place."""

import json
from pathlib import Path

import pytest

from engine.__main__ import main

SCHEDULES = ("v2_dq_create_schedule_endpoint", "v3_dq_create_schedule_endpoint")
COMPLETE = {
    "v2_dq_suggest_baseline": {"age", "a", "b", "city", "label"},
    "v2_dq_suggest_baseline_json": {"age", "a", "b", "city", "label"},
    "v3_dq_suggest_baseline": {"age", "a", "b", "city", "label"},
    "v2_pipeline_quality_check_dq": {"_c0", "_c1", "_c2", "_c3", "_c4"},
    "v2_dq_create_schedule_batch_now": {"_c0", "_c2", "_c3", "_c4"},
    **{body: {"age", "city", "label"} for body in SCHEDULES},
}
"""Jobs that end well, and the features that they find: those that are excluded are not among them."""

OF_MODELS = (
    "v2_mq_suggest_baseline",
    "v2_mq_suggest_baseline_float",
    "v3_mq_suggest_baseline",
    "v2_mq_create_schedule_endpoint",
    "v3_mq_create_schedule",
)
"""Jobs about a model's answers that end well."""

REFUSED = {
    "v2_byoc_run_baseline": "dataset_source is not set; give the folder or file that holds the data",
    "v3_byoc_run_baseline": "dataset_source is not set; give the folder or file that holds the data",
    "v2_byoc_create_schedule": "dataset_source is not set; give the folder or file that holds the data",
    "v3_byoc_create_schedule": "'--a' is not a flag of the engine; known are --dataset-source",
}
"""Jobs that cannot be done, or not yet, and what is said of them."""


@pytest.fixture
def ran(laid_out, on_one_session):
    """Give a function that runs a body's job and tells its exit code, its message and where its documents are."""

    def ran(body):
        job, root = laid_out(body)
        code = main(list(job.words), {}, root=root)
        return code, (root / "output" / "message").read_text(), Path(str(job.environment.get("output_path", root)))

    return ran


def _read(output, name):
    return json.loads((output / name).read_text())


@pytest.mark.parametrize(("body", "features"), COMPLETE.items())
def test_a_data_quality_job_completes(ran, body, features):
    """All rows of the window are analysed, and nothing is violated, for they are those of the baseline."""
    code, message, output = ran(body)

    assert message == "Completed: Job completed successfully with no violations."
    assert code == 0
    statistics = _read(output, "statistics.json")
    assert statistics["dataset"]["item_count"] == 40
    assert {feature["name"] for feature in statistics["features"]} == features
    assert {feature["name"] for feature in _read(output, "constraints.json")["features"]} == features


@pytest.mark.parametrize("body", OF_MODELS)
def test_a_model_quality_job_completes(ran, body):
    """All rows are measured; every fourth answer is wrong."""
    code, message, output = ran(body)

    assert (code, message) == (0, "Completed: Job completed successfully with no violations.")
    statistics = _read(output, "statistics.json")
    assert statistics["dataset"]["item_count"] == 40
    if body == "v3_mq_create_schedule":
        assert 0 < statistics["regression_metrics"]["mae"]["value"] < 0.5
    else:
        assert statistics["binary_classification_metrics"]["accuracy"]["value"] == 0.75
        assert 0.75 < statistics["binary_classification_metrics"]["auc"]["value"] < 1


@pytest.mark.parametrize("body", SCHEDULES)
def test_a_schedule_with_a_baseline_writes_its_violations(ran, body):
    """There are none."""
    assert _read(ran(body)[2], "constraint_violations.json")["violations"] == []


@pytest.mark.parametrize("body", ["v2_dq_suggest_baseline", "v3_dq_suggest_baseline", "v2_dq_create_schedule_endpoint"])
def test_a_postprocessing_script_sees_the_users_variables(laid_out, on_one_session, body):
    """It is called when the documents are there."""
    job, root = laid_out(body)
    (script,) = (Path(path) for path in job.scripts if path.endswith("post.py"))

    assert main([], {}, root=root) == 0
    assert script.with_name("said").read_text() == "1"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            ["--start-time=2024-03-18T14:00:00Z", "--end-time=2024-03-18T15:00:00Z"], id="no file of the hour"
        ),
        pytest.param(["--end-time=2024-03-18T13:00:00Z"], id="no time at all"),
        pytest.param(["--end-time=2024-03-18T13:00:01Z"], id="a part of the hour without a record"),
        pytest.param(["--sagemaker-endpoint-name=other"], id="no such endpoint"),
        pytest.param(["--variant-name=other"], id="no such variant"),
        pytest.param(["--sagemaker-endpoint-name=other", "--baseline-constraints="], id="without constraints"),
        pytest.param(
            ["--variant-name=other", "--baseline-constraints=", "--baseline-statistics="], id="without a baseline"
        ),
    ],
)
def test_a_schedule_over_nothing_completes(laid_out, on_one_session, words):
    """Nobody asked the endpoint anything, and nothing is wrong with that."""
    _, root = laid_out("v3_dq_create_schedule_endpoint")

    assert main(words, {}, root=root) == 0
    assert "No records were found" in (root / "output" / "message").read_text()


@pytest.mark.parametrize(("body", "sentence"), REFUSED.items())
def test_what_cannot_be_done_is_said(ran, body, sentence):
    """The job fails with the reason in its message, and leaves no document."""
    code, message, output = ran(body)

    assert code == 255
    assert message.startswith(sentence)
    assert not list(output.glob("*.json"))


def test_every_body_is_here(bodies):
    """A new one must be given its end."""
    assert {path.stem for path in bodies.glob("*.json")} == {*COMPLETE, *OF_MODELS, *REFUSED}
