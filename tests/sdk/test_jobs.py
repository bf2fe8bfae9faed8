"""Processing jobs by way of the SDK: what becomes of one that ends well, one that is stopped, and one that fails."""

import time

import pytest
from sagemaker_service.notebook import CellError

pytestmark = pytest.mark.slow

MONITOR = """
from sagemaker.model_monitor import DefaultModelMonitor
from sagemaker.model_monitor.dataset_format import DatasetFormat

monitor = DefaultModelMonitor(
    role="arn:aws:iam::123456789012:role/monitor", instance_type="ml.m5.xlarge", sagemaker_session=session
)
"""
START = """
monitor.suggest_baseline(
    baseline_dataset="s3://ml-bucket/jobs/train.jsonl",
    dataset_format=DatasetFormat.json(lines=True),
    wait=False,
    logs=False,
)
job = monitor.latest_baselining_job
"""
WAIT = "session.wait_for_processing_job(job.job_name)"

SLOW = """
import time

def preprocess_handler(inference_record):
    open({marker!r}, "w").close()
    time.sleep(600)
"""


def _until(holds, seconds=120):
    """Return when *holds* holds."""
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.05)


@pytest.fixture
def opened(service, notebook2):
    """Give a notebook with a monitor, and data for it in S3."""
    lines = "".join(f'{{"age": {20 + row % 40}, "city": "{"Oslo" if row % 2 else "Rome"}"}}\n' for row in range(100))
    service.cloud.client("s3").put_object(Bucket="ml-bucket", Key="jobs/train.jsonl", Body=lines)
    notebook2.run(MONITOR)
    return notebook2


def test_json_lines(opened):
    """The format is known to the SDK, and its job completes with the documents of the engine."""
    opened.run(START + WAIT)

    assert opened.value("job.describe()['ExitMessage']") == "Completed: Job completed successfully with no violations."
    features = opened.value("monitor.baseline_statistics().body_dict['features']")
    assert [feature["name"] for feature in features] == ["age", "city"]
    assert opened.value("monitor.suggested_constraints().body_dict['features'][1]['string_constraints']['domains']")


def test_a_job_that_is_stopped_by_hand(opened, tmp_path):
    """It ends as Stopped, with the engine's own word for it, and leaves no document."""
    (tmp_path / "slow.py").write_text(SLOW.format(marker=str(tmp_path / "begun")))
    opened.run(START.replace("logs=False", f"logs=False, record_preprocessor_script={str(tmp_path / 'slow.py')!r}"))
    _until((tmp_path / "begun").exists)
    opened.run("job.stop()\n" + WAIT)

    assert opened.value("job.describe()['ProcessingJobStatus']") == "Stopped"
    assert "stopped" in opened.value("job.describe()['ExitMessage']")
    assert opened.value("sagemaker.s3.S3Downloader.list(job.outputs[0].destination, session)") == []


def test_a_job_that_runs_too_long(opened):
    """After MaxRuntimeInSeconds it is stopped as by hand."""
    opened.run("monitor.max_runtime_in_seconds = 1\n" + START + WAIT)

    assert opened.value("job.describe()['ProcessingJobStatus']") == "Stopped"


def test_a_job_that_fails(opened, service):
    """What the SDK raises and the service tells holds the sentence of the engine, and the exit code."""
    service.cloud.client("s3").put_object(Bucket="ml-bucket", Key="jobs/none.csv", Body="")
    with pytest.raises(CellError) as caught:
        opened.run(START.replace("train.jsonl", "none.csv").replace("json(lines=True)", "csv(header=True)") + WAIT)

    assert caught.value.kind == "UnexpectedStatusException"
    reason = opened.value("job.describe()['FailureReason']")
    assert reason.startswith("AlgorithmError: ")
    assert reason.endswith(", exit code: 255")
    assert reason in caught.value.sentence
    assert opened.value("job.describe()['ExitMessage']") in reason


def test_a_name_is_given_once(opened):
    """As by the service, and with its code."""
    opened.run(START + "job.stop()\n" + WAIT)
    with pytest.raises(CellError, match=r"ResourceInUse.*Job name must be unique"):
        opened.run(START.replace("wait=False", "wait=False, job_name=job.job_name"))


def test_a_job_that_nobody_knows(opened):
    """A ValidationException, as of the service."""
    with pytest.raises(CellError, match=r"ValidationException.*Could not find requested job with name: nobody"):
        opened.run("session.describe_processing_job('nobody')")
