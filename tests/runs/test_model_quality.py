"""Whole runs about a model's answers: the documents, whatever the data are written in and however they are cut."""

import csv
import json
import re

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from engine.analysis.metric import Family
from engine.documents.folder import CONSTRAINTS, SEGMENTS, STATISTICS, VIOLATIONS
from engine.evaluation import evaluate
from engine.job.dataset import Dataset, Script
from engine.job.definition import BaselinePaths, Job
from engine.job.quality import ModelQuality, ProblemType
from engine.job.semantics import Semantics
from engine.looking.plan import Plan, Reading
from engine.pipeline import run
from engine.readers.capture.options import CaptureFormat
from engine.readers.csv.options import CsvFormat
from engine.readers.json_lines.options import JsonFormat
from engine.readers.look import look
from engine.readers.merged.options import MergedFormat
from engine.readers.parquet.options import ParquetFormat
from engine.readers.tables import Known

BINARY = ModelQuality(ProblemType.BINARY, "answer", "p", ground_truth="label")
MERGED = ModelQuality(ProblemType.BINARY, "0", "1")


def rows(size=300, seed=4):
    """Return labels, answers, probabilities and cities."""
    numbers = np.random.default_rng(seed)
    labels = (numbers.random(size) < 0.4).astype(int)
    scores = np.clip(0.3 * labels + 0.6 * numbers.random(size), 0, 1).round(3)
    cities = np.where(numbers.random(size) < 0.5, "Oslo", "Rome")
    return list(
        zip(labels.tolist(), (scores > 0.5).astype(int).tolist(), scores.tolist(), cities.tolist(), strict=True)
    )


NAMES = ("label", "answer", "p", "city")
ROWS = rows()


