"""What a schedule's user reads where something that it was promised is gone: the exit message, for each kind of absence."""

import pytest

from engine.__main__ import main

CAPTURES = '{"sagemakerCaptureJson": {"captureIndexNames": ["endpointInput", "endpointOutput"]}}'
CONSTRAINTS = '{"version": 0.0, "features": []}'


@pytest.fixture
def message(tmp_path, s3):
    """Give a function that runs an hour of a schedule and returns its exit code and message.

    {bucket} stands for a bucket with nothing but another folder in it, {here} for a folder of an endpoint's without captures
    and with a baseline's constraints beside.
    """
    s3.put_all({"other/day.jsonl": "{}"})
    (tmp_path / "ml").mkdir()
    (tmp_path / "endpoint" / "churn" / "AllTraffic").mkdir(parents=True)
    (tmp_path / "constraints.json").write_text(CONSTRAINTS)

    def message(**given):
        settings = {
            "dataset_format": CAPTURES,
            "dataset_source": "{here}/endpoint",
            "output_path": "{here}/out",
            "baseline_constraints": "{here}/constraints.json",
            "sagemaker_monitoring_schedule_name": "hourly",
            "start_time": "2024-03-18T13:00:00Z",
            "end_time": "2024-03-18T14:00:00Z",
            **given,
        }
        placed = {name: value.replace("{here}", str(tmp_path)) for name, value in settings.items()}
        placed = {name: value.replace("{bucket}", f"s3://{s3.bucket}") for name, value in placed.items()}
        code = main([], placed, root=tmp_path / "ml")
        said = (tmp_path / "ml/output/message").read_text()
        return code, said.replace(str(tmp_path), "{here}").replace(f"s3://{s3.bucket}", "{bucket}")

    return message


def test_an_endpoint_without_captures_completes(message):
    """The platform makes an empty folder of it, and an hour without traffic is no failure."""
    assert message() == (
        0,
        "Completed: Job completed successfully with no violations. No records were found, so nothing was compared.",
    )


GONE = "there is no such file or folder; name a file, or a folder of files, with the data"
NO_BUCKET = "there is no such bucket; check its name, and AWS_ENDPOINT_URL where the store is not Amazon's"
NO_BASELINE = "expected a document, found no file; bring it back, or name the constraints of a baseline run"


@pytest.mark.parametrize(
    ("setting", "place", "sentence"),
    [
        ("dataset_source", "{here}/absent", GONE),
        ("dataset_source", "{bucket}/absent", GONE),
        ("dataset_source", "s3://absent-bucket/data", NO_BUCKET),
        ("output_path", "s3://absent-bucket/out", NO_BUCKET),
        ("baseline_constraints", "{here}/absent/constraints.json", NO_BASELINE),
        ("baseline_constraints", "{bucket}/absent/constraints.json", NO_BASELINE),
        ("baseline_constraints", "s3://absent-bucket/constraints.json", NO_BUCKET),
    ],
)
def test_what_is_gone_is_named(message, setting, place, sentence):
    """The place as the user has named it, what is wrong there, and what to do."""
    assert message(**{setting: place}) == (255, f"{place}: {sentence}")
