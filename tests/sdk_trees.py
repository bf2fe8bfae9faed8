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
    Path(__file__).with_name("said").write_text(os.environ.get("MY_VAR", ""))
"""

MODEL_BASELINES = {
    "BinaryClassification": {
        "binary_classification_constraints": {
            "accuracy": {"threshold": 0.5, "comparison_operator": "LessThanThreshold"}
        }
    },
    "Regression": {
        "regression_constraints": {"mae": {"threshold": 1.0, "comparison_operator": "GreaterThanThreshold"}}
    },
}
"""What a baseline of the model promises; all answers keep it."""


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
    promised = MODEL_BASELINES.get(str(job.environment.get("problem_type")))
    of_model = promised is not None
    for path in job.baseline:
        _write(place(path), json.dumps(promised) if of_model else (documents / Path(path).name).read_text())
    for path in job.scripts:
        _write(place(path), PRE if Path(path).name == "pre.py" else POST)
    for path in job.inputs:
        if of_model:
            _lay_answers(place(path), str(job.environment["dataset_format"]))
        else:
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


def _lay_answers(folder: Path, written: str) -> None:
    """Put a model's answers there, as they are *written*: every fourth is wrong, its probability near the threshold."""
    unsure = {3: 0.45, 7: 0.45, 2: 0.48}
    rows = [(row % 2, unsure.get(row % 8, 0.1 + 0.8 * (row % 2))) for row in range(40)]
    if "sagemakerMergeJson" in written:
        _write(folder / "2024/03/18/13/a.jsonl", "".join(_merged(*row) for row in rows))
        return
    lines = (f"{label},{probability},{int(probability >= 0.5)}\n" for label, probability in rows)
    _write(folder / "answers.csv", "label,probability,prediction\n" + "".join(lines))


def _merged(label: int, probability: float) -> str:
    captured = json.loads(_capture("1,2", str(probability)))
    return json.dumps({"groundTruthData": {"data": str(label), "encoding": "CSV"}, **captured}) + "\n"


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
