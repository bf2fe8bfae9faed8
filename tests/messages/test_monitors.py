"""What is wrong with a monitor is one sentence with its code, while Model Monitor's own calls are refused."""

from collections.abc import Callable

import pytest
from messages.cases_monitors import CASES
from monitors.conftest import Immediate, closed
from sdk.watched import deploy, withdraw

from engine.errors import EngineError
from engine.monitors import executions
from engine.monitors.cron import hours_of, offset_of
from engine.sagemaker import Constraints, DatasetFormat, DefaultModelMonitor, EndpointInput, Session

ROLE = "arn:aws:iam::123456789012:role/monitor"


@pytest.fixture
def monitor(s3, monkeypatch):
    """Give a monitor of an account where the endpoint `quiet` captures nothing."""
    monkeypatch.setattr(executions, "POLL_SECONDS", 0.05)
    with closed(s3, Immediate) as service:
        deploy(service, "quiet", capture=False)
        yield DefaultModelMonitor(ROLE, sagemaker_session=Session(default_bucket=s3.bucket), image_uri="image:1")
        withdraw(service, "quiet")


def _schedule(monitor, **changes):
    for name, value in changes.items():
        setattr(monitor, name, value)
    monitor.create_monitoring_schedule(EndpointInput("ep", captured_data_s3_uri="s3://bucket/captured"))
    return monitor


def _empty(monitor):
    bucket = monitor.sagemaker_session.default_bucket()
    monitor.create_monitoring_schedule(EndpointInput("ep", captured_data_s3_uri=f"s3://{bucket}/captured"))
    return monitor.run_now()


CALLS: dict[str, Callable[[DefaultModelMonitor], object]] = {
    "monitor-role-not-an-arn": lambda monitor: _schedule(monitor, role="monitor"),
    "monitor-without-image": lambda monitor: _schedule(monitor, image_uri=None),
    "monitor-without-baseline": lambda monitor: monitor.suggested_constraints(),
    "monitor-without-schedule": lambda monitor: monitor.list_executions(),
    "monitor-input-unclear": lambda monitor: monitor.create_monitoring_schedule(),
    "endpoint-without-capture": lambda monitor: monitor.create_monitoring_schedule("quiet"),
    "schedule-expression-unknown": lambda _monitor: hours_of("rate(5 minutes)"),
    "schedule-offset-unknown": lambda _monitor: offset_of("-1h"),
    "window-without-captures": _empty,
    "processing-job-not-completed": lambda monitor: monitor.suggest_baseline(
        "s3://none-of-ours/a", DatasetFormat.csv()
    ),
    "document-nowhere": lambda _monitor: Constraints({"features": []}).save(),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_error_is_that_of_the_table(case, monitor):
    """The code, and the whole sentence."""
    with pytest.raises(EngineError) as raised:
        CALLS[case.trouble](monitor)
    assert raised.value.code == case.code
    assert case.pattern.fullmatch(str(raised.value))
