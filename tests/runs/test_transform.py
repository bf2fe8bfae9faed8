"""Captured batch transforms, monitored by the container's settings against baselines of any format."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from transforms import TIME, identity, lay

from engine.documents.folder import CONSTRAINTS, STATISTICS, VIOLATIONS

ROWS = [(f"{row % 7}.5", str(20 + row % 50), ("Oslo", "Rome")[row % 2]) for row in range(200)]
NAMES = ("score", "age", "city")
SETTINGS = {
    "monitoring_input_type": "BATCH_TRANSFORM_INPUT",
    "sagemaker_monitoring_schedule_name": "hourly",
    "start_time": "2024-03-18T13:00:00Z",
    "end_time": "2024-03-18T14:00:00Z",
}
CSV = {"csv": {"header": False}}
HEADED = {"csv": {"header": True}}
JSON = {"json": {"lines": True}}
PARQUET = {"parquet": {}}
NUMBERS = {"score": float, "age": int, "city": str}


def table(rows):
    """Return *rows* as CSV."""
    return "".join(",".join(row) + "\n" for row in rows)


def objects(names, rows):
    """Return *rows* as JSON lines, their numbers as numbers."""
    return "".join(
        json.dumps({name: NUMBERS[name](text) for name, text in zip(names, row, strict=True)}) + "\n" for row in rows
    )


def typed(names, rows):
    """Return *rows* as Parquet, their numbers as numbers."""
    columns = zip(names, zip(*rows, strict=True), strict=True)
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({name: list(map(NUMBERS[name], texts)) for name, texts in columns}), sink)
    return sink.getvalue().to_pybytes()


@pytest.fixture
def run(tmp_path, monkeypatch, session):
    """Give a function that runs the container on settings, and tells (exit code, the documents, by name)."""
    from functools import partial  # noqa: PLC0415 - beside its use

    from engine import pipeline  # noqa: PLC0415
    from engine.__main__ import main  # noqa: PLC0415

    monkeypatch.setattr(pipeline, "run", partial(pipeline.run, session=session))

    def run(name, source, written, **settings):
        output = tmp_path / name
        given = {"dataset_source": source, "dataset_format": json.dumps(written), "output_path": output, **settings}
        code = main([f"--{key.replace('_', '-')}={value}" for key, value in given.items()], {}, root=tmp_path / "ml")
        return code, {path.name: json.loads(path.read_text()) for path in output.glob("*.json")}

    return run


@pytest.fixture
def baseline(tmp_path, run):
    """Give a function that makes a baseline of the rows and tells the settings of a run against it."""

    def baseline(kind):
        written, content = {
            "csv": (HEADED, table([NAMES, *ROWS]).encode()),
            "json": (JSON, objects(NAMES, ROWS).encode()),
            "parquet": (PARQUET, typed(NAMES, ROWS)),
        }[kind]
        (tmp_path / "train").mkdir()
        (tmp_path / "train" / f"rows.{kind}").write_bytes(content)
        code, _ = run("base", tmp_path / "train", written)
        assert code == 0
        places = {"baseline_constraints": CONSTRAINTS, "baseline_statistics": STATISTICS}
        return {key: tmp_path / "base" / name for key, name in places.items()}

    return baseline


def windows():
    """Yield (name, how it is written, inputs, outputs) of the rows as a transform leaves them."""
    given, answers = [row[1:] for row in ROWS], [row[:1] for row in ROWS]
    tagged = "".join(f"{score}, {identity(place)},{TIME}\n" for place, (score,) in enumerate(answers))
    yield "csv", CSV, {"a.csv": table(given)}, {"a.csv.out": tagged}
    yield "csv with a header", HEADED, {"a.csv": table([NAMES[1:], *given])}, {"a.csv.out": table(answers)}
    yield "parquet", PARQUET, {"a": typed(NAMES[1:], given)}, {"a.out": typed(NAMES[:1], answers)}
    yield "json", JSON, {"a.json": objects(NAMES[1:], given)}, {"a.json.out": objects(NAMES[:1], answers)}


@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
@pytest.mark.parametrize("window", list(windows()), ids=lambda window: window[0])
def test_the_same_rows_are_the_same_in_any_format(tmp_path, run, baseline, kind, window):
    """No violation, and the baseline's own features by name, with its statistics."""
    _, written, inputs, outputs = window
    lay(tmp_path / "early", {"a.csv": "x\n"}, {"a.csv.out": "x\n"}, hour="2024/03/18/12")
    code, documents = run("today", lay(tmp_path, inputs, outputs), written, **SETTINGS, **baseline(kind))
    assert code == 0
    assert documents[VIOLATIONS]["violations"] == []
    means = {
        each["name"]: each.get("numerical_statistics", {}).get("mean") for each in documents[STATISTICS]["features"]
    }
    assert set(means) == set(NAMES)
    assert means["age"] == pytest.approx(sum(int(age) for _, age, _ in ROWS) / len(ROWS))


def test_the_same_rows_as_one_file_give_the_same_documents(tmp_path, run, baseline):
    """Whatever lies on which side: the sketches as well, for the rows come in the same order."""
    documents = baseline("csv")
    given, answers = [row[1:] for row in ROWS], [row[:1] for row in ROWS]
    source = lay(tmp_path, {"a.csv": table([NAMES[1:], *given])}, {"a.csv.out": table(answers)})
    joined = run("joined", source, HEADED, **SETTINGS, **documents)
    assert joined == run("plain", tmp_path / "train", HEADED, **documents)


def test_what_has_changed_is_found(tmp_path, run, baseline):
    """A value that the baseline has not, and a score that is missing, on either side of the transform."""
    given = table([row[1:2] + (("Paris",) if row[2] == "Rome" else row[2:]) for row in ROWS])
    answers = "".join(
        ("" if place % 2 else score) + f",{identity(place)},{TIME}\n" for place, (score, *_) in enumerate(ROWS)
    )
    source = lay(tmp_path, {"a.csv": given}, {"a.csv.out": answers})
    code, documents = run("today", source, CSV, **SETTINGS, **baseline("csv"))
    found = {(each["feature_name"], each["constraint_check_type"]) for each in documents[VIOLATIONS]["violations"]}
    assert code == 0
    assert {("city", "categorical_values_check"), ("score", "completeness_check")} <= found


def test_an_hour_without_a_transform_completes(tmp_path, run, baseline):
    """As an empty window of captured traffic does."""
    source = lay(tmp_path, {"a.csv": "1\n"}, {"a.csv.out": "1\n"}, hour="2024/03/18/12")
    code, documents = run("today", source, CSV, **SETTINGS, **baseline("csv"))
    assert (code, documents[VIOLATIONS]) == (0, {"violations": []})
