"""The function that a schedule calls: windows, names, and the jobs of a day, by the service's own API."""

import ast
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from sagemaker_service.cloud import Cloud
from sagemaker_service.faults import denied, invalid

from engine.monitors import windows
from engine.monitors.windows import due_windows, job_name, latest_due, mark, start_due

HOURLY = {"schedule": "hourly", "delay_minutes": 20, "minutes": 60}


def _at(hour, minute=0, day=24):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def _spans(order):
    return [(window.start, window.end) for window in due_windows(order)]


@pytest.fixture
def clients(service):
    """Give the clients of the service for SageMaker and S3."""
    return Cloud(service.endpoint).client("sagemaker"), service.cloud.client("s3")


@pytest.fixture
def order(s3):
    """Give what the hourly schedule of the endpoint `ep` calls with, but for the time."""
    output = {"S3Uri": s3.address("reports"), "LocalPath": "/opt/ml/processing/output", "S3UploadMode": "Continuous"}
    return {
        **HOURLY,
        "catch_up": 2,
        "endpoint": "ep",
        "captured": s3.address("captured"),
        "local_path": "/opt/ml/processing/input/endpoint",
        "job": {
            "RoleArn": "arn:aws:iam::123456789012:role/monitor",
            "AppSpecification": {"ImageUri": "image:1"},
            "ProcessingResources": {
                "ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge", "VolumeSizeInGB": 20}
            },
            "ProcessingOutputConfig": {"Outputs": [{"OutputName": "monitoring_output", "S3Output": output}]},
            "Environment": {"output_path": "/opt/ml/processing/output"},
        },
    }


def _capture(s3, hour, variant="AllTraffic"):
    s3.put_all({f"captured/ep/{variant}/2026/11/24/{hour:02}/a.jsonl": "{}\n"})


def _call(order, clients, hour, minute=20, day=24):
    return start_due({**order, "scheduled": f"2026-11-{day}T{hour:02}:{minute:02}:00Z"}, *clients)


def test_the_window_is_the_hour_before():
    """A call at 20 minutes past is about the full hour that ended then, and so is one that comes late."""
    for minute in (20, 21, 59):
        order = {**HOURLY, "scheduled": f"2026-11-24T14:{minute}:00Z"}
        assert _spans(order) == [(_at(13), _at(14))]
    assert latest_due({**HOURLY, "scheduled": "2026-11-24T15:19:00Z"}) == _at(14)


def test_windows_of_any_length():
    """Half an hour, six hours, a day; days begin when the schedule says so."""
    at = {"scheduled": "2026-11-24T14:50:00Z", "schedule": "any", "delay_minutes": 20}
    assert _spans({**at, "minutes": 30}) == [(_at(14), _at(14, 30))]
    assert _spans({**at, "minutes": 360}) == [(_at(8), _at(14))]
    assert _spans({**at, "minutes": 1440}) == [(_at(14, day=23), _at(14))]


def test_windows_that_end_at_hours_of_the_day():
    """Every five hours from midnight on: the last one of a day is shorter, and no hour is looked at twice."""
    order = {"schedule": "any", "delay_minutes": 20, "hours": [0, 5, 10, 15, 20], "scheduled": "2026-11-24T05:20:00Z"}
    assert _spans({**order, "catch_up": 2}) == [
        (_at(0), _at(5)),
        (_at(20, day=23), _at(0)),
        (_at(15, day=23), _at(20, day=23)),
    ]


def test_a_window_of_ones_own():
    """Offsets are from the window's end, as StartTimeOffset and EndTimeOffset are."""
    order = {**HOURLY, "scheduled": "2026-11-24T14:20:00Z", "offsets": [-120, -60]}
    assert _spans(order) == [(_at(12), _at(13))]


def test_nothing_before_the_schedule_is_made_up_for():
    """`since` is when it was made, changed or started again; the window that the call is about is looked at anyway."""
    order = {**HOURLY, "scheduled": "2026-11-24T14:20:00Z", "catch_up": 5, "since": "2026-11-24T12:30:00+00:00"}
    assert [end for _, end in _spans(order)] == [_at(14), _at(13)]


def test_a_name_is_of_one_window():
    """The same again for the same window, another for any other; all of one schedule share its mark."""
    first, second = due_windows({**HOURLY, "scheduled": "2026-11-24T14:20:00Z", "catch_up": 1})
    name = job_name("hourly", first)

    assert name == job_name("hourly", first)
    assert name.startswith("model-monitoring-202611241400-")
    assert len(name) == len("model-monitoring-202611241400-") + 24
    assert len({name, job_name("hourly", second), job_name("other", first), job_name("hourly", first, "again")}) == 4
    assert mark("hourly") in name
    assert mark("other") not in name


def test_a_day_with_a_missed_and_a_repeated_hour(order, clients, service, s3):
    """Each hour of the day has one job: the missed one is made up for an hour later, the repeated one stays as it is."""
    for hour in range(24):
        _capture(s3, hour)
    for hour in range(1, 25):
        day, of_day = 24 + hour // 24, hour % 24
        if hour == 9:
            continue
        told = _call(order, clients, of_day, day=day)
        assert len(told["started"]) == (2 if hour == 10 else 1)
        if hour == 15:
            assert _call(order, clients, of_day, day=day)["started"] == []
    listed = service.jobs.list({"MaxResults": 100})["ProcessingJobSummaries"]
    reports = [_output(service.jobs.describe(each)) for each in listed]

    assert service.asked.count("CreateProcessingJob") == 24
    assert sorted(each[-13:] for each in reports) == [
        *(f"2026/11/24/{hour:02}" for hour in range(1, 24)),
        "2026/11/25/00",
    ]


