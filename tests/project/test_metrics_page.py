"""docs/metrics.md is true: its commands run, its names are the engine's, and its alarms find what they watch."""

import os
import re
import subprocess
import sys
from pathlib import Path

import boto3
import pytest
import yaml
from emf import read_emf
from object_store import VARIABLES, reached_at
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics

from engine.analysis.data_quality.emitted import _KINDS
from engine.metrics.openmetrics import _HELP
from engine.metrics.taken import taken

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "metrics.md").read_text()


def _blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_page_has_every_name():
    """Those that the engine has, and no other."""
    named = set(re.findall(r"`(feature_\w+)_<feature>`", PAGE))
    parts = {f"feature_data_{part}" for part in ("sample_count", "sum", "minimum", "maximum")}
    assert named == {*_HELP} - parts | {"feature_data"}
    assert {f"feature_{kind.value.lower()}_counts" for kind in _KINDS} < named


def test_the_page_shows_how_a_name_is_replaced():
    """With the very digits."""
    ((before, after),) = re.findall(r"`(feature_null_\S+)` is `(\S+)`", PAGE)
    assert taken(before, longest=255) == after


@pytest.fixture(scope="module")
def ran(tmp_path_factory, s3_server):
    """Run the page's commands, in their order, in a folder that has the sample data; CloudWatch is moto's."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "sample_data").symlink_to(ROOT / "sample_data")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with reached_at(s3_server.endpoint, AWS_REGION="us-east-1", AWS_DEFAULT_REGION="us-east-1"):
        environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
        done = [
            subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True)
            for command in _blocks("sh")
        ]
    return folder, done


@pytest.mark.slow
def test_every_command_ends_as_it_should(ran):
    """A baseline with 0, the faulty window with 1, whatever becomes of the metrics."""
    assert [(process.returncode, process.stderr.count("metrics-not")) for process in ran[1]] == [(0, 0)] + [(1, 0)] * 3


@pytest.mark.slow
def test_each_way_has_its_metrics(ran):
    """The platform's lines, the log's, and the excerpt of the file for Prometheus."""
    folder, _ = ran
    assert '"feature_data_age"' in (folder / "out/metrics/cloudwatch_metrics.jsonl").read_text()
    logged = [read_emf(line) for line in (folder / "out/metrics.log").read_text().splitlines()]
    assert len(logged) == 14
    ((name, text),) = re.findall(r"<!-- excerpt of: (.*?) -->\n```text\n(.*?)```", PAGE, flags=re.DOTALL)
    assert text in (folder / name).read_text()


@pytest.mark.slow
def test_the_alarm_watches_a_metric_that_is_there(ran, s3_server, monkeypatch):
    """Same namespace, name and dimensions; CloudWatch takes the alarm."""
    (program,) = _blocks("python")
    with reached_at(s3_server.endpoint, AWS_DEFAULT_REGION="us-east-1"):
        exec(compile(program, "metrics.md", "exec"), {})
    keys = {name.lower(): VARIABLES[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    cloudwatch = boto3.client("cloudwatch", region_name="us-east-1", endpoint_url=s3_server.endpoint, **keys)
    (alarm,) = cloudwatch.describe_alarms(AlarmNames=["loans-interest_rate-drifts"])["MetricAlarms"]
    there = cloudwatch.list_metrics(Namespace=alarm["Namespace"], MetricName=alarm["MetricName"])["Metrics"]
    assert alarm["Dimensions"] in [metric["Dimensions"] for metric in there]


@pytest.mark.slow
def test_the_alerts_watch_families_that_are_there(ran):
    """By their names in the file."""
    (rules,) = map(yaml.safe_load, _blocks("yaml"))
    there = {family.name for family in read_openmetrics((ran[0] / "out/loans.prom").read_text())}
    assert {rule["expr"].split()[0] for group in rules["groups"] for rule in group["rules"]} <= there