def as_csv(folder, given=ROWS):
    with (folder / "a.csv").open("w", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([NAMES, *given])
    return Dataset(str(folder / "a.csv"), CsvFormat(header=True))


def as_json(folder):
    lines = (json.dumps({"label": bool(a), "answer": b, "p": c, "city": d}) + "\n" for a, b, c, d in ROWS)
    (folder / "a.jsonl").write_text("".join(lines))
    return Dataset(str(folder / "a.jsonl"), JsonFormat(lines=True))


def as_parquet(folder):
    columns = list(zip(*ROWS, strict=True))
    table = pa.table({"label": pa.array(columns[0], pa.float64()), **dict(zip(NAMES[1:], columns[1:], strict=True))})
    pa.parquet.write_table(table, folder / "a.parquet", row_group_size=100)
    return Dataset(str(folder / "a.parquet"), ParquetFormat())


def merged_line(label, answer, p, city):
    def side(data):
        return {"data": data, "encoding": "CSV"}

    return json.dumps(
        {
            "groundTruthData": side(str(label)),
            "captureData": {"endpointInput": side(f"7,{city}"), "endpointOutput": side(f"{answer}.0,{p}")},
            "eventMetadata": {"eventId": "e", "inferenceTime": "2024-03-18T13:00:01Z"},
        }
    )


def as_merged(folder):
    (folder / "a.jsonl").write_text("".join(merged_line(*row) + "\n" for row in ROWS))
    return Dataset(str(folder / "a.jsonl"), MergedFormat())


def documents(folder):
    """Return the documents of a run as text, but for the time of the run."""
    texts = {path.name: path.read_text() for path in folder.glob("*.json")}
    return {name: re.sub(r'"evaluation_time" : "[^"]*Z"', "", text) for name, text in texts.items()}


def ran(session, dataset, out, quality=BINARY, **more):
    run(Job(dataset, str(out), quality=quality, **more), session=session)
    return documents(out)


@pytest.fixture(scope="module")
def baseline(session, tmp_path_factory):
    """Give the folder of a baseline of the rows."""
    folder = tmp_path_factory.mktemp("model")
    ran(session, as_csv(folder), folder / "out")
    return folder / "out"


@pytest.mark.parametrize(
    ("write", "quality"),
    [
        (as_json, BINARY),
        (as_parquet, BINARY),
        (as_merged, MERGED),
    ],
)
def test_every_format_gives_the_documents_of_csv(session, tmp_path, baseline, write, quality):
    """Labels are booleans, doubles, or written otherwise than the answers: 1 and 1.0 are one label."""
    found = ran(session, write(tmp_path), tmp_path / "out", quality)

    assert found[CONSTRAINTS] == documents(baseline)[CONSTRAINTS]
    assert set(found) == {STATISTICS, CONSTRAINTS}
    assert _without_names(found[STATISTICS]) == _without_names(documents(baseline)[STATISTICS])


def _without_names(statistics):
    """Return the document without the confusion matrix, whose classes are called as they are spelled."""
    return re.sub(r'"confusion_matrix" : \{.*?\}\s*\}', "", statistics, flags=re.DOTALL)


@pytest.mark.parametrize("lines", [True, False])
def test_a_path_may_lead_into_lists_of_objects(session, tmp_path, baseline, lines):
    """Which are no columns; also of a file that is one list."""
    objects = [
        json.dumps({"truth": {"label": label}, "predictions": [{"answer": answer, "p": [1 - p, p]}]})
        for label, answer, p, _ in ROWS
    ]
    text = "\n".join(objects) + "\n" if lines else f"[{','.join(objects)}]"
    (tmp_path / "a.json").write_text(text)
    asked = ModelQuality(ProblemType.BINARY, "predictions[0].answer", "predictions[0].p[1]", ground_truth="truth.label")
    found = ran(session, Dataset(str(tmp_path / "a.json"), JsonFormat(lines=lines)), tmp_path / "out", asked)
    assert _without_names(found[STATISTICS]) == _without_names(documents(baseline)[STATISTICS])


def test_captured_traffic_is_merged_data_where_a_models_answers_are_asked(session, tmp_path, baseline):
    """Both are found alike on the command line."""
    dataset = as_merged(tmp_path)
    found = ran(session, Dataset(dataset.source, CaptureFormat()), tmp_path / "out", MERGED)
    assert found[CONSTRAINTS] == documents(baseline)[CONSTRAINTS]


def test_a_script_may_make_the_rows(session, tmp_path, baseline):
    """By the names that are used for it: the truth's, and the output's before an attribute."""
    dataset = as_merged(tmp_path)
    (tmp_path / "pre.py").write_text(
        "def preprocess_handler(record):\n"
        "    answer, p = record.endpoint_output.data.split(',')\n"
        "    return {'groundTruthData_0': record.ground_truth.data, 'endpointOutput_label': answer, 'endpointOutput_p': p}\n"
    )
    scripted = Dataset(dataset.source, MergedFormat(), preprocessor=Script(str(tmp_path / "pre.py")))
    found = ran(session, scripted, tmp_path / "out", ModelQuality(ProblemType.BINARY, "label", "p"))
    assert found[CONSTRAINTS] == documents(baseline)[CONSTRAINTS]


def test_rows_as_good_as_the_baseline_violate_nothing(session, tmp_path, baseline):
    """A metric that equals its threshold is good enough."""
    paths = BaselinePaths(str(baseline / STATISTICS), str(baseline / CONSTRAINTS))
    found = ran(session, as_csv(tmp_path), tmp_path / "out", baseline=paths)
    assert json.loads(found[VIOLATIONS]) == {"violations": []}
    assert found[CONSTRAINTS] == documents(baseline)[CONSTRAINTS]


@pytest.mark.parametrize("semantics", list(Semantics))
def test_worse_rows_violate_in_the_official_order(session, tmp_path, baseline, semantics):
    """All answers are turned round; f0_5 is not reported under `observed`."""
    worse = [(label, 1 - answer, round(1 - p, 3), city) for label, answer, p, city in ROWS]
    paths = BaselinePaths(None, str(baseline / CONSTRAINTS))
    found = ran(session, as_csv(tmp_path, worse), tmp_path / "out", baseline=paths, semantics=semantics)

    violations = json.loads(found[VIOLATIONS])["violations"]
    names = [each["metric_name"] for each in violations]
    assert [name for name in names if name != "f0_5"] == [
        "auc", "precision", "truePositiveRate", "f1", "accuracy", "falsePositiveRate", "trueNegativeRate",
        "falseNegativeRate", "recall", "f2",
    ]  # fmt: skip
    assert ("f0_5" in names) is (semantics is Semantics.CORRECTED)
    assert all(list(each) == ["constraint_check_type", "description", "metric_name"] for each in violations)
    assert re.fullmatch(
        r"Metric auc with [\d.]+ \+/- [\d.E-]+ was LessThanThreshold '[\d.]+'", violations[0]["description"]
    )


def test_segments_have_a_document_of_their_own(session, tmp_path):
    """The official one is as it would be without them."""
    dataset = as_csv(tmp_path)
    plain = ran(session, dataset, tmp_path / "plain")
    found = ran(
        session, dataset, tmp_path / "out", ModelQuality(ProblemType.BINARY, "answer", "p", None, "label", None, "city")
    )

    assert {name: found[name] for name in plain} == plain
    told = json.loads((tmp_path / "out" / SEGMENTS).read_text())
    counts = {city: sum(row[3] == city for row in ROWS) for city in ("Oslo", "Rome")}
    assert told["segment_by"] == "city"
    assert {each["segment"]: each["item_count"] for each in told["segments"]} == counts
    for each in told["segments"]:
        right = [label == answer for label, answer, _, city in ROWS if city == each["segment"]]
        assert each["binary_classification_metrics"]["accuracy"]["value"] == sum(right) / len(right)


def test_a_regression_over_rows_of_which_some_are_not_whole(session, tmp_path, caplog):
    """What has no truth or no answer is left out, and counted in the log."""
    (tmp_path / "a.csv").write_text("y,p\n" + "1,2\n" * 3 + ",5\n7,\n")
    quality = ModelQuality(ProblemType.REGRESSION, "p", ground_truth="y")
    with caplog.at_level("WARNING"):
        found = ran(session, Dataset(str(tmp_path / "a.csv"), CsvFormat(header=True)), tmp_path / "out", quality)

    assert json.loads(found[CONSTRAINTS])["regression_constraints"]["mae"]["threshold"] == 1.0
    assert '"item_count" : 3' in found[STATISTICS]
    assert "Of 5 records 1 have no ground truth and 1 more no answer" in caplog.text


def test_a_window_without_truths_completes(session, tmp_path, baseline, caplog):
    """Labels may be late; nothing was compared then, and the log does not say that there were no records."""
    (tmp_path / "a.csv").write_text("label,answer,p,city\n,1,0.5,Oslo\n")
    paths = BaselinePaths(None, str(baseline / CONSTRAINTS))
    outcome = run(
        Job(
            Dataset(str(tmp_path / "a.csv"), CsvFormat(header=True)),
            str(tmp_path / "out"),
            baseline=paths,
            quality=BINARY,
        ),
        session=session,
    )
    assert (outcome.records, outcome.violations) == (0, ())
    assert [path.name for path in (tmp_path / "out").iterdir()] == [VIOLATIONS]
    assert "Of 1 records 1 have no ground truth" in caplog.text
    assert "No record that can be measured was found" in caplog.text


def test_the_documents_are_the_same_however_the_data_are_cut(spark, tmp_path):
    """Splits of some hundred bytes, in one task or in many, change not a bit of a classification."""
    dataset = as_csv(tmp_path)
    seen = look(dataset, Known(quality=BINARY))
    job = Job(dataset, str(tmp_path / "out"), quality=BINARY)

    def members(split_bytes):
        splits = {"": seen.table.splits(seen.files, split_bytes=split_bytes)}
        return evaluate(spark, job, BINARY, Reading(Plan(seen.table, None), splits), None).statistics.members

    assert members(700) == members(10_000_000)


def test_the_numbers_for_those_who_watch_are_the_official_ones(session, tmp_path, baseline):
    """Every single number, also of the best constant classifier, and how many violations there are."""
    paths = BaselinePaths(None, str(baseline / CONSTRAINTS))
    job = Job(as_csv(tmp_path), str(tmp_path / "out"), baseline=paths, quality=BINARY)
    metrics = {metric.name: metric for metric in run(job, session=session).metrics}

    official = {
        "total_number_of_violations", "f0_5_best_constant_classifier", "f2_best_constant_classifier",
        "f1_best_constant_classifier", "auc", "precision", "accuracy_best_constant_classifier", "true_positive_rate", "f1",
        "accuracy", "false_positive_rate", "f0_5", "true_negative_rate", "au_prc", "false_negative_rate",
        "recall_best_constant_classifier", "precision_best_constant_classifier", "recall", "f2",
    }  # fmt: skip
    assert set(metrics) == {*official, "brier_score", "expected_calibration_error"}
    assert {metric.family for metric in metrics.values()} == {Family.MODEL}
    assert metrics["total_number_of_violations"].value == 0.0


def test_a_positive_label_that_is_not_there_is_told(session, tmp_path, caplog):
    """It may be misspelled; no row is positive then."""
    asked = ModelQuality(ProblemType.BINARY, "answer", None, None, "label", "yes")
    with caplog.at_level("WARNING"):
        found = ran(session, as_csv(tmp_path), tmp_path / "out", asked)
    assert "The positive label 'yes' is not among the labels" in caplog.text
    assert '"recall" :' not in found[STATISTICS]


def test_too_many_labels_for_curves_are_told(session, tmp_path, caplog):
    """All but the positive one are negative, so the counts are right; only what needs scores is left out."""
    given = [(f"l{number}", f"l{number}", 0.5, "Oslo") for number in range(70)]
    with caplog.at_level("WARNING"):
        asked = ModelQuality(ProblemType.BINARY, "answer", "p", None, "label", "l0")
        found = ran(session, as_csv(tmp_path, given), tmp_path / "out", asked)
    assert "More than 64 different labels stand beside probabilities, so there are no curves" in caplog.text
    assert '"recall" :' in found[STATISTICS]
    assert '"auc" :' not in found[STATISTICS]


def test_what_concerns_data_alone_is_told(session, tmp_path, caplog):
    """A model's answers are judged all the same."""
    with caplog.at_level("WARNING"):
        found = ran(
            session,
            as_csv(tmp_path),
            tmp_path / "out",
            excluded=("city",),
            references=(("others", "others.csv"),),
            categorical_drift_method="LInfinity",
        )
    assert (
        "Without effect, for they concern the quality of data alone: columns to exclude, other datasets for rules, a method of"
    ) in caplog.text
    assert CONSTRAINTS in found


@pytest.mark.parametrize(("statistics", "recall"), [(True, False), (False, True)])
def test_a_window_of_one_label_knows_the_other_from_the_baseline(session, tmp_path, statistics, recall):
    """Where its statistics are given: without them the only label that is there is taken for the positive one."""
    (tmp_path / "two.csv").write_text("label,answer\n" + "bad,bad\ngood,good\n" * 3)
    asked = ModelQuality(ProblemType.BINARY, "answer", ground_truth="label")
    ran(session, Dataset(str(tmp_path / "two.csv"), CsvFormat(header=True)), tmp_path / "base", asked)
    (tmp_path / "one.csv").write_text("label,answer\n" + "bad,bad\n" * 3)
    base = tmp_path / "base"
    paths = BaselinePaths(str(base / STATISTICS) if statistics else None, str(base / CONSTRAINTS))
    found = ran(
        session, Dataset(str(tmp_path / "one.csv"), CsvFormat(header=True)), tmp_path / "out", asked, baseline=paths
    )
    assert ('"recall" :' in found[STATISTICS]) is recall
