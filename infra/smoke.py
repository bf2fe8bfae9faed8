"""Runs a baseline and a monitoring run as processing jobs in an account, and compares them with runs on this machine.

    python infra/smoke.py --bucket ml-bucket --role arn:aws:iam::123456789012:role/monitor --image ADDRESS

The data are made here and put below s3://BUCKET/model-monitor-smoke/TIME, and deleted in the end unless --keep is said. Ends
with 0 where every document of both runs is equal, with 1 where one differs; what differs is printed as `model-monitor
compare` prints it.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from engine.monitors.orders import with_files, with_output, with_source
from engine.monitors.windows import Window, job_name, request_of, roots
from engine.sagemaker import DatasetFormat, DefaultModelMonitor, EndpointInput, MonitoringExecution, Session

ENDPOINT = "smoke"
HOUR = timedelta(hours=1)
ENGINE = (sys.executable, "-m", "engine")


def main(words: Sequence[str] | None = None) -> int:
    """Run what *words* ask for, and return the exit code. JobError where a job fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bucket", required=True, help="a bucket that the role may read and write")
    parser.add_argument("--role", required=True, help="the ARN of the role that jobs run by")
    parser.add_argument("--image", required=True, help="the address of the engine's image in the registry")
    parser.add_argument("--instance-type", default="ml.m5.xlarge")
    parser.add_argument("--keep", action="store_true", help="leave what was put and written")
    given = parser.parse_args(words)
    monitor = DefaultModelMonitor(
        given.role,
        instance_type=given.instance_type,
        sagemaker_session=Session(default_bucket=given.bucket),
        image_uri=given.image,
    )
    prefix = f"model-monitor-smoke/{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    s3 = monitor.sagemaker_session.boto_session.client("s3")
    try:
        with TemporaryDirectory() as folder:
            return compared(monitor, s3, given.bucket, prefix, Path(folder))
    finally:
        if not given.keep:
            delete_all(s3, given.bucket, prefix)


def compared(monitor: DefaultModelMonitor, s3: Any, bucket: str, prefix: str, folder: Path) -> int:
    """Run both runs in both places, and return 0 where all documents are equal, else 1."""
    end = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    window = Window(end - HOUR, end, end)
    there = f"s3://{bucket}/{prefix}"
    captured = f"captured/{ENDPOINT}/AllTraffic/{window.start:%Y/%m/%d/%H}/smoke.jsonl"
    files = {"training.csv": "".join(training()), captured: "".join(captures(window.start))}
    put_all(s3, bucket, prefix, folder, files)

    print("The baseline")
    monitor.suggest_baseline(f"{there}/training.csv", DatasetFormat.csv(header=True), output_s3_uri=f"{there}/baseline")
    run_here("baseline", folder / "training.csv", "--output", folder / "baseline")
    codes = [compare(f"{there}/baseline", folder / "baseline")]

    print("The monitoring run")
    reports = monitored(monitor, s3, there, window)
    span = ("--start", window.start.isoformat(), "--end", window.end.isoformat(), "--endpoint", ENDPOINT)
    known = ("--baseline", folder / "baseline")
    run_here("monitor", folder / "captured", *known, *span, "--output", folder / "reports")
    return max(*codes, compare(reports, folder / "reports"))


def training() -> Iterator[str]:
    """Yield the lines of a table: what a model answers, and three columns of what it is asked."""
    yield "risk,age,income,debts\n"
    for row in range(400):
        yield f"{row % 89 / 89:.4f},{20 + row % 40},{30_000 + 100 * (row % 97)},{row % 10 / 10}\n"


def captures(hour: datetime) -> Iterator[str]:
    """Yield captured requests of that *hour*, some of which violate what the table suggests."""
    for row in range(200):
        asked = f"{15 + row % 50}.5,{'' if row % 20 == 0 else 30_000 + 100 * row},{row % 10 / 10}"
        sides = {
            "endpointInput": {"observedContentType": "text/csv", "mode": "INPUT", "data": asked, "encoding": "CSV"},
            "endpointOutput": {
                "observedContentType": "text/csv",
                "mode": "OUTPUT",
                "data": f"{row % 89 / 89:.4f}",
                "encoding": "CSV",
            },
        }
        at = f"{hour + timedelta(seconds=row):%Y-%m-%dT%H:%M:%SZ}"
        told = {"eventId": str(UUID(int=row)), "inferenceTime": at}
        yield json.dumps({"captureData": sides, "eventMetadata": told, "eventVersion": "0"}) + "\n"


def put_all(s3: Any, bucket: str, prefix: str, folder: Path, files: dict[str, str]) -> None:
    """Put *files* below the prefix, and write them to the folder."""
    for name, text in files.items():
        s3.put_object(Bucket=bucket, Key=f"{prefix}/{name}", Body=text.encode())
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def monitored(monitor: DefaultModelMonitor, s3: Any, there: str, window: Window) -> str:
    """Run the job that a schedule's function starts for *window*, and return where its reports are."""
    order = {"schedule": "smoke", "minutes": 60, "job": monitor.job()}
    order = with_source(order, EndpointInput(ENDPOINT, captured_data_s3_uri=f"{there}/captured"), None, None)
    order = with_output(order, f"{there}/reports", monitor.output_kms_key)
    documents = {f"baseline_{name}": f"{there}/baseline/{name}.json" for name in ("constraints", "statistics")}
    order = with_files(order, documents)
    sagemaker = monitor.sagemaker_session.boto_session.client("sagemaker")
    name = job_name("smoke", window, there)
    sagemaker.create_processing_job(**request_of(order, window, name, roots(order, sagemaker, s3), s3))
    execution = MonitoringExecution(monitor.sagemaker_session, name)
    execution.wait()
    print(execution.describe().get("ExitMessage", ""))
    return execution.output.destination


def run_here(*words: object) -> None:
    """Run the engine on this machine. CalledProcessError where it fails; violations are no failure."""
    ended = subprocess.run([*ENGINE, *map(str, words)], stdout=subprocess.DEVNULL)
    if ended.returncode not in (0, 1):
        ended.check_returncode()


def compare(there: str, here: Path) -> int:
    """Print how the documents of both places differ, and return 0 where they are equal, else 1."""
    ended = subprocess.run([*ENGINE, "compare", there, str(here)])
    return min(ended.returncode, 1)


def delete_all(s3: Any, bucket: str, prefix: str) -> None:
    """Delete all objects below the prefix."""
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/"):
        for each in page.get("Contents", ()):
            s3.delete_object(Bucket=bucket, Key=each["Key"])


if __name__ == "__main__":
    raise SystemExit(main())
