"""docs/schedules.md is true: a notebook's calls run in their order while Model Monitor's own are refused."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from monitors.conftest import Immediate, closed
from sagemaker_service.runners import EntryPoint
from sagemaker_service.scheduler import call_due
from sdk.watched import BUCKET, ask, deploy, put_data, withdraw

from engine.monitors import executions, monitor

PAGE = (Path(__file__).parents[2] / "docs/schedules.md").read_text()
CELLS = re.findall(r"```python\n(.*?)```", PAGE[: PAGE.index("| what differs")], flags=re.DOTALL)


@pytest.fixture(params=[Immediate, pytest.param(EntryPoint, marks=pytest.mark.slow)])
def ran(request, s3, monkeypatch):
    """Run the page: the endpoint was asked in the hour before, and the schedule calls when executions are to be listed.

    The clock that says which window is over stays in this hour, though the page may run into the next one.
    """
    monkeypatch.setattr(executions, "POLL_SECONDS", 0.2)
    names, hour = {}, datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    monkeypatch.setattr(monitor, "now", (hour + timedelta(minutes=1)).isoformat)
    with closed(s3, request.param) as service:
        if reason := service.runner.refusal(1):
            pytest.skip(reason)
        service.cloud.client("s3").create_bucket(Bucket=BUCKET)
        service.clock.now = hour - timedelta(minutes=5)
        put_data(service)
        deploy(service, "loans")
        ask(service, "loans", "41.5,52000,0.31\n28.5,31000,0.12\n")
        for cell in CELLS:
            if "list_executions" in cell:
                _wait(service, call_due(service, hour)["my-monitoring-schedule"]["started"])
            exec(compile(cell, "schedules.md", "exec"), names)
        withdraw(service, "loans")
        yield names, service
        _empty(service.cloud.client("s3"))


def _wait(service, names):
    for name in names:
        service.jobs.named(name).wait()


def _empty(client):
    """Leave nothing for the next run of the page: the store outlives this one."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
    for key in [each["Key"] for page in pages for each in page.get("Contents", ())]:
        client.delete_object(Bucket=BUCKET, Key=key)


def test_the_page_runs(ran):
    """The baseline's tables, an execution for the hour and one that is asked for, and nothing of Model Monitor's."""
    names, service = ran

    assert "age" in list(names["schema_df"]["name"])
    assert "inferred_type" in names["constraints_df"]
    assert names["latest_monitoring_statistics"].body_dict["dataset"]["item_count"] == 2
    assert names["execution"].describe()["ProcessingJobStatus"] == "Completed"
    assert {each for each in service.asked if "Monitoring" in each} == set()
