"""Runs the engine in the image that is being built, so that a cut too deep ends the build; for the build alone.

    python image/check.py

On the way Python writes the byte code of all that a run imports.
"""

import json
import subprocess
import sys
import tempfile
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

from engine.documents.history.kept import keep, milliseconds, prepare
from engine.documents.history.run_metrics import Metric, RunMetrics
from engine.home import engine_home
from engine.job.repository import MetricsRepository
from engine.spark.jvm.artifacts import archive_place
from engine.spark.jvm.java import find_java
from engine.spark.jvm.launch import spark_class_path

CLASSES = tuple(f"org/apache/spark/deploy/{name}.class" for name in ("master/Master", "worker/Worker"))
"""What a cluster of such images is made of, and a run on one host does not touch."""

FORMAT = json.dumps({"csv": {"header": True}})


def check() -> None:
    """Do a baseline and a monitoring run of each kind of column, and look for what makes a start quick."""
    kernels = _files(engine_home() / "kernels")
    with tempfile.TemporaryDirectory() as name:
        _runs(Path(name))
    _demand(archive_place(find_java()).is_file(), "there is no class-data archive")
    _demand(kernels and kernels == _files(engine_home() / "kernels"), "a run compiles what set-up has not")
    _demand(set(CLASSES) <= _classes(), "Spark's cluster of its own is cut")


def _runs(folder: Path) -> None:
    data = folder / "data.csv"
    rows = (f"{n},{n / 7},{'abc'[n % 3]},{'' if n % 9 else n}\n" for n in range(3000))
    data.write_text("count,share,kind,rare\n" + "".join(rows))
    baseline, window = folder / "baseline", folder / "window"
    _engine("--dataset-source", data, "--dataset-format", FORMAT, "--output-path", baseline)
    _engine("monitor", data, "--baseline", baseline, "-o", window, "--report")
    found = json.loads((window / "constraint_violations.json").read_text())
    _demand(found == {"violations": []}, f"data differ from themselves: {found}")
    _demand("<h1>No violations</h1>" in (window / "report.html").read_text(), "the report says something else")
    _rules(data, folder)
    _history(data, baseline, folder)
    captured = folder / "captured.jsonl"
    captured.write_text("".join(_captured(n) for n in range(300)))
    _engine("baseline", captured, "-o", folder / "captures")


def _rules(data: Path, folder: Path) -> None:
    """Let rules that hold be judged: by the profile's columns, in groups, by pairs, and in SQL."""
    rules = folder / "rules.dqdl"
    query = "select count(*) from primary where kind is null"
    rules.write_text(
        'Rules = [ IsUnique "count", Mean "share" > 1, ColumnCorrelation "count" "share" > 0.9, '
        f'ColumnValues "kind" matches "[abc]", CustomSql "{query}" = 0 ]'
    )
    _engine("baseline", data, "-o", folder / "ruled", "--rules", rules)


def _history(data: Path, baseline: Path, folder: Path) -> None:
    """Let a run be out of the season that those before it had, by the strategy that needs most of all."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for day, size in enumerate((10, 21, 12, 20, 11, 22)):
        kept = MetricsRepository(str(folder / "history"), start + timedelta(days=day))
        prepare(kept)
        keep(kept, RunMetrics(milliseconds(kept.at), (), (Metric("Size", None, float(size)),)))
    constraints = json.loads((baseline / "constraints.json").read_text())
    check = {"metric": "Size", "strategy": "HoltWinters", "parameters": {"seriesPeriodicity": 2}}
    constraints["monitoring_config"]["anomaly_checks"] = [check]
    (folder / "constraints.json").write_text(json.dumps(constraints))
    words = ("--dataset-source", data, "--dataset-format", FORMAT, "--output-path", folder / "odd")
    _engine(*words, "--baseline-constraints", folder / "constraints.json", "--metrics-repository", folder / "history")
    found = (folder / "odd" / "constraint_violations.json").read_text()
    _demand("Size is an anomaly by HoltWinters. Observed: 3000, after 6 former runs." in found, f"no anomaly: {found}")


def _captured(number: int) -> str:
    """Return a record whose sides are CSV and JSON, or JSON in base64."""
    body = json.dumps({"count": number, "kind": "abc"[number % 3]})
    packed = {"data": b64encode(body.encode()).decode(), "encoding": "BASE64"}
    given = ({"data": body, "encoding": "JSON"}, packed)[number % 2]
    sides = {"endpointInput": given, "endpointOutput": {"data": "0.5", "encoding": "CSV"}}
    return json.dumps({"captureData": sides, "eventMetadata": {}}) + "\n"


def _engine(*words: object) -> None:
    subprocess.run([sys.executable, "-m", "engine", *map(str, words)], check=True)


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def _classes() -> set[str]:
    jars = [path for path in spark_class_path() if path.name.startswith("spark-core_")]
    return {name for jar in jars for name in ZipFile(jar).namelist()}


def _demand(holds: object, otherwise: str) -> None:
    if not holds:
        raise SystemExit(f"The image is not fit for use: {otherwise}")


if __name__ == "__main__":
    check()