def _output(described):
    return described["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3Uri"]


def test_two_calls_at_the_same_time(order, clients, service, s3):
    """Both look before there is a job; the service lets one of them start it, and the other one finds that fine."""
    _capture(s3, 13)
    (name,) = _call(order, clients, 14)["started"]
    unknown = invalid("Could not find requested job with name")
    service.refuse = lambda operation, _given: unknown if operation == "DescribeProcessingJob" else None
    told = _call(order, clients, 14)

    assert (told["started"], told["there"]) == ([], [name])


def test_a_call_that_is_refused(order, clients, service, s3):
    """It fails as a whole, so that it is repeated; the next one starts what was asked for."""
    _capture(s3, 13)
    refusal = denied("CreateProcessingJob", "*")
    service.refuse = lambda operation, _given: refusal if operation == "CreateProcessingJob" else None
    with pytest.raises(ClientError, match="is not authorized to perform"):
        _call(order, clients, 14)
    service.refuse = lambda _operation, _given: None

    assert len(_call(order, clients, 14)["started"]) == 1


def test_what_the_job_is_given(order, clients, service, s3):
    """The hour of each variant, the official folder for its reports, the window's variables, and all that the order has."""
    for variant in ("blue", "green"):
        _capture(s3, 13, variant)
    job = {
        **order["job"],
        "Tags": [{"Key": "team", "Value": "risk"}],
        "NetworkConfig": {"EnableNetworkIsolation": True},
    }
    (name,) = _call({**order, "job": job}, clients, 14)["started"]
    given = service.jobs.describe({"ProcessingJobName": name})

    assert [each["S3Input"]["LocalPath"] for each in given["ProcessingInputs"]] == [
        "/opt/ml/processing/input/endpoint/ep/blue/2026/11/24/13",
        "/opt/ml/processing/input/endpoint/ep/green/2026/11/24/13",
    ]
    assert given["ProcessingInputs"][0]["S3Input"]["S3Uri"] == s3.address("captured/ep/blue/2026/11/24/13")
    assert _output(given) == s3.address("reports/ep/hourly/2026/11/24/14")
    assert given["Environment"] == {
        "dataset_format": '{"sagemakerCaptureJson": {"captureIndexNames": ["endpointInput", "endpointOutput"]}}',
        "dataset_source": "/opt/ml/processing/input/endpoint",
        "start_time": "2026-11-24T13:00:00Z",
        "end_time": "2026-11-24T14:00:00Z",
        "metric_time": "2026-11-24T13:00:00Z",
        "monitoring_input_type": "ENDPOINT_INPUT",
        "output_path": "/opt/ml/processing/output",
        "sagemaker_endpoint_name": "ep",
        "sagemaker_monitoring_schedule_name": "hourly",
    }
    assert given["Tags"] == job["Tags"]
    assert given["NetworkConfig"] == {"EnableNetworkIsolation": True}


def test_an_hour_without_captures_has_no_job_until_they_come(order, clients, s3):
    """Captures that come later than the delay are looked at when the hour is made up for."""
    assert [len(names) for names in _call(order, clients, 14).values()] == [0, 0, 3]
    _capture(s3, 13)
    (name,) = _call(order, clients, 15)["started"]
    assert "-202611241400-" in name


def test_no_more_inputs_than_a_job_may_have(order, clients, service, s3):
    """A day of hours is given as its days; the container takes the window out of them."""
    for hour in range(24):
        _capture(s3, hour)
    (name,) = _call({**order, "minutes": 1440, "catch_up": 0}, clients, 0, day=25)["started"]
    (data,) = service.jobs.describe({"ProcessingJobName": name})["ProcessingInputs"]
    assert data["S3Input"]["S3Uri"] == s3.address("captured/ep/AllTraffic/2026/11/24")


def test_half_hours_do_not_share_a_folder(order, clients, service, s3):
    """The official folder ends with the hour; that of a shorter window with its minute."""
    _capture(s3, 13)
    (name,) = _call({**order, "minutes": 30, "catch_up": 0}, clients, 13, minute=50)["started"]
    assert _output(service.jobs.describe({"ProcessingJobName": name})).endswith("/ep/hourly/2026/11/24/13/30")


def test_both_sides_of_batch_transforms(order, clients, service, s3):
    """Their manifests by hours, without an endpoint's name in the reports' folder."""
    s3.put_all({f"transforms/{side}/2026/11/24/13/m.json": "[]" for side in ("input", "output")})
    given = {key: value for key, value in order.items() if key not in ("endpoint", "captured")}
    (name,) = _call({**given, "transforms": s3.address("transforms")}, clients, 14)["started"]
    described = service.jobs.describe({"ProcessingJobName": name})

    assert [each["S3Input"]["LocalPath"] for each in described["ProcessingInputs"]] == [
        "/opt/ml/processing/input/endpoint/input/2026/11/24/13",
        "/opt/ml/processing/input/endpoint/output/2026/11/24/13",
    ]
    assert described["Environment"]["monitoring_input_type"] == "BATCH_TRANSFORM_INPUT"
    assert _output(described) == s3.address("reports/hourly/2026/11/24/14")


def test_the_function_is_one_file():
    """What it imports is the standard library's, or what AWS gives a function in Python."""
    tree = ast.parse(Path(windows.__file__).read_text())
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert {each.split(".")[0] for each in modules} - set(sys.stdlib_module_names) == {"boto3", "botocore"}
