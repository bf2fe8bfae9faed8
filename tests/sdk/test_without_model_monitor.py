"""docs/sagemaker.md by the monitors of engine.sagemaker: one changed import, while the service refuses all of Model Monitor's calls."""

import pytest
from sagemaker_service.faults import Fault
from sagemaker_service.notebook import ROOT, notebook
from sagemaker_service.scheduler import call_due
from sagemaker_service.service import MONITORING
from sdk.page import cells
from sdk.watched import put_data

from engine.monitors.account import GROUP

pytestmark = pytest.mark.slow

CHANGED = {
    "from sagemaker.model_monitor import DefaultModelMonitor": "from engine.sagemaker import DefaultModelMonitor",
    "from sagemaker.model_monitor.dataset_format import DatasetFormat": "from engine.sagemaker import DatasetFormat",
    "from sagemaker.model_monitor import CronExpressionGenerator": "from engine.sagemaker import CronExpressionGenerator",
}
CLOSED = Fault("ValidationException", "Model Monitor is in maintenance mode and not available to new customers")


def _changed(cell):
    for line, instead in CHANGED.items():
        cell = cell.replace(line, instead)
    return cell


@pytest.fixture(scope="module")
def ran(service, tmp_path_factory):
    """Run the page in a notebook that has the SDK v2 and boto3, and the engine's source on its path, but none of its libraries."""
    put_data(service)
    scheduler = service.cloud.client("scheduler")
    scheduler.create_schedule_group(Name=GROUP)
    asked, service.refuse = len(service.asked), lambda operation, _given: CLOSED if operation in MONITORING else None
    with notebook("sdk2", service, tmp_path_factory.mktemp("closed")) as opened:
        opened.run(f"import sys; sys.path.insert(0, {str(ROOT)!r})")
        opened.run("from engine.monitors import executions; executions.POLL_SECONDS = 0.5")
        for cell in cells("v2"):
            if "list_executions" in cell:
                for name in call_due(service, service.clock.pass_hour())["my-monitoring-schedule"]["started"]:
                    service.jobs.named(name).wait()
            opened.run(_changed(cell))
        yield opened, service.asked[asked:]
    service.refuse = lambda _operation, _given: None
    scheduler.delete_schedule_group(Name=GROUP)


def test_the_page_finds_what_it_finds_with_model_monitor(ran):
    """The baseline's features, an execution of the hour, its violations and statistics."""
    opened, _ = ran
    found = opened.value("latest_monitoring_violations.body_dict['violations']")

    assert opened.value("list(schema_df['name'])") == ["risk", "age", "income", "debts"]
    assert ("age", "data_type_check") in {(each["feature_name"], each["constraint_check_type"]) for each in found}
    assert opened.value("latest_monitoring_statistics.body_dict['dataset']['item_count']") == 2


def test_nobody_asks_for_model_monitor(ran):
    """Nor for a library that a notebook does not have."""
    opened, asked = ran
    assert not MONITORING & set(asked)
    assert opened.value("'pyspark' in sys.modules or 'numba' in sys.modules") is False
