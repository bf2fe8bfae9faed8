"""The monitor of data quality while Model Monitor's own calls are refused."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sagemaker_service.scheduler import call_due
from sdk.watched import deploy, withdraw

from engine.errors import JobError
from engine.monitors.account import GROUP
from engine.sagemaker import (
    BatchTransformInput,
    Constraints,
    CronExpressionGenerator,
    DatasetFormat,
    DefaultModelMonitor,
    EndpointInput,
    MonitoringDatasetFormat,
    NetworkConfig,
    Session,
)

ROLE = "arn:aws:iam::123456789012:role/monitor"
HOUR = timedelta(hours=1)


@pytest.fixture
def monitor(new_customer, s3):
    """Give a monitor with an image."""
    return DefaultModelMonitor(ROLE, sagemaker_session=Session(default_bucket=s3.bucket), image_uri="image:1")


@pytest.fixture
def now():
    """Give the last full hour."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def watching(monitor, s3, now):
    """Give the monitor with an hourly schedule, of whose endpoint the last hour is captured."""
    s3.put_all({f"captured/ep/AllTraffic/{now - HOUR:%Y/%m/%d/%H}/a.jsonl": "{}\n"})
    monitor.create_monitoring_schedule(
        EndpointInput("ep", captured_data_s3_uri=s3.address("captured")), monitor_schedule_name="hourly"
    )
    return monitor


def _order(monitor):
    return monitor.describe_schedule()["Order"]


def test_the_schedule_calls_after_its_delay(watching):
    """Twenty minutes past each hour, in EventBridge Scheduler's spelling."""
    described = watching.describe_schedule()

    assert described["MonitoringScheduleStatus"] == "Scheduled"
    assert described["EndpointName"] == "ep"
    config = described["MonitoringScheduleConfig"]["ScheduleConfig"]
    assert config["ScheduleExpression"] == "cron(20 * * * ? *)"


def test_an_execution_of_each_hour(watching, new_customer, now):
    """Once, however often the schedule calls, with the documents at the official place."""
    first, second = (call_due(new_customer, now)["hourly"] for _ in range(2))
    (execution,) = watching.list_executions()
    execution.wait()

    assert first["started"] == second["there"] == [execution.job_name]
    assert execution.output.destination.endswith(f"/hourly/results/ep/hourly/{now:%Y/%m/%d/%H}")
    assert watching.latest_monitoring_statistics().body_dict["dataset"]["item_count"] == 2
    assert watching.latest_monitoring_constraint_violations().body_dict == {"violations": []}


def test_documents_that_are_not_there_yet(watching, new_customer, s3, now):
    """None, before there is an execution, and before it has written them."""
    assert watching.latest_monitoring_statistics() is None
    call_due(new_customer, now)
    (execution,) = watching.list_executions()
    execution.wait()
    place = execution.output.destination.removeprefix(f"s3://{s3.bucket}/")
    s3.client.delete_object(Bucket=s3.bucket, Key=f"{place}/statistics.json")

    assert watching.latest_monitoring_statistics() is None
    assert watching.latest_monitoring_constraint_violations() is not None


def test_running_now(watching, new_customer, now):
    """The same window may be looked at again, under another name."""
    call_due(new_customer, now)
    watching.run_now().wait()
    assert len(watching.list_executions()) == 2


def test_a_schedule_that_is_stopped_calls_no_more(watching, new_customer, now):
    """Until it is started again, since when hours are made up for."""
    watching.stop_monitoring_schedule()
    assert watching.describe_schedule()["MonitoringScheduleStatus"] == "Stopped"
    assert call_due(new_customer, now) == {}
    watching.start_monitoring_schedule()
    assert datetime.fromisoformat(_order(watching)["since"]) >= now
    assert call_due(new_customer, now)["hourly"]["started"]


def test_a_schedule_that_is_deleted(watching, new_customer, now):
    """It calls no more, and the monitor has none."""
    watching.delete_monitoring_schedule()
    assert call_due(new_customer, now) == {}
    assert watching.monitoring_schedule_name is None


def test_what_is_changed_of_a_schedule(watching, s3):
    """What is given, and nothing else; the attributes say how its jobs are."""
    before = _order(watching)
    attached = DefaultModelMonitor.attach("hourly", Session(default_bucket=s3.bucket))
    attached.instance_count = 2
    attached.update_monitoring_schedule(
        constraints=s3.address("base/constraints.json"),
        schedule_cron_expression=CronExpressionGenerator.daily_every_x_hours(6, 5),
    )
    order = _order(attached)

    assert order["hours"] == [5, 11, 17, 23]
    assert order["job"]["ProcessingResources"]["ClusterConfig"]["InstanceCount"] == 2
    baseline = {"baseline_constraints": "/opt/ml/processing/baseline/constraints/constraints.json"}
    assert order["job"]["Environment"] == before["job"]["Environment"] | baseline
    kept = ("endpoint", "captured", "local_path", "delay_minutes", "catch_up")
    assert {key: order[key] for key in kept} == {key: before[key] for key in kept}


