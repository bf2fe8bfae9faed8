"""The rest of docs/sagemaker.md: scripts, edited constraints and batch transforms, with both SDKs."""

import pytest
from sdk.page import MORE, SETUP, WRONG, cells, files, imports
from sdk.watched import ask, deploy, put_data, put_transform, withdraw

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["v2", "v3"])
def ran(request, service, tmp_path_factory):
    """Run the rest of the page over an endpoint that was asked once, and a transform; give the notebook."""
    notebook = request.getfixturevalue({"v2": "notebook2", "v3": "notebook3"}[request.param])
    for name, text in files().items():
        (notebook.folder / name).write_text(text)
    put_data(service)
    deploy(service, "watched")
    ask(service, "watched", "41.5,52000,0.31\n")
    put_transform(service, "41,99999,0.31\n28,31000,2.5\n", "22.7\n17.1\n")
    notebook.run(imports(request.param))
    notebook.run(cells(request.param, SETUP)[0])
    notebook.run(f"session = {_SESSIONS[request.param]}; endpoint_name = 'watched'")
    for cell in cells(request.param, MORE, WRONG):
        notebook.run(cell)
    service.pass_hour()
    yield notebook
    notebook.run("my_monitor.delete_monitoring_schedule(); batch_monitor.delete_monitoring_schedule()")
    withdraw(service, "watched")


_SESSIONS = {"v2": "sagemaker.Session(default_bucket=bucket)", "v3": "Session(default_bucket=bucket)"}


def test_a_script_makes_the_columns(ran):
    """Of the baseline and of the captured request, whose age of 41.5 becomes 41."""
    assert ran.value("my_monitor.list_executions()[-1].describe()['ProcessingJobStatus']") == "Completed"
    features = ran.value("my_monitor.latest_monitoring_statistics().body_dict['features']")
    assert {feature["name"] for feature in features} == {"age", "debts", "income", "risk"}
    assert [each["numerical_statistics"]["min"] for each in features if each["name"] == "age"] == [41]


def test_what_is_not_monitored_is_not_judged(ran):
    """The income of the request lies outside of all that was seen, and no violation says so."""
    violations = ran.value("my_monitor.latest_monitoring_constraint_violations().body_dict['violations']")
    assert "income" not in {each["feature_name"] for each in violations}


def test_a_postprocessing_script_is_called(ran):
    """What it prints is in the log of the execution."""
    ran.run("""
import boto3
name = my_monitor.list_executions()[-1].describe()["ProcessingJobName"]
streams = boto3.client("logs").describe_log_streams(
    logGroupName="/aws/sagemaker/ProcessingJobs", logStreamNamePrefix=name
)["logStreams"]
events = boto3.client("logs").get_log_events(
    logGroupName="/aws/sagemaker/ProcessingJobs", logStreamName=streams[0]["logStreamName"]
)["events"]
""")
    assert "The documents are there." in ran.value("' '.join(event['message'] for event in events)")


def test_a_transform_is_followed(ran):
    """Its input and its output are one table, by the names of the baseline."""
    statistics = ran.value("batch_monitor.latest_monitoring_statistics().body_dict")
    violations = ran.value("batch_monitor.latest_monitoring_constraint_violations().body_dict['violations']")

    assert statistics["dataset"]["item_count"] == 2
    assert {feature["name"] for feature in statistics["features"]} == {"risk", "age", "income", "debts"}
    assert "income" not in {each["feature_name"] for each in violations}


def test_a_monitor_that_is_attached(ran):
    """It stands for the same schedule, with our image."""
    assert ran.value("attached.describe_schedule()['MonitoringScheduleStatus']") == "Scheduled"
    assert ran.value("attached.image_uri == image")


def test_a_check_in_a_pipeline(ran, notebook2):
    """The step's job is to run our image, where the SDK has the step."""
    if ran is notebook2:
        assert ran.value("step.arguments['AppSpecification']['ImageUri'] == image")


def test_a_schedule_that_is_changed(ran):
    """Once a day instead of every hour, with the image and all else that it had."""
    ran.run("""
my_monitor.update_monitoring_schedule(schedule_cron_expression=CronExpressionGenerator.daily())
config = my_monitor.describe_schedule()["MonitoringScheduleConfig"]
definition = session.sagemaker_client.describe_data_quality_job_definition(
    JobDefinitionName=config["MonitoringJobDefinitionName"]
)
""")

    assert ran.value("config['ScheduleConfig']['ScheduleExpression']") == "cron(0 0 ? * * *)"
    assert ran.value("definition['DataQualityAppSpecification']['ImageUri'] == image")
    assert ran.value("definition['DataQualityJobInput']['EndpointInput']['EndpointName']") == "watched"
