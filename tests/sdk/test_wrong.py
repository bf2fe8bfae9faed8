"""What a user of an SDK is told when something is wrong: the sentences of docs/sagemaker.md."""

import json

import pytest
from sagemaker_service.faults import denied
from sagemaker_service.notebook import CellError
from sdk.page import PAGE, SETUP, WRONG, cells, imports
from sdk.watched import BUCKET, ROLE, ask, deploy, put_data, withdraw

pytestmark = pytest.mark.slow

BASELINE = """
my_monitor.suggest_baseline(baseline_dataset={!r}, dataset_format=DatasetFormat.csv(header=True), logs=False)
"""
SCHEDULE = """
my_monitor.create_monitoring_schedule(
    monitor_schedule_name={!r},
    endpoint_input={!r},
    statistics="s3://ml-bucket/judge/statistics.json",
    constraints="s3://ml-bucket/judge/constraints.json",
    schedule_cron_expression=CronExpressionGenerator.hourly(),
)
"""
REASON = (
    "session.sagemaker_client.describe_processing_job("
    "ProcessingJobName=my_monitor.latest_baselining_job_name)['FailureReason']"
)
LATEST = "my_monitor.list_executions()[-1].describe()"
SUMMARY = "my_monitor.describe_schedule()['LastMonitoringExecutionSummary']"
DOCUMENTS = {
    "statistics": {"version": 0.0, "dataset": {"item_count": 0}, "features": []},
    "constraints": {"version": 0.0, "features": []},
}


@pytest.fixture(scope="module", params=["v2", "v3"])
def opened(request, service):
    """Give a notebook with a monitor."""
    notebook = request.getfixturevalue({"v2": "notebook2", "v3": "notebook3"}[request.param])
    put_data(service)
    notebook.run(imports(request.param))
    notebook.run(cells(request.param, SETUP)[0])
    notebook.run("session = sagemaker.Session(default_bucket=bucket)" if request.param == "v2" else _SESSION)
    notebook.run("my_monitor = DefaultModelMonitor(role=role, sagemaker_session=session)\nmy_monitor.image_uri = image")
    return notebook


_SESSION = "session = Session(default_bucket=bucket)"


@pytest.fixture
def watched(opened, service):
    """Give the notebook with an endpoint, a baseline in S3 and a schedule over both."""
    _put_baseline(service)
    deploy(service, "judged")
    opened.run(SCHEDULE.format("judging", "judged"))
    yield opened
    opened.run("my_monitor.delete_monitoring_schedule()")
    withdraw(service, "judged")


def _put_baseline(service):
    for name, document in DOCUMENTS.items():
        service.cloud.client("s3").put_object(Bucket=BUCKET, Key=f"judge/{name}.json", Body=json.dumps(document))


def _told(opened, cell):
    """Return the kind and the sentence of what *cell* raises."""
    with pytest.raises(CellError) as caught:
        opened.run(cell)
    return caught.value.kind, caught.value.sentence


def _reason(opened, cell):
    """Return why the job of *cell* has failed, which the SDK's exception says, or is too broken itself to say."""
    kind, sentence = _told(opened, cell)
    reason = opened.value(REASON)
    assert reason in sentence or kind == "AttributeError"
    return reason


def test_a_caller_without_permission(opened, service):
    """The call itself is refused, and no job is there."""
    service.refuse = lambda operation, _given: (
        denied(operation, "arn:aws:sagemaker:us-east-1:123456789012:processing-job/*")
        if operation == "CreateProcessingJob"
        else None
    )
    try:
        _, sentence = _told(opened, BASELINE.format(f"s3://{BUCKET}/training"))
    finally:
        service.refuse = lambda _operation, _given: None

    assert "AccessDeniedException" in sentence
    assert "is not authorized to perform: sagemaker:CreateProcessingJob" in sentence


def test_a_role_without_permission(opened, service):
    """The job fails before the engine runs, with the reason."""
    service.cloud.client("s3").create_bucket(Bucket="others-bucket")
    service.cloud.forbidden.add((ROLE, "others-bucket"))
    reason = _reason(opened, BASELINE.format("s3://others-bucket/training"))

    said = "ListObjectsV2 failed for s3://others-bucket/training: Access Denied"
    assert reason == f"ClientError: Failed to download data. {said}"


def test_no_such_bucket(opened):
    """As S3 says it."""
    reason = _reason(opened, BASELINE.format("s3://no-such-bucket/training"))

    said = "ListObjectsV2 failed for s3://no-such-bucket/training: The specified bucket does not exist"
    assert reason == f"ClientError: Failed to download data. {said}"


def test_a_schedule_whose_baseline_is_gone(watched, service):
    """Its execution fails, and names the document."""
    service.cloud.client("s3").delete_object(Bucket=BUCKET, Key="judge/constraints.json")
    ask(service, "judged", "41,52000,0.31\n")
    service.pass_hour()

    assert watched.value(f"{LATEST}['ProcessingJobStatus']") == "Failed"
    reason = watched.value(f"{LATEST}['FailureReason']")
    assert reason.startswith('ClientError: No S3 objects found under S3 URL "s3://ml-bucket/judge/constraints.json"')
    assert watched.value(f"{SUMMARY}['FailureReason']") == reason


def test_a_schedule_whose_baseline_is_broken(watched, service):
    """The engine says what is wrong with it, and the platform passes that on."""
    service.cloud.client("s3").put_object(Bucket=BUCKET, Key="judge/constraints.json", Body=b"{")
    ask(service, "judged", "41,52000,0.31\n")
    service.pass_hour()

    reason, message = watched.value(f"{LATEST}['FailureReason']"), watched.value(f"{LATEST}['ExitMessage']")
    assert reason == f"AlgorithmError: {message}, exit code: 255"
    assert message.startswith("/opt/ml/processing/baseline/constraints/constraints.json: ")


def test_an_endpoint_that_captures_nothing(opened, service):
    """No schedule is made for it."""
    _put_baseline(service)
    deploy(service, "unwatched", capture=False)
    _, sentence = _told(opened, SCHEDULE.format("unwatching", "unwatched"))
    withdraw(service, "unwatched")

    assert "ValidationException" in sentence
    assert 'Data capture is not enabled for endpoint "unwatched"' in sentence


def test_an_hour_without_requests(watched, service):
    """The execution fails without a job, so that the SDK's list of executions leaves it out."""
    service.pass_hour()

    assert watched.value("my_monitor.list_executions()") == []
    assert watched.value(f"{SUMMARY}['FailureReason']") == "Job inputs had no data"


def test_the_page_has_the_sentences():
    """Word for word, but for names."""
    table = PAGE[PAGE.index(WRONG) :]
    for words in ("Access Denied", "The specified bucket does not exist", "No S3 objects found", "no data"):
        assert words in table