def test_another_kind_of_data_is_not_read_as_the_former_one(monitor, s3):
    """Batch transforms say a format and what to leave out, which an endpoint's captures do not have; variables of one's own stay."""
    transforms = BatchTransformInput(
        s3.address("transforms"), "/opt/ml/processing/input", MonitoringDatasetFormat.csv(), None, None, "id"
    )
    monitor.env = {"bad_records_share": "0.1"}
    monitor.create_monitoring_schedule(batch_transform_input=transforms, monitor_schedule_name="either")
    assert {"dataset_format", "exclude_features_attribute"} <= set(_order(monitor)["job"]["Environment"])
    monitor.update_monitoring_schedule(EndpointInput("ep", captured_data_s3_uri=s3.address("captured")))
    order = _order(monitor)
    monitor.delete_monitoring_schedule()

    assert {"dataset_format", "exclude_features_attribute"} & set(order["job"]["Environment"]) == set()
    assert (order["endpoint"], order.get("transforms")) == ("ep", None)
    assert order["job"]["Environment"]["bad_records_share"] == "0.1"


def test_a_schedule_of_a_template_is_stopped_and_goes_on(new_customer, s3):
    """infra/schedule.yaml's windows are of minutes: when it is due stays, in the time zone that it has."""
    job = {
        "RoleArn": ROLE,
        "AppSpecification": {"ImageUri": "image:1"},
        "ProcessingResources": {
            "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 30}
        },
        "ProcessingOutputConfig": {"Outputs": []},
    }
    order = {"schedule": "templated", "minutes": 15, "delay_minutes": 5, "catch_up": 6, "job": job}
    due = {"ScheduleExpression": "cron(5/15 * * * ? *)", "ScheduleExpressionTimezone": "Europe/Berlin"}
    scheduler = new_customer.cloud.client("scheduler")
    scheduler.create_schedule(
        Name="templated",
        GroupName=GROUP,
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": "arn:aws:lambda:us-east-1:123456789012:function:f", "RoleArn": ROLE, "Input": json.dumps(order)},
        **due,
    )
    attached = DefaultModelMonitor.attach("templated", Session(default_bucket=s3.bucket))
    states = []
    for change in (attached.stop_monitoring_schedule, attached.start_monitoring_schedule):
        change()
        now = scheduler.get_schedule(Name="templated", GroupName=GROUP)
        states.append(now["State"])
        assert {name: now[name] for name in due} == due
    assert states == ["DISABLED", "ENABLED"]
    attached.delete_monitoring_schedule()


def test_what_jobs_are_given(new_customer, s3, tmp_path):
    """Scripts from this machine, documents that are nowhere yet, keys, tags, the network, variables."""
    script = tmp_path / "pre.py"
    script.write_text("def preprocess_handler(record): return record\n")
    monitor = DefaultModelMonitor(
        ROLE,
        volume_kms_key="alias/volume",
        output_kms_key="alias/output",
        env={"bad_records_share": "0.1"},
        tags=[{"Key": "team", "Value": "risk"}],
        network_config=NetworkConfig(True, ["sg-1"], ["subnet-1"], True),
        sagemaker_session=Session(default_bucket=s3.bucket),
        image_uri="image:1",
    )
    monitor.create_monitoring_schedule(
        batch_transform_input=BatchTransformInput(
            s3.address("transforms"), "/opt/ml/processing/input", MonitoringDatasetFormat.csv(header=False)
        ),
        record_preprocessor_script=str(script),
        constraints=Constraints({"features": []}),
        monitor_schedule_name="batch",
        enable_cloudwatch_metrics=False,
    )
    job = _order(monitor)["job"]
    inputs = {each["InputName"]: each["S3Input"] for each in job["ProcessingInputs"]}

    place = s3.address("model-monitor/monitoring/batch/input")
    assert inputs["record_preprocessor_script"]["S3Uri"] == f"{place}/record_preprocessor_script/pre.py"
    assert inputs["baseline_constraints"]["S3Uri"] == f"{place}/baseline_constraints/constraints.json"
    assert job["Environment"] == {
        "bad_records_share": "0.1",
        "emf": "Disabled",
        "baseline_constraints": "/opt/ml/processing/baseline/constraints/constraints.json",
        "dataset_format": '{"csv": {"header": false}}',
        "output_path": "/opt/ml/processing/output",
        "publish_cloudwatch_metrics": "Disabled",
        "put_metrics": "Disabled",
        "record_preprocessor_script": "/opt/ml/processing/code/preprocessing/pre.py",
    }
    assert job["Tags"] == [{"Key": "team", "Value": "risk"}]
    assert job["NetworkConfig"] == {
        "EnableNetworkIsolation": True,
        "EnableInterContainerTrafficEncryption": True,
        "VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]},
    }
    assert job["ProcessingOutputConfig"]["KmsKeyId"] == "alias/output"
    assert job["ProcessingResources"]["ClusterConfig"]["VolumeKmsKeyId"] == "alias/volume"


