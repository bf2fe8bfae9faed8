"""The quality of a model by way of both SDKs: a baseline, and a schedule over captured answers and later labels."""

import json

import pytest
from sdk.page import SETUP, cells, imports
from sdk.watched import BUCKET, deploy, put_data, withdraw

pytestmark = pytest.mark.slow

MONITOR = """
my_monitor = ModelQualityMonitor(role=role, instance_type="ml.m5.xlarge", sagemaker_session=session)
my_monitor.image_uri = image
my_monitor.suggest_baseline(
    baseline_dataset=f"s3://{bucket}/quality/validation.csv",
    dataset_format=DatasetFormat.csv(header=True),
    problem_type="Regression",
    inference_attribute="prediction",
    ground_truth_attribute="label",
    wait=True,
    logs=False,
)
my_monitor.create_monitoring_schedule(
    monitor_schedule_name="quality",
    endpoint_input=EndpointInput("judged", "/opt/ml/processing/input_data", inference_attribute="0"),
    ground_truth_input=f"s3://{bucket}/quality/truth",
    problem_type="Regression",
    constraints=my_monitor.suggested_constraints(),
    schedule_cron_expression=CronExpressionGenerator.hourly(),
)
"""
OPENED = {
    "v2": "from sagemaker.model_monitor import EndpointInput, ModelQualityMonitor\n"
    "session = sagemaker.Session(default_bucket=bucket)",
    "v3": "from sagemaker.core.model_monitor import EndpointInput, ModelQualityMonitor\n"
    "session = Session(default_bucket=bucket)",
}


@pytest.fixture(scope="module", params=["v2", "v3"])
def ran(request, service):
    """Run a baseline whose answers were off by 1, and an hour in which they are off by 5; give the notebook."""
    notebook = request.getfixturevalue({"v2": "notebook2", "v3": "notebook3"}[request.param])
    put_data(service)
    rows = "".join(f"{row},{row + (-1) ** row}\n" for row in range(300))
    service.cloud.client("s3").put_object(Bucket=BUCKET, Key="quality/validation.csv", Body="prediction,label\n" + rows)
    deploy(service, "judged")
    notebook.run("\n".join((imports(request.param), cells(request.param, SETUP)[0], OPENED[request.param], MONITOR)))
    _ask_and_label(service)
    service.pass_hour()
    yield notebook
    notebook.run("my_monitor.delete_monitoring_schedule()")
    withdraw(service, "judged")


def _ask_and_label(service):
    """Ask for 40 answers, and put labels that are 5 above; one more request is never labelled."""
    labels = ""
    for number in range(41):
        headers = {"Content-Type": "text/csv", "X-Amzn-SageMaker-Inference-Id": f"request-{number}"}
        answer, _, _ = service.endpoints.invoke("judged", f"{20 + number},50000,0\n".encode(), headers)
        label = {"data": str(float(answer) + 5), "encoding": "CSV"}
        labels += json.dumps({"groundTruthData": label, "eventMetadata": {"eventId": f"request-{number}"}}) + "\n"
    labels = "".join(labels.splitlines(keepends=True)[:40])
    place = f"quality/truth/{service.clock.now:%Y/%m/%d/%H}/labels.jsonl"
    service.cloud.client("s3").put_object(Bucket=BUCKET, Key=place, Body=labels)


def test_the_baseline(ran):
    """The mean absolute error of answers that are off by 1 is 1, and no more is to come."""
    constraints = ran.value("my_monitor.suggested_constraints().body_dict['regression_constraints']")
    assert constraints["mae"] == {"threshold": 1.0, "comparison_operator": "GreaterThanThreshold"}


def test_the_execution(ran):
    """The labelled answers alone are judged, and are worse than the baseline's."""
    statistics = ran.value("my_monitor.latest_monitoring_statistics().body_dict")
    violations = ran.value("my_monitor.latest_monitoring_constraint_violations().body_dict['violations']")

    assert statistics["dataset"]["item_count"] == 40
    assert statistics["regression_metrics"]["mae"]["value"] == pytest.approx(5, abs=1e-5)
    assert {"mae", "mse", "rmse"} <= {each["metric_name"] for each in violations}
    assert ran.value("my_monitor.list_executions()[-1].describe()['ExitMessage']").startswith("CompletedWithViolations")


def test_the_metrics_are_in_cloudwatch(ran, service):
    """All single numbers of the statistics, and how many violations there were, among the metrics of models."""
    client = service.cloud.client("cloudwatch")
    statistics = ran.value("my_monitor.latest_monitoring_statistics().body_dict['regression_metrics']")
    for name in (*statistics, "total_number_of_violations"):
        metrics = client.list_metrics(Namespace="aws/sagemaker/Endpoints/model-metrics", MetricName=name)["Metrics"]
        dimensions = {tuple((each["Name"], each["Value"]) for each in metric["Dimensions"]) for metric in metrics}
        assert dimensions == {(("Endpoint", "judged"), ("MonitoringSchedule", "quality"))}
