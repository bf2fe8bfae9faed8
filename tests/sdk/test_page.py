"""docs/sagemaker.md is true: its calls run in their order, with both SDKs, and are those of Amazon's own page."""

import json
import re

import pytest
from sdk.page import cells
from sdk.watched import put_data

pytestmark = pytest.mark.slow

EXECUTIONS = "my_monitor.list_executions()"
"""What is asked when there are executions: before this cell the clock strikes."""


@pytest.fixture(scope="module", params=["v2", "v3"])
def ran(request, service):
    """Run the page in a notebook, let an hour pass where it waits for one, and give the notebook and what was printed."""
    notebook = request.getfixturevalue({"v2": "notebook2", "v3": "notebook3"}[request.param])
    put_data(service)
    printed = []
    for cell in cells(request.param):
        if EXECUTIONS in cell:
            service.pass_hour()
        printed.append(notebook.run(cell))
    return notebook, "".join(printed)


def test_the_capture_is_as_the_page_says(ran):
    """One line for the request, both sides as CSV, in the hour's folder."""
    notebook, printed = ran
    (line,) = map(json.loads, re.findall(r'\{"captureData".*', printed))

    assert line["captureData"]["endpointInput"]["data"] == "41.5,52000,0.31\n28.5,31000,0.12\n"
    assert line["captureData"]["endpointOutput"]["encoding"] == "CSV"
    assert re.fullmatch(
        r"s3://ml-bucket/captured/[\w-]+/AllTraffic/2026/\d\d/\d\d/\d\d/[\w-]+\.jsonl", notebook.value("captured[0]")
    )


def test_the_baseline_is_a_table(ran):
    """Of four features, with the engine's numbers and constraints."""
    notebook, _ = ran

    assert notebook.value("list(schema_df['name'])") == ["risk", "age", "income", "debts"]
    assert notebook.value("list(constraints_df['inferred_type'])") == [
        "Fractional",
        "Integral",
        "Integral",
        "Fractional",
    ]
    assert notebook.value("list(schema_df['numerical_statistics.min'])")[1] == 20


def test_the_execution_completes_with_violations(ran):
    """The hour's one request had fractional ages, which the page's words tell."""
    notebook, printed = ran

    assert "\nCompleted\nCompletedWithViolations: Job completed successfully with " in printed
    found = notebook.value("latest_monitoring_violations.body_dict['violations']")
    assert ("age", "data_type_check") in {(each["feature_name"], each["constraint_check_type"]) for each in found}
    assert notebook.value("latest_monitoring_statistics.body_dict['dataset']['item_count']") == 2


def test_metrics_are_in_cloudwatch(ran, service):
    """Under the schedule's own dimensions, as the platform forwards them."""
    client = service.cloud.client("cloudwatch")
    found = client.list_metrics(Namespace="aws/sagemaker/Endpoints/data-metrics")["Metrics"]
    dimensions = {(each["Name"], each["Value"]) for metric in found for each in metric["Dimensions"]}

    assert "feature_completeness_age" in {metric["MetricName"] for metric in found}
    assert ("MonitoringSchedule", "my-monitoring-schedule") in dimensions


def test_nothing_is_left(ran, service):
    """Schedule, endpoint, its configuration and its model are gone."""
    client = service.cloud.client("sagemaker")

    assert service.schedules.list({}) == {"MonitoringScheduleSummaries": []}
    assert client.list_endpoints()["Endpoints"] == []
    assert client.list_endpoint_configs()["EndpointConfigs"] == []
    assert client.list_models()["Models"] == []
    assert client.list_data_quality_job_definitions()["JobDefinitionSummaries"] == []
