"""The request bodies that the SDKs send, as folders of the platform's with data, baselines and scripts in them."""

import json
from pathlib import Path

import pytest
from sdk_bodies import Started

from engine import pipeline
from engine.job.dataset import Dataset
from engine.job.definition import Job
from engine.readers.csv.options import CsvFormat

NAMES = ("label", "a", "b", "age", "city")
ROWS = [(0.5 + row % 3, row % 2, 7, 20 + row, "Oslo" if row % 2 else "Rome") for row in range(40)]

PRE = f"""
def preprocess_handler(inference_record):
    if isinstance(inference_record, str):
        line = inference_record
    else:
        line = inference_record.endpoint_output.data + "," + inference_record.endpoint_input.data
    return dict(zip({NAMES!r}, line.strip().split(",")))
"""
POST = """
import os
from pathlib import Path

def postprocess_handler():
    Path(__file__).with_name("said").write_text(os.environ["MY_VAR"])
"""


def bodies_beside(golden: Path) -> Path:
    """Return the folder of the request bodies, which lies beside the official outputs; without it the test is skipped."""
    folder = golden.parent / "docs" / "captures"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there: the request bodies of the SDKs are not at hand")
    return folder


def baseline_of_rows(folder: Path, session) -> Path:
    """Make a baseline of the rows with the engine itself, and return the folder of its documents."""
    (folder / "train.csv").write_text(_csv(header=True))
    pipeline.run(Job(Dataset(str(folder / "train.csv"), CsvFormat(header=True)), str(folder / "out")), session=session)
    return folder / "out"


def lay_out(job: Started, root: Path, documents: Path) -> None:
    """Lay out below *root*, which is or will be /opt/ml, what the platform makes of *job*, with a baseline's *documents*."""

    def place(path: str) -> Path:
        return Path(path.replace("/opt/ml", str(root)))

    _write(root / "config/processingjobconfig.json", json.dumps(job.configuration))
    _write(root / "config/resourceconfig.json", json.dumps({"current_host": "algo-1", "hosts": ["algo-1"]}))
    for path in job.baseline:
        _write(place(path), (documents / Path(path).name).read_text())
    for path in job.scripts:
        _write(place(path), PRE if Path(path).name == "pre.py" else POST)
    for path in job.inputs:
        _lay_data(place(path), str(job.environment.get("dataset_format", "")))


def _lay_data(folder: Path, written: str) -> None:
    """Put the rows there as they are *written*; captures of the hour before are of another kind, and not to be read."""
    if "sagemaker" in written:
        hours = folder / "ep" / "AllTraffic" / "2024" / "03" / "18"
        _write(hours / "12" / "a.jsonl", _capture("9,9,9", "not to be read") * 3)
        _write(hours / "13" / "a.jsonl", "".join(_capture(",".join(map(str, row[1:])), str(row[0])) for row in ROWS))
    elif '"json"' in written.lower():
        objects = (json.dumps(dict(zip(NAMES, row, strict=True))) + "\n" for row in ROWS)
        _write(folder / "2024/03/18/13/data.jsonl", "".join(objects))
    else:
        _write(folder / "2024/03/18/13/data.csv", _csv(header="true" in written))


def _csv(*, header: bool) -> str:
    rows = [NAMES, *ROWS] if header else ROWS
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


def _capture(given: str, answer: str) -> str:
    def side(mode: str, data: str) -> dict:
        return {"observedContentType": "text/csv", "mode": mode, "data": data, "encoding": "CSV"}

    record = {
        "captureData": {"endpointInput": side("INPUT", given), "endpointOutput": side("OUTPUT", answer)},
        "eventMetadata": {"eventId": "e", "inferenceTime": "2024-03-18T13:00:01Z"},
        "eventVersion": "0",
    }
    return json.dumps(record) + "\n"


def _write(path: Path | str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text)
