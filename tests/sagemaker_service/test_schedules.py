"""Schedules by the API alone: made, changed, paused, fired and deleted, and what is refused of them."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError
from object_store import VARIABLES
from sagemaker_service.faults import Fault
from sagemaker_service.service import MONITORING
from sdk.watched import deploy, withdraw
from sdk_trees import bodies_beside

HOURLY, DAILY = "cron(0 * ? * * *)", "cron(0 3 ? * * *)"


@pytest.fixture
def client(service):
    """Give boto3's client of the service, with an endpoint `ep` that captures."""
    deploy(service, "ep")
    keys = {name.lower(): VARIABLES[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    yield boto3.client("sagemaker", region_name="us-east-1", endpoint_url=service.endpoint, **keys)
    withdraw(service, "ep")


@pytest.fixture
def scheduled(client, golden):
    """Make the schedule `dq-sched` as the SDK v2 does, and give the client."""
    definition, schedule = json.loads((bodies_beside(golden) / "v2_dq_create_schedule_endpoint.json").read_text())
    client.create_data_quality_job_definition(**definition["params"])
    client.create_monitoring_schedule(**schedule["params"])
    yield client
    client.delete_monitoring_schedule(MonitoringScheduleName="dq-sched")
    client.delete_data_quality_job_definition(JobDefinitionName=definition["params"]["JobDefinitionName"])


def _refused(call, **given):
    with pytest.raises(ClientError) as caught:
        call(**given)
    return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]


def test_a_schedule_is_described(scheduled):
    """With its endpoint, its state and what it was made of."""
    described = scheduled.describe_monitoring_schedule(MonitoringScheduleName="dq-sched")

    assert described["MonitoringScheduleStatus"] == "Scheduled"
    assert described["EndpointName"] == "ep"
    assert described["MonitoringScheduleConfig"]["ScheduleConfig"]["ScheduleExpression"] == HOURLY
    listed = scheduled.list_monitoring_schedules(EndpointName="ep")["MonitoringScheduleSummaries"]
    assert [each["MonitoringScheduleName"] for each in listed] == ["dq-sched"]


def test_an_hour_without_captures(scheduled, service):
    """Its execution has failed, without a job."""
    service.pass_hour()
    (execution,) = scheduled.list_monitoring_executions(MonitoringScheduleName="dq-sched")[
        "MonitoringExecutionSummaries"
    ]

    assert execution["MonitoringExecutionStatus"] == "Failed"
    assert execution["FailureReason"] == "Job inputs had no data"
    assert "ProcessingJobArn" not in execution


def test_a_schedule_that_is_stopped_does_nothing(scheduled, service):
    """Until it is started again."""
    scheduled.stop_monitoring_schedule(MonitoringScheduleName="dq-sched")
    service.pass_hour()
    scheduled.start_monitoring_schedule(MonitoringScheduleName="dq-sched")
    service.pass_hour()

    told = scheduled.list_monitoring_executions(MonitoringScheduleName="dq-sched")["MonitoringExecutionSummaries"]
    assert [each["ScheduledTime"] for each in told] == [service.clock.now]


def test_a_schedule_that_is_changed(scheduled, service):
    """It is due when it says now: of a day's hours, in one."""
    config = scheduled.describe_monitoring_schedule(MonitoringScheduleName="dq-sched")["MonitoringScheduleConfig"]
    config["ScheduleConfig"]["ScheduleExpression"] = DAILY
    scheduled.update_monitoring_schedule(MonitoringScheduleName="dq-sched", MonitoringScheduleConfig=config)
    for _ in range(24):
        service.pass_hour()

    told = scheduled.list_monitoring_executions(MonitoringScheduleName="dq-sched")["MonitoringExecutionSummaries"]
    assert [each["ScheduledTime"].hour for each in told] == [3]


def test_what_a_schedule_stands_on_stays(scheduled):
    """Its endpoint and its definition are not deleted before it."""
    config = scheduled.describe_monitoring_schedule(MonitoringScheduleName="dq-sched")["MonitoringScheduleConfig"]
    definition = config["MonitoringJobDefinitionName"]

    code, message = _refused(scheduled.delete_endpoint, EndpointName="ep")
    assert code == "ValidationException"
    assert message.endswith(": dq-sched")
    assert _refused(scheduled.delete_data_quality_job_definition, JobDefinitionName=definition)[0] == "ResourceInUse"
    given = {"MonitoringScheduleName": "dq-sched", "MonitoringScheduleConfig": config}
    assert _refused(scheduled.create_monitoring_schedule, **given)[0] == "ResourceInUse"


def test_a_schedule_that_nobody_knows(client):
    """It is named by its ARN."""
    code, message = _refused(client.describe_monitoring_schedule, MonitoringScheduleName="none")

    assert code == "ResourceNotFound"
    assert message == "Monitoring Schedule arn:aws:sagemaker:us-east-1:123456789012:monitoring-schedule/none not found"


def test_an_expression_that_is_none(scheduled):
    """The schedule stays as it was."""
    config = scheduled.describe_monitoring_schedule(MonitoringScheduleName="dq-sched")["MonitoringScheduleConfig"]
    config["ScheduleConfig"]["ScheduleExpression"] = "cron(5 * ? * * *)"
    given = {"MonitoringScheduleName": "dq-sched", "MonitoringScheduleConfig": config}

    assert _refused(scheduled.update_monitoring_schedule, **given)[0] == "ValidationException"
    described = scheduled.describe_monitoring_schedule(MonitoringScheduleName="dq-sched")
    assert described["MonitoringScheduleConfig"]["ScheduleConfig"]["ScheduleExpression"] == HOURLY


def test_a_service_that_is_closed(client, service):
    """Model Monitor's own calls can be refused to a caller; the others go on."""
    closed = Fault("ValidationException", "in maintenance mode and not available to new customers")
    service.refuse = lambda operation, _given: closed if operation in MONITORING else None

    told = _refused(client.list_monitoring_schedules)
    assert told == ("ValidationException", "in maintenance mode and not available to new customers")
    assert client.list_processing_jobs()["ProcessingJobSummaries"] == []
    assert client.describe_endpoint(EndpointName="ep")["DataCaptureConfig"]["CaptureStatus"] == "Started"