def test_metrics_of_a_job_without_a_network(monitor, s3):
    """It prints them for CloudWatch to find in its log; one with a network calls CloudWatch."""
    ways = {}
    for isolated in (False, True):
        monitor.network_config = NetworkConfig(enable_network_isolation=isolated)
        source = EndpointInput("ep", captured_data_s3_uri=s3.address("captured"))
        monitor.create_monitoring_schedule(source, monitor_schedule_name=f"isolated-{isolated}")
        variables = _order(monitor)["job"]["Environment"]
        ways[isolated] = [
            key for key in ("put_metrics", "emf", "publish_cloudwatch_metrics") if variables[key] == "Enabled"
        ]
    assert ways == {False: ["put_metrics"], True: ["emf"]}


def test_the_captures_of_an_endpoint(monitor, new_customer, now):
    """Where they are, its configuration says, at each call."""
    bucket = new_customer.cloud.client("s3")
    bucket.create_bucket(Bucket="ml-bucket")
    deploy(new_customer, "ep")
    key = f"watched/ep/AllTraffic/{now - HOUR:%Y/%m/%d/%H}/a.jsonl"
    bucket.put_object(Bucket="ml-bucket", Key=key, Body=b"{}\n")
    monitor.create_monitoring_schedule("ep", monitor_schedule_name="of-endpoint")
    (name,) = call_due(new_customer, now)["of-endpoint"]["started"]
    new_customer.jobs.named(name).wait()
    bucket.delete_object(Bucket="ml-bucket", Key=key)
    withdraw(new_customer, "ep")

    assert monitor.list_executions()[0].describe()["ProcessingJobStatus"] == "Completed"


def test_a_baseline_as_the_sdk_asks_for_it(monitor, new_customer, s3):
    """Its job has the inputs, variables and output that the captured call of the SDK has."""
    s3.put_all({"training/a.csv": "a\n1\n"})
    monitor.suggest_baseline(s3.address("training/a.csv"), DatasetFormat.csv(header=True), job_name="dq-baseline")
    given = monitor.latest_baselining_job.describe()

    assert given["Environment"] == {
        "dataset_format": '{"csv": {"header": true, "output_columns_position": "START"}}',
        "dataset_source": "/opt/ml/processing/input/baseline_dataset_input",
        "output_path": "/opt/ml/processing/output",
        "publish_cloudwatch_metrics": "Disabled",
    }
    assert given["ProcessingInputs"][0]["S3Input"]["LocalPath"] == "/opt/ml/processing/input/baseline_dataset_input"
    assert monitor.suggested_constraints().body_dict["features"][0]["inferred_type"] == "Integral"


def test_a_schedule_for_now(monitor, s3, now):
    """It is executed once and calls nothing."""
    s3.put_all({f"captured/ep/AllTraffic/{now - 2 * HOUR:%Y/%m/%d/%H}/a.jsonl": "{}\n"})
    monitor.create_monitoring_schedule(
        EndpointInput("ep", captured_data_s3_uri=s3.address("captured")),
        monitor_schedule_name="once",
        schedule_cron_expression=CronExpressionGenerator.now(),
        data_analysis_start_time="-PT2H",
        data_analysis_end_time="-PT1H",
    )
    (execution,) = monitor.list_executions()

    assert execution.describe()["Environment"]["end_time"] == f"{now - HOUR:%Y-%m-%dT%H:00:00Z}"
    assert monitor.describe_schedule()["MonitoringScheduleStatus"] == "Stopped"


def test_a_document_is_changed_and_saved(new_customer, s3):
    """As the SDK changes it: for all features, and for one."""
    session = Session(default_bucket=s3.bucket)
    constraints = Constraints({"features": [{"name": "age"}]}, session=session)
    constraints.set_monitoring(False)
    constraints.set_monitoring(True, feature_name="age")
    address = constraints.save(s3.address("constraints.json"))

    assert Constraints.from_s3_uri(address, session).body_dict == {
        "features": [{"name": "age", "monitoringConfigOverrides": {"evaluate_constraints": "Enabled"}}],
        "monitoring_config": {"evaluate_constraints": "Disabled"},
    }


def test_model_monitor_is_asked_nothing(watching, new_customer, now):
    """Its calls would have been refused; nobody has tried."""
    call_due(new_customer, now)
    watching.update_monitoring_schedule(enable_cloudwatch_metrics=False)
    watching.delete_monitoring_schedule()
    assert {each for each in new_customer.asked if "Monitoring" in each or "JobDefinition" in each} == set()


def test_a_job_that_fails(monitor, s3):
    """Its reason is what the notebook is told."""
    with pytest.raises(JobError, match="is Failed: ClientError: Failed to download data") as raised:
        monitor.suggest_baseline("s3://no-such-bucket-here/base.csv", DatasetFormat.csv())
    assert raised.value.code == "processing-job-not-completed"
