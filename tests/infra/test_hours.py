"""Schedules without AWS: the script that a CronJob and a crontab call, over hours that were missed and repeated."""

import os
import runpy
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest
import yaml
from infra.resolving import INFRA

PROGRAM = """#!/bin/sh
echo "$@" >>calls
while [ $# -gt 0 ]; do
  case "$1" in --output) out=$2 ;; --start) start=$2 ;; esac
  shift
done
case "$start" in *T12:*) exit 2 ;; esac
touch "$out/constraint_violations.json"
case "$start" in *T11:*) exit 3 ;; esac
"""
"""Stands for `model-monitor`: nothing was captured from 11 to 12, and the hour from 12 on cannot be read."""


@pytest.fixture
def call(tmp_path):
    """Give a function that calls the script at a time of the day, and returns its exit code and the windows it looked at."""
    (tmp_path / "program").write_text(PROGRAM)
    (tmp_path / "program").chmod(0o755)
    places = {
        "CAPTURED": "captures",
        "ENDPOINT": "loans",
        "BASELINE": "baseline",
        "REPORTS": "reports",
        "CATCH_UP": "2",
    }

    def call(hour, minute=20, **others):
        (tmp_path / "calls").write_text("")
        now = str(int(datetime(2026, 11, 24, hour, minute, tzinfo=UTC).timestamp()))
        given = {"PATH": os.environ["PATH"], **places, "NOW": now, "MODEL_MONITOR": "./program", **others}
        ended = subprocess.run(["sh", str(INFRA / "monitor_hours.sh")], cwd=tmp_path, env=given)
        calls = [shlex.split(line) for line in (tmp_path / "calls").read_text().splitlines()]
        return ended.returncode, [words[words.index("--start") + 1] for words in calls]

    return call


def test_the_hour_that_is_over(call, tmp_path):
    """Once, into the folder that SageMaker's reports have; a call that is repeated does nothing."""
    assert call(10, CATCH_UP="0") == (0, ["2026-11-24T09:00:00Z"])
    assert (tmp_path / "reports/loans/hourly/2026/11/24/10/constraint_violations.json").exists()
    assert call(10, CATCH_UP="0") == (0, [])


def test_an_hour_that_was_missed(call):
    """Is looked at by the next call, and so is one that could not be looked at, or in which nothing was captured."""
    call(8)
    assert call(10) == (0, ["2026-11-24T09:00:00Z", "2026-11-24T08:00:00Z"])
    assert call(12) == (0, ["2026-11-24T11:00:00Z", "2026-11-24T10:00:00Z"])
    assert call(13) == (2, ["2026-11-24T12:00:00Z", "2026-11-24T11:00:00Z"])
    assert call(14) == (2, ["2026-11-24T13:00:00Z", "2026-11-24T12:00:00Z", "2026-11-24T11:00:00Z"])


def test_a_date_of_a_bsd_tells_the_same_hours(call, tmp_path):
    """It has no -d for seconds since 1970, as macOS; -r says them."""
    real = shutil.which("date")
    bsd = f'#!/bin/sh\ncase "$2" in -d) exit 1 ;; -r) exec {real} -u -d "@$3" "$4" ;; esac\nexec {real} "$@"\n'
    (tmp_path / "date").write_text(bsd)
    (tmp_path / "date").chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    assert call(10, CATCH_UP="0", PATH=path) == (0, ["2026-11-24T09:00:00Z"])


def test_captures_have_their_time_to_come(call):
    """Before the delay is over the hour is not looked at."""
    assert call(10, minute=19, CATCH_UP="0") == (0, ["2026-11-24T08:00:00Z"])


@pytest.mark.slow
def test_the_engine_looks_at_an_hour(call, tmp_path):
    """Its reports are there, violations make the exit code 1, and an hour without captures is none that failed."""
    smoke = runpy.run_path(str(INFRA / "smoke.py"))
    (tmp_path / "training.csv").write_text("".join(smoke["training"]()))
    captured = tmp_path / "captures/loans/AllTraffic/2026/11/24/09/a.jsonl"
    captured.parent.mkdir(parents=True)
    captured.write_text("".join(smoke["captures"](datetime(2026, 11, 24, 9, tzinfo=UTC))))
    engine = [sys.executable, "-m", "engine"]
    subprocess.run([*engine, "baseline", "training.csv", "--output", "baseline"], cwd=tmp_path, check=True)

    assert (
        call(10, CATCH_UP="1", MODEL_MONITOR=" ".join(engine), HOME=os.environ["HOME"], PYTHONPATH=str(INFRA.parent))[0]
        == 1
    )
    reports = sorted(
        str(path.relative_to(tmp_path)) for path in (tmp_path / "reports").rglob("constraint_violations.json")
    )
    assert reports == ["reports/loans/hourly/2026/11/24/10/constraint_violations.json"]


def test_the_cron_job_has_the_script():
    """Its text, and every variable that has no default."""
    config, job = yaml.safe_load_all((INFRA / "kubernetes.yaml").read_text())
    assert config["data"]["monitor_hours.sh"] == (INFRA / "monitor_hours.sh").read_text()
    (container,) = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert {each["name"] for each in container["env"]} >= {
        "CAPTURED",
        "ENDPOINT",
        "BASELINE",
        "REPORTS",
        "MODEL_MONITOR",
    }


def test_the_line_of_crontab_has_all_that_the_script_needs():
    """The five fields, and every variable that has no default."""
    (line,) = (each for each in (INFRA / "crontab").read_text().splitlines() if not each.startswith("#"))
    assert line.startswith("20 * * * * ")
    assert all(f" {name}=" in f" {line}" for name in ("CAPTURED", "ENDPOINT", "BASELINE", "REPORTS"))
    assert "monitor_hours.sh" in line


def test_the_page_has_the_line_of_crontab():
    """As it is in the file."""
    page = (INFRA.parent / "docs/schedules.md").read_text()
    assert (INFRA / "crontab").read_text().splitlines()[-1] in page
