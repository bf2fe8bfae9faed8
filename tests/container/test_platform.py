"""A container as the platform starts a processing job: /opt/ml in mounts of their own, settings in a file, a message."""

import json

import pytest
from container.box import documents, run

pytestmark = pytest.mark.slow

INPUT, OUTPUT = "/opt/ml/processing/input/baseline_dataset_input", "/opt/ml/processing/output"

ENVIRONMENT = {
    "dataset_format": json.dumps({"csv": {"header": True}}),
    "dataset_source": INPUT,
    "output_path": OUTPUT,
    "publish_cloudwatch_metrics": "Disabled",
    "MY_PASSWORD": "SECRETKEY",
}

MOUNTS = {
    "config": "/opt/ml/config",
    "output": "/opt/ml/output",
    "data": INPUT,
    "out": OUTPUT,
    "baseline": "/opt/ml/processing/baseline",
}


def processed(image, folders, **settings):
    """Do a processing job with ENVIRONMENT and *settings*, and return how it has ended and its message."""
    for name in MOUNTS:
        (folders / name).mkdir(exist_ok=True)
    config = {"Environment": ENVIRONMENT | settings, "ProcessingJobName": "job", "ProcessingInputs": []}
    (folders / "config" / "processingjobconfig.json").write_text(json.dumps(config))
    (folders / "config" / "resourceconfig.json").write_text('{"current_host": "algo-1", "hosts": ["algo-1"]}')
    mounts = [word for name, place in MOUNTS.items() for word in ("-v", f"{folders / name}:{place}")]
    ended = run(image, options=(*mounts, "-e", "AWS_SECRET_ACCESS_KEY=SECRETKEY", "--memory", "2g"))
    return ended, (folders / "output" / "message").read_text()


def test_a_baseline_and_an_execution(image, folders):
    """Both end with 0, tell the platform so in its words, and log some lines without data and secrets."""
    (folders / "data" / "data.csv").write_text("name,count\n" + "SECRETCELL,1\nSECRETCELL,2\n" * 50)
    baseline, told = processed(image, folders)
    assert (baseline.code, told) == (0, "Completed: Job completed successfully with no violations."), baseline.log
    assert documents(folders / "out") == {"statistics.json", "constraints.json", "suggestions.json"}

    for document in (folders / "out").iterdir():
        document.rename(folders / "baseline" / document.name)
    (folders / "data" / "data.csv").write_text("name,count\n" + "SECRETCELL,1.5\nSECRETCELL,\n" * 50)
    place = MOUNTS["baseline"]
    paths = {f"baseline_{name}": f"{place}/{name}.json" for name in ("statistics", "constraints")}
    execution, told = processed(image, folders, **paths)

    assert execution.code == 0, execution.log
    assert told.startswith("CompletedWithViolations: Job completed successfully with ")
    assert documents(folders / "out") == {"statistics.json", "constraints.json", "constraint_violations.json"}
    for ended in (baseline, execution):
        assert 5 <= len(ended.log.splitlines()) <= 20, ended.log
        assert all(" INFO " in line for line in ended.log.splitlines()), ended.log
        assert "SECRET" not in ended.log + ended.out


def test_a_failure(image, folders):
    """Without data a baseline ends with 255, and the message is the sentence of the log."""
    ended, told = processed(image, folders)

    assert ended.code == 255
    assert told
    assert told in ended.log
    assert documents(folders / "out") == set()


def test_metrics(image, folders):
    """The platform finds them where it looks, the log has them on standard output, and a call that fails is a line."""
    (folders / "data" / "data.csv").write_text("count\n" + "1\n" * 50)
    switches = dict.fromkeys(("publish_cloudwatch_metrics", "put_metrics", "emf"), "Enabled")
    ended, told = processed(image, folders, **switches, metric_time="2024-03-18T13:00:00Z")
    assert (ended.code, told) == (0, "Completed: Job completed successfully with no violations."), ended.log
    lines = (folders / "output/metrics/cloudwatch/cloudwatch_metrics.jsonl").read_text().splitlines()
    assert {json.loads(line)["Timestamp"] for line in lines} == {"2024-03-18T13:00:00Z"}
    (event,) = map(json.loads, ended.out.splitlines())
    assert event["feature_data_sum_count"] == 50.0
    assert f"[metrics-not-sent] 0 of {len(lines)} metrics were sent to CloudWatch: NoRegionError" in ended.log
