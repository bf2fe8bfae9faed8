"""The templates for AWS: what they schedule, what their roles may do, and that the tools for them find nothing."""

import json
import runpy
import subprocess
from datetime import UTC, datetime

import pytest
from infra.resolving import INFRA, Stack
from sagemaker_service.cloud import Cloud

from engine.analysis.metric import Family
from engine.job.publishing import Publishing
from engine.metrics.points import ENDPOINT, namespace_of
from engine.monitors.account import GROUP, target_in
from engine.monitors.windows import start_due
from engine.sagemaker import DefaultModelMonitor, Session

ROOT = INFRA.parent
GIVEN = {
    "ScheduleName": "loans-hourly",
    "EndpointName": "loans",
    "ImageUri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/model-monitor-engine:0.1.0",
    "ImageRepositoryArn": "arn:aws:ecr:us-east-1:123456789012:repository/model-monitor-engine",
    "CapturedDataS3Uri": "s3://ml-bucket/captured",
    "BaselineS3Uri": "s3://ml-bucket/baseline",
    "OutputS3Uri": "s3://ml-bucket/reports",
}
ALL = {
    "KmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/1",
    "SubnetIds": "subnet-1,subnet-2",
    "SecurityGroupIds": "sg-1",
    "NetworkIsolation": "true",
    "TagKey": "team",
    "TagValue": "risk",
}
FUNCTIONS = {
    "CaptureBucketArns": "arn:aws:s3:::ml-bucket",
    "JobRoleArns": "arn:aws:iam::123456789012:role/model-monitor-job-*",
}


def _order(**parameters):
    return json.loads(Stack("schedule.yaml", {**GIVEN, **parameters}).properties("Schedule")["Target"]["Input"])


def _allowed(stack, role):
    """Return the actions that a role may do, and on what."""
    (policy,) = stack.properties(role)["Policies"]
    listed = policy["PolicyDocument"]["Statement"]
    lists = [(each["Action"], each["Resource"]) for each in listed]
    return [
        (action, resource)
        for actions, resources in lists
        for action in (actions if isinstance(actions, list) else [actions])
        for resource in (resources if isinstance(resources, list) else [resources])
    ]


def test_the_text_of_each_file_is_in_its_template():
    """To write it anew: python infra/inline.py."""
    inline = runpy.run_path(str(INFRA / "inline.py"))
    for path in inline["TEMPLATES"]:
        assert path.read_text() == inline["inlined"](path.read_text())
    stack = Stack("functions.yaml", FUNCTIONS)
    assert stack.properties("Start")["Code"]["ZipFile"] == (ROOT / "engine/monitors/windows.py").read_text()
    assert stack.properties("Tell")["Code"]["ZipFile"] == (INFRA / "tell_status.py").read_text()


def test_a_schedule_calls_the_function_that_is_there():
    """By the names of the other template, which the monitors of a notebook go by too."""
    functions, schedule = Stack("functions.yaml", FUNCTIONS), Stack("schedule.yaml", GIVEN).properties("Schedule")
    target = target_in("arn:aws:iam::123456789012:role/monitor", "us-east-1")

    assert target.function_arn == schedule["Target"]["Arn"]
    assert target.function_arn.endswith(f":function:{functions.properties('Start')['FunctionName']}")
    assert target.role_arn == schedule["Target"]["RoleArn"]
    assert target.role_arn.endswith(f":role/{functions.properties('ScheduleRole')['RoleName']}")
    assert functions.properties("Group")["Name"] == schedule["GroupName"] == GROUP


@pytest.mark.parametrize("others", [{}, ALL], ids=["least", "all"])
def test_a_schedules_order_makes_a_job(others, service, s3):
    """The service takes it; keys, the network, isolation and tags are in it where they are asked for."""
    s3.put_all({"captured/loans/AllTraffic/2026/11/24/13/a.jsonl": "{}\n"})
    places = {"CapturedDataS3Uri": s3.address("captured"), "OutputS3Uri": s3.address("reports")}
    order = _order(**places, **others) | {"scheduled": "2026-11-24T14:20:00Z"}
    sagemaker = Cloud(service.endpoint).client("sagemaker")
    (name,) = start_due(order, sagemaker, service.cloud.client("s3"))["started"]
    given = service.jobs.describe({"ProcessingJobName": name})
    network, cluster = given["NetworkConfig"], given["ProcessingResources"]["ClusterConfig"]
    output = given["ProcessingOutputConfig"]

    assert output["Outputs"][0]["S3Output"]["S3Uri"] == s3.address("reports/loans/loans-hourly/2026/11/24/14")
    assert given["RoleArn"] == "arn:aws:iam::123456789012:role/model-monitor-job-loans-hourly"
    if not others:
        assert network == {"EnableNetworkIsolation": False}
        assert "KmsKeyId" not in output
        assert given["Tags"] == [{"Key": "model-monitor:schedule", "Value": "loans-hourly"}]
        assert given["Environment"]["put_metrics"] == "Enabled"
        return
    assert network == {
        "EnableNetworkIsolation": True,
        "VpcConfig": {"Subnets": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]},
    }
    assert output["KmsKeyId"] == cluster["VolumeKmsKeyId"] == ALL["KmsKeyArn"]
    assert given["Tags"] == [{"Key": "team", "Value": "risk"}]
    assert given["Environment"]["emf"] == "Enabled"


