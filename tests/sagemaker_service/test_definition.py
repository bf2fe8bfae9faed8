"""What the platform makes of the SDKs' job definitions, by the request bodies that they send."""

import json
from datetime import UTC, datetime

import pytest
from sagemaker_service.definition import environment_of, of_job, of_schedule
from sagemaker_service.times import Window
from sdk_trees import bodies_beside

WINDOW = Window(datetime(2024, 3, 18, 13, tzinfo=UTC), datetime(2024, 3, 18, 14, tzinfo=UTC))


@pytest.fixture
def params(golden):
    """Give a function that returns the parameters of a call in a recorded body."""
    folder = bodies_beside(golden)

    def params(body, operation):
        calls = json.loads((folder / f"{body}.json").read_text())
        return next(call["params"] for call in calls if call["op"] == operation)

    return params


@pytest.mark.parametrize("body", ["v2_dq_create_schedule_endpoint", "v3_dq_create_schedule_endpoint"])
def test_a_schedule_of_data_quality(params, body):
    """Window, endpoint, baseline, script and the user's own variables."""
    definition = of_job("DataQuality", params(body, "CreateDataQualityJobDefinition"))
    environment = environment_of(definition, "hourly", WINDOW)

    assert environment["start_time"] == "2024-03-18T13:00:00Z"
    assert environment["sagemaker_endpoint_name"] == "ep"
    assert environment["baseline_statistics"] == "/opt/ml/processing/baseline/stats/statistics.json"
    assert environment["record_preprocessor_script"] == "/opt/ml/processing/code/preprocessing/pre.py"
    assert environment["exclude_features_attribute"] == "a,b"
    assert environment["MY_VAR"] == "1"


def test_a_schedule_of_model_quality(params):
    """The problem and the attribute are told; ground truth is no input of the definition's."""
    definition = of_job("ModelQuality", params("v2_mq_create_schedule_endpoint", "CreateModelQualityJobDefinition"))

    assert definition.input_kind == "EndpointInput"
    assert environment_of(definition, "daily", WINDOW)["problem_type"] == "BinaryClassification"


@pytest.mark.parametrize("body", ["v2_byoc_create_schedule", "v3_byoc_create_schedule"])
def test_a_schedule_with_a_definition_of_its_own(params, body):
    """The user's variables come last, and so win."""
    given = params(body, "CreateMonitoringSchedule")["MonitoringScheduleConfig"]["MonitoringJobDefinition"]
    definition = of_schedule("DataQuality", given)

    assert environment_of(definition, "own", WINDOW)["analysis_type"] == "DATA_QUALITY"
    assert definition.application["ContainerArguments"] == ["--a"]
