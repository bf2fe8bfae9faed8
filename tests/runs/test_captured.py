"""Whole runs over captured traffic and with scripts: what is written, said and refused."""

import base64
import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import captures
import pytest
from captured_folders import baseline_of, hour_of

from engine.documents.folder import CONSTRAINTS, STATISTICS, VIOLATIONS
from engine.errors import DatasetError
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.job.semantics import Semantics
from engine.job.times import MonitoringWindow
from engine.pipeline import run
from engine.readers.capture.options import CaptureFormat
from engine.readers.csv.options import CsvFormat

SAMPLE = Path(__file__).parents[2] / "sample_data"


def _checks(outcome):
    return {(violation.feature_name, violation.check) for violation in outcome.violations}


ROWS = [row for row, _ in zip(csv.reader((SAMPLE / "training.csv").open()), range(301), strict=False)]
ENCODINGS = {
    "CSV": lambda names, row: captures.csv(",".join(row)),
    "base64 of CSV": lambda names, row: captures.base64_of(",".join(row), "text/csv; charset=utf-8"),
    "JSON object": lambda names, row: captures.body(dict(zip(names, row, strict=True))),
    "JSON rows": lambda names, row: captures.body({"instances": [row]}),
    "JSON columns": lambda names, row: captures.body({name: [text] for name, text in zip(names, row, strict=True)}),
    "base64 of JSON": lambda names, row: captures.base64_of(
        json.dumps(dict(zip(names, row, strict=True))), "application/json"
    ),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_same_rows_give_the_same_documents_in_every_encoding(tmp_path, session, encoding):
    """As CSV and as captured in one split: statistics and constraints are equal as text, and nothing is violated."""
    names, *rows = ROWS
    encoded = ENCODINGS[encoding]
    paths = baseline_of(tmp_path, session, "".join(",".join(row) + "\n" for row in (names, *rows)))
    source = hour_of(
        tmp_path, *(captures.record(encoded(names[1:], row[1:]), encoded(names[:1], row[:1])) for row in rows)
    )

    outcome = run(Job(Dataset(source, CaptureFormat()), str(tmp_path / "out"), paths), session=session)

    assert outcome.violations == ()
    for document in (STATISTICS, CONSTRAINTS):
        assert (tmp_path / "out" / document).read_text() == (tmp_path / "base" / document).read_text()


def test_a_window_chooses_folders_and_at_its_edges_records(tmp_path, session):
    """From half past one to three: of 13 the later record, all of 14, and nothing of 15."""
    for hour in ("13", "14", "15"):
        early, late = (captures.record(captures.csv(hour), time=f"2024-03-18T{hour}:{m}:00Z") for m in ("10", "40"))
        source = hour_of(tmp_path, early, late, hour=hour)
    window = MonitoringWindow(datetime(2024, 3, 18, 13, 30, tzinfo=UTC), datetime(2024, 3, 18, 15, tzinfo=UTC))

    outcome = run(Job(Dataset(source, CaptureFormat(), window=window), str(tmp_path / "out")), session=session)

    assert outcome.records == 3
    assert outcome.statistics.features[0].numerical.sum == 13 + 14 + 14


def test_a_window_without_records_completes(tmp_path, session, caplog):
    """Nobody asked the endpoint anything: no violation, and a line that says so."""
    source = hour_of(tmp_path, captures.record(captures.csv("1,u"), captures.csv("0")))
    window = MonitoringWindow(datetime(2025, 1, 1, tzinfo=UTC))
    job = Job(Dataset(source, CaptureFormat(), window=window), str(tmp_path / "out"), baseline_of(tmp_path, session))

    outcome = run(job, session=session)

    assert (outcome.records, outcome.violations) == (0, ())
    assert json.loads((tmp_path / "out" / VIOLATIONS).read_text()) == {"violations": []}
    assert "No records were found" in caplog.text


def test_a_side_that_is_not_read_is_what_is_missing(tmp_path, session):
    """Input alone: its columns have the baseline's last names and hold, and the output's is the missing one."""
    source = hour_of(
        tmp_path, *(captures.record(captures.csv(row), captures.csv("0")) for row in ("1,u", "2,v", "4,v"))
    )
    captured = CaptureFormat(sides=("endpointInput",))
    outcome = run(
        Job(Dataset(source, captured), str(tmp_path / "out"), baseline_of(tmp_path, session)), session=session
    )

    assert _checks(outcome) == {("Missing columns", "missing_column_check")}
    assert outcome.violations[0].description.endswith("Missing: y.")
    assert [feature.name for feature in outcome.statistics.features] == ["a", "b"]


def test_another_number_of_columns_without_names_is_all_that_is_said(tmp_path, session):
    """Four columns against three, and nothing tells which is which: one violation, and all documents."""
    source = hour_of(tmp_path, captures.record(captures.csv("1,u,9"), captures.csv("0")))
    job = Job(Dataset(source, CaptureFormat()), str(tmp_path / "out"), baseline_of(tmp_path, session))

    outcome = run(job, session=session)

    assert _checks(outcome) == {("Extra columns", "extra_column_check")}
    assert [feature.name for feature in outcome.statistics.features] == ["_c0", "_c1", "_c2", "_c3"]


def test_observed_the_lines_of_a_payload_are_one_row(tmp_path, session):
    """72 lines of 58 fields, and one of output, are 58 * 72 - 71 + 1 columns: one violation and no other document."""
    names = ["y", *(f"x{i}" for i in range(58))]
    paths = baseline_of(tmp_path, session, "".join(",".join(row) + "\n" for row in (names, ["1"] * 59)))
    lines = "\n".join([",".join(["1"] * 59)] * 72)
    source = hour_of(tmp_path, captures.record(captures.csv(lines), captures.csv("1")))
    job = Job(Dataset(source, CaptureFormat()), str(tmp_path / "out"), paths, semantics=Semantics.OBSERVED)

    outcome = run(job, session=session)

    assert _checks(outcome) == {("Extra columns", "extra_column_check")}
    assert outcome.violations[0].description == (
        "There are extra columns in current dataset. Number of columns in current dataset: 4178, "
        "Number of columns in baseline constraints: 59"
    )
    assert not (tmp_path / "out" / STATISTICS).exists()


def test_observed_sides_of_different_encodings_fail(tmp_path, session):
    """As the official container does; corrected reads each side by its own."""
    source = hour_of(tmp_path, captures.record(captures.csv("1,u"), captures.body([0])))
    for semantics in Semantics:
        job = Job(Dataset(source, CaptureFormat()), str(tmp_path / "out"), semantics=semantics)
        if semantics is Semantics.CORRECTED:
            assert run(job, session=session).records == 1
            continue
        with pytest.raises(DatasetError, match="input and output in different encodings"):
            run(job, session=session)


def test_a_column_that_comes_late_is_there_and_compared(tmp_path, session):
    """`b` is in no record that the first look sees: the data are read again, and it is compared with the baseline's."""
    first = captures.record(captures.body({"a": 1}), captures.body({"y": 0}))
    late = captures.record(captures.body({"a": 2, "b": "u"}), captures.body({"y": 1}))
    source = hour_of(tmp_path, *[first] * 2000, late)
    job = Job(Dataset(source, CaptureFormat()), str(tmp_path / "out"), baseline_of(tmp_path, session))

    outcome = run(job, session=session)

    assert [feature.name for feature in outcome.statistics.features] == ["y", "a", "b"]
    assert ("b", "completeness_check") in _checks(outcome)


def test_bad_records_are_named_and_the_run_goes_on(tmp_path, session, caplog):
    """One of four: it is counted with its file and line, and no data of it are told."""
    good = captures.record(captures.csv("1,u"), captures.csv("0"))
    source = hour_of(tmp_path, good, good, '{"secret": 1', good)

    outcome = run(Job(Dataset(source, CaptureFormat()), str(tmp_path / "out")), session=session)

    assert outcome.records == 3
    assert "1 of 4 records cannot be read and are left out: 1 not a whole line of JSON. First: " in caplog.text
    assert "a.jsonl, line 3" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(("share", "fails"), [(0.01, True), (0.02, False)])
def test_too_many_bad_records_fail_the_run(tmp_path, session, share, fails):
    """Two of a hundred are more than one in a hundred, and not more than two."""
    good = captures.record(captures.csv("1,u"), captures.csv("0"))
    source = hour_of(tmp_path, *[good] * 98, "{", "{")
    job = Job(Dataset(source, CaptureFormat(bad_records_share=share)), str(tmp_path / "out"))

    if fails:
        with pytest.raises(DatasetError, match="2 of 100 records cannot be read, all of them not a whole line of JSON"):
            run(job, session=session)
        assert not list((tmp_path / "out").glob("*.json"))
    else:
        assert run(job, session=session).records == 98


def test_an_unfinished_last_line_is_no_bad_record(tmp_path, session, caplog):
    """The endpoint may still be writing it."""
    good = captures.record(captures.csv("1,u"), captures.csv("0"))
    source = hour_of(tmp_path, *[good] * 100)
    path = next(Path(source).rglob("*.jsonl"))
    path.write_bytes(path.read_bytes() + b'{"captureData": {"endp')
    job = Job(Dataset(source, CaptureFormat(bad_records_share=0)), str(tmp_path / "out"))

    assert run(job, session=session).records == 100
    assert "1 files end within a record" in caplog.text


def test_images_get_a_sentence(tmp_path, session):
    """Nothing of them is a table, and a script could make one."""
    image = captures.base64_of(b"\x89PNG", "image/png")
    source = hour_of(tmp_path, captures.record(image, captures.csv("0")))

    with pytest.raises(
        DatasetError, match=r"content type that is no table .* a preprocessing script that returns rows"
    ):
        run(Job(Dataset(source, CaptureFormat()), str(tmp_path / "out")), session=session)


def test_columns_are_left_out_by_position(tmp_path, session, caplog):
    """Position 0 is the output; a word that names no column is told, with the columns there are."""
    source = hour_of(tmp_path, captures.record(captures.csv("1,u"), captures.csv("0")))
    paths = baseline_of(tmp_path, session)
    job = Job(Dataset(source, CaptureFormat()), str(tmp_path / "out"), paths, excluded=("0", "c"))

    outcome = run(job, session=session)

    assert [feature.name for feature in outcome.statistics.features] == ["a", "b"]
    assert outcome.violations == ()
    assert "the columns are 0 'y', 1 'a', 2 'b'" in caplog.text


@pytest.mark.parametrize("semantics", list(Semantics))
def test_a_label_that_is_excluded_names_no_column_of_the_input(tmp_path, session, semantics):
    """The baseline has it last; the input, read alone, has all other columns, and each has its own constraints."""
    paths = baseline_of(tmp_path, session, "a,b,label\n1,u,0\n2,v,1\n3,u,0\n4,v,1\n")
    rows = (captures.record(captures.csv(row)) for row in ("1,u", "2,v", "3,u", "4,w"))
    source = hour_of(tmp_path, *rows)
    dataset = Dataset(source, CaptureFormat(sides=("endpointInput",)))

    outcome = run(Job(dataset, str(tmp_path / "out"), paths, semantics, excluded=("label",)), session=session)

    assert [feature.name for feature in outcome.statistics.features] == ["a", "b"]
    assert _checks(outcome) == {("b", "categorical_values_check")}


@pytest.mark.parametrize("semantics", list(Semantics))
def test_what_the_first_record_lacks_is_no_reason_to_stop(tmp_path, session, semantics):
    """A first record of other names, in a file of its own, decides neither the columns nor whose baseline it is."""
    hour_of(tmp_path, captures.record(captures.body({"ping": 1}), captures.body({})), name="a.jsonl")
    rows = (captures.record(captures.body({"a": 1, "b": "u"}), captures.body({"y": 0})) for _ in range(4))
    source = hour_of(tmp_path, *rows, name="b.jsonl")
    job = Job(Dataset(source, CaptureFormat()), str(tmp_path / "out"), baseline_of(tmp_path, session), semantics)

    checks = _checks(run(job, session=session))

    assert ("Extra columns", "extra_column_check") in checks
    assert ("Missing columns", "missing_column_check") not in checks


def test_records_without_a_row_are_told(tmp_path, session, caplog):
    """An empty list is no damage, and not nothing either."""
    rows = (captures.record(captures.body(rows), captures.body(rows)) for rows in ([[1, 2]], []))
    source = hour_of(tmp_path, *rows)

    assert run(Job(Dataset(source, CaptureFormat()), str(tmp_path / "out")), session=session).records == 1
    assert "1 records hold no row" in caplog.text


def test_base64_without_a_content_type_is_looked_at(tmp_path, session):
    """JSON opens like a container; other text is CSV."""
    given = captures.side(base64.b64encode(b'{"a": 1}').decode(), "BASE64")
    answer = captures.side(base64.b64encode(b"0.5").decode(), "BASE64")
    source = hour_of(tmp_path, captures.record(given, answer))

    outcome = run(Job(Dataset(source, CaptureFormat()), str(tmp_path / "out")), session=session)

    assert [feature.name for feature in outcome.statistics.features] == ["_c0", "a"]


@pytest.mark.parametrize(
    ("semantics", "checks"),
    [(Semantics.CORRECTED, set()), (Semantics.OBSERVED, {("a", "categorical_values_check")})],
)
def test_json_booleans_against_a_baseline_of_a_csv_file(tmp_path, session, semantics, checks):
    """`True` of pandas and `true` of a request are the same under `corrected`, and other values under `observed`."""
    rows = [(0, True), (1, False)] * 20
    paths = baseline_of(tmp_path, session, "y,a\n" + "".join(f"{y},{a}\n" for y, a in rows))
    source = hour_of(tmp_path, *(captures.record(captures.body({"a": a}), captures.body({"y": y})) for y, a in rows))

    outcome = run(Job(Dataset(source, CaptureFormat()), str(tmp_path / "out"), paths, semantics), session=session)

    assert _checks(outcome) - {("a", "baseline_drift_check")} == checks


@pytest.mark.parametrize(("known", "hinted"), [("city,country,score", True), ("score,city,country", False)])
def test_an_output_at_the_other_end_is_hinted_at(tmp_path, session, caplog, known, hinted):
    """Where the baseline has the output's columns last and nobody says so, types fit better the other way round."""
    row = {"city": "Ulm", "country": "DE", "score": "0.5"}
    table = "".join(f"{','.join(row[name] for name in known.split(','))}\n" for _ in range(3))
    (tmp_path / "train.csv").write_text(f"{known}\n{table}")
    run(Job(Dataset(str(tmp_path / "train.csv"), CsvFormat(header=True)), str(tmp_path / "base")), session=session)
    documents = BaselinePaths(*(str(tmp_path / "base" / name) for name in ("statistics.json", "constraints.json")))
    source = hour_of(tmp_path, *[captures.record(captures.csv("Ulm,DE"), captures.csv("0.5"))] * 3)

    run(Job(Dataset(source, CaptureFormat()), str(tmp_path / "out"), documents), session=session)

    assert ("set output_columns_position (--output-columns-position) to END" in caplog.text) is hinted


@pytest.mark.parametrize("word", ["label", "3"])
def test_an_excluded_label_that_the_traffic_lacks_is_not_missing(tmp_path, session, word):
    """By its name or by its position in the baseline: exclusions come off the baseline first."""
    (tmp_path / "train.csv").write_text("a,b,c,label\n1,2,3,0\n1,2,3,1\n")
    run(Job(Dataset(str(tmp_path / "train.csv"), CsvFormat(header=True)), str(tmp_path / "base")), session=session)
    documents = BaselinePaths(*(str(tmp_path / "base" / name) for name in ("statistics.json", "constraints.json")))
    source = hour_of(tmp_path, *[captures.record(captures.csv("1,2,3"), captures.csv("0.5"))] * 3)
    dataset = Dataset(source, CaptureFormat(sides=("endpointInput",)))

    outcome = run(Job(dataset, str(tmp_path / "out"), documents, excluded=(word,)), session=session)

    assert [feature.name for feature in outcome.statistics.features] == ["a", "b", "c"]
    assert outcome.violations == ()