def test_a_notebook_attaches_to_a_templates_schedule(new_customer, s3):
    """It stops and starts it, and what the template says of its windows stays."""
    scheduler = new_customer.cloud.client("scheduler")
    scheduler.create_schedule(**Stack("schedule.yaml", GIVEN).properties("Schedule"))
    monitor = DefaultModelMonitor.attach("loans-hourly", Session(default_bucket=s3.bucket))
    monitor.stop_monitoring_schedule()
    assert monitor.describe_schedule()["MonitoringScheduleStatus"] == "Stopped"
    monitor.start_monitoring_schedule()
    order = monitor.describe_schedule()["Order"]

    assert {**_order(), "since": ""} == {**order, "since": ""}
    described = scheduler.get_schedule(Name="loans-hourly", GroupName=GROUP)
    assert described["ScheduleExpression"] == "cron(20 * * * ? *)"
    assert described["ScheduleExpressionTimezone"] == "UTC"


def test_the_function_may_do_what_it_does():
    """And nothing of SageMaker's but on jobs of its own names; no right is for all resources."""
    allowed = _allowed(Stack("functions.yaml", {**FUNCTIONS, "KmsKeyArns": ALL["KmsKeyArn"]}), "StartRole")

    assert {action for action, _ in allowed} == {
        "sagemaker:CreateProcessingJob",
        "sagemaker:DescribeProcessingJob",
        "sagemaker:AddTags",
        "sagemaker:DescribeEndpoint",
        "s3:ListBucket",
        "iam:PassRole",
        "kms:CreateGrant",
        "kms:DescribeKey",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    }
    assert [action for action, resource in allowed if resource == "*"] == []
    jobs = {resource for action, resource in allowed if action == "sagemaker:CreateProcessingJob"}
    assert jobs == {"arn:aws:sagemaker:us-east-1:123456789012:processing-job/model-monitoring-*"}


def test_a_job_reads_and_writes_in_its_own_folders():
    """The endpoint's captures, the baseline, the schedule's reports."""
    allowed = _allowed(Stack("schedule.yaml", {**GIVEN, **ALL}), "JobRole")
    assert [resource for action, resource in allowed if action.startswith("s3:")] == [
        "arn:aws:s3:::ml-bucket/captured/loans/*",
        "arn:aws:s3:::ml-bucket/baseline/*",
        "arn:aws:s3:::ml-bucket",
        "arn:aws:s3:::ml-bucket",
        "arn:aws:s3:::ml-bucket/reports/loans/loans-hourly/*",
    ]
    for_all = {action for action, resource in allowed if resource == "*" and not action.startswith("ec2:")}
    assert for_all == {"ecr:GetAuthorizationToken", "cloudwatch:PutMetricData"}


def test_a_job_puts_metrics_into_their_namespace_alone():
    """That of an endpoint's data, which is the right's only bound: it has no resources."""
    (policy,) = Stack("schedule.yaml", GIVEN).properties("JobRole")["Policies"]
    (found,) = (each for each in policy["PolicyDocument"]["Statement"] if each["Sid"] == "PutMetrics")
    endpoint = Publishing(datetime(2026, 11, 24, tzinfo=UTC), ((ENDPOINT, "loans"),))
    assert found["Condition"] == {"StringEquals": {"cloudwatch:namespace": namespace_of(Family.DATA, endpoint)}}


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("cfn-lint", "infra/functions.yaml", "infra/schedule.yaml"),
        ("kubernetes-validate", "--strict", "infra/kubernetes.yaml"),
    ],
    ids=lambda words: words[0],
)
def test_a_tool_finds_nothing(words):
    """In the templates for AWS, and in the CronJob."""
    program = ROOT / ".venv/infra/bin" / words[0]
    if not program.exists():
        pytest.skip(f"{program.relative_to(ROOT)} is not there: `make test-slow` installs it")
    found = subprocess.run([program, *words[1:]], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr
