"""The documents of the official container, from the same input, as text."""

import csv
import json
import re
from pathlib import Path

import pytest

from engine.documents.folder import CONSTRAINTS, STATISTICS
from engine.documents.json import codec
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.job.semantics import Semantics
from engine.pipeline import run
from engine.readers.capture.options import CaptureFormat
from engine.readers.csv.options import CsvFormat

_NEWER_STATISTICS = ("approximate_num_distinct_values", "completeness")
_NEWER_SETTINGS = ("categorical_comparison_threshold", "categorical_drift_method")


def _older_statistics(text):
    """Take out what containers before 2023 did not write."""
    document = json.loads(text)
    for feature in document["features"]:
        for group in ("numerical_statistics", "string_statistics"):
            for key in _NEWER_STATISTICS:
                feature.get(group, {}).pop(key, None)
    return codec.dumps(document)


def _older_constraints(text):
    document = json.loads(text)
    for key in _NEWER_SETTINGS:
        del document["monitoring_config"]["distribution_constraints"][key]
    return codec.dumps(document)


def _baseline(session, data, out, *, header):
    run(Job(Dataset(str(data), CsvFormat(header=header)), str(out)), session=session)
    return (out / STATISTICS).read_text(), (out / CONSTRAINTS).read_text()


def test_house_prices_are_those_of_the_current_container(golden, session, tmp_path):
    """23,432 rows with texts, domains, distinct counts and sketches of several levels: both documents are equal as text."""
    case = golden / "house_prices_2024_spark33"

    statistics, constraints = _baseline(session, case / "input" / "train_data.csv", tmp_path, header=True)

    assert statistics == (case / "expected" / STATISTICS).read_text()
    assert constraints == (case / "expected" / CONSTRAINTS).read_text()


def test_the_sdks_table_without_header_is_that_of_the_older_container(golden, session, tmp_path):
    """100 rows of six columns without names: both documents are equal as text, less what older containers did not write."""
    case = golden / "sdk_data_quality_100x6"

    statistics, constraints = _baseline(session, case / "input" / "baseline_dataset.csv", tmp_path, header=False)

    assert _older_statistics(statistics) == (case / "expected" / STATISTICS).read_text()
    assert _older_constraints(constraints) == (case / "expected" / CONSTRAINTS).read_text()


def test_churn_is_what_the_log_of_the_older_container_shows(golden, session, tmp_path):
    """70 columns: the constraints are equal as text, and so are the statistics of the 33 features that the log still has."""
    case = golden / "churn_data_quality_baseline"

    statistics, constraints = _baseline(
        session, case / "input" / "training-dataset-with-header.csv", tmp_path, header=True
    )

    assert _older_constraints(constraints) == (case / "expected" / CONSTRAINTS).read_text()
    logged = (case / "expected" / "statistics_first33.verbatim.txt").read_text()
    assert logged.count("TRUNCATED_IN_LOG") == 4
    assert _as_logged(_older_statistics(statistics), logged) == logged


def _as_logged(statistics, logged):
    """Keep 33 features, with the closing brackets of the log's excerpt, and put the log's word where it had lost a sketch."""
    document = json.loads(statistics)
    document["features"] = document["features"][:33]
    lost = {
        feature["name"] for feature in json.loads(logged)["features"] if _sketch(feature)["data"] == "TRUNCATED_IN_LOG"
    }
    for feature in document["features"]:
        if feature["name"] in lost:
            _sketch(feature)["data"] = "TRUNCATED_IN_LOG"
    text = codec.dumps(document)
    ending = re.search(r"\s*\]\s*\}\s*$", logged).group()
    return re.sub(r"\s*\]\s*\}\s*$", lambda _: ending, text)


def _sketch(feature):
    return feature["numerical_statistics"]["distribution"]["kll"]["sketch"]


@pytest.fixture
def churn_baseline(golden, session, tmp_path):
    """Our own baseline of the churn training data."""
    data = golden / "churn_data_quality_baseline" / "input" / "training-dataset-with-header.csv"
    _baseline(session, data, tmp_path / "baseline", header=True)
    return BaselinePaths(str(tmp_path / "baseline" / STATISTICS), str(tmp_path / "baseline" / CONSTRAINTS))


def test_the_endpoint_case_has_the_official_sixty_violations(golden, session, tmp_path, churn_baseline):
    """Traffic whose first row has fractions for integers, behind a fractional output, violates the official 60 checks."""
    case = golden / "churn_endpoint_monitor_60_violations"
    rows = list(csv.reader((case / "input" / "test-dataset-input-cols.csv").open()))
    traffic = tmp_path / "traffic.csv"
    traffic.write_text("".join(",".join(["0.0139", *row]) + "\n" for row in rows))

    job = Job(
        Dataset(str(traffic), CsvFormat()), str(tmp_path / "out"), baseline=churn_baseline, semantics=Semantics.OBSERVED
    )
    found = run(job, session=session).violations

    expected = json.loads((case / "expected" / "violating_features.json").read_text())["features"]
    assert {(v.feature_name, v.check) for v in found} == {(name, "data_type_check") for name in expected}
    assert len(found) == 60


def _captured(row):
    """Return the record of one request, as the endpoint captured it."""
    sides = {
        name: {"observedContentType": "text/csv", "mode": mode, "data": data, "encoding": "CSV"}
        for name, mode, data in (("endpointInput", "INPUT", ",".join(row)), ("endpointOutput", "OUTPUT", "0.0139"))
    }
    return json.dumps({"captureData": sides, "eventMetadata": {"eventId": "0"}, "eventVersion": "0"}) + "\n"


@pytest.mark.parametrize("semantics", list(Semantics))
def test_the_endpoint_case_through_captures_has_the_official_texts(
    golden, session, tmp_path, churn_baseline, semantics
):
    """1,919 captured records, 7 of them the mangled row, give the official percentages, features and their number.

    The baseline names the columns by position, output first. What is corrected finds fractions where integers were
    expected as well.
    """
    case = golden / "churn_endpoint_monitor_60_violations"
    mangled, *rows = csv.reader((case / "input" / "test-dataset-input-cols.csv").open())
    traffic = [mangled] * 7 + [rows[i % len(rows)] for i in range(1919 - 7)]
    hour = tmp_path / "data" / "churn" / "AllTraffic" / "2022" / "03" / "24" / "13"
    hour.mkdir(parents=True)
    for number in range(4):
        (hour / f"{number}.jsonl").write_text("".join(map(_captured, traffic[number * 480 : (number + 1) * 480])))

    dataset = Dataset(str(tmp_path / "data"), CaptureFormat(sides=("endpointInput", "endpointOutput")))
    job = Job(dataset, str(tmp_path / "out"), baseline=churn_baseline, semantics=semantics)
    found = {
        (v.feature_name, v.description) for v in run(job, session=session).violations if v.check == "data_type_check"
    }

    observed = json.loads((case / "expected" / "observed_percentages.json").read_text())
    names = json.loads((case / "expected" / "violating_features.json").read_text())["features"]
    texts = {name: observed["churn_text"] if name == "Churn" else observed["text"] for name in names}
    assert found == set(texts.items())


def test_the_sdks_good_baseline_holds_and_its_bad_one_does_not(golden, session, tmp_path):
    """The SDK's own quality check: its data pass their constraints, and fail those in which `_c5` was made a String."""
    case = golden / "sdk_data_quality_100x6"
    data = Dataset(str(case / "input" / "baseline_dataset.csv"), CsvFormat())

    def violations(constraints: Path):
        baseline = BaselinePaths(str(case / "expected" / STATISTICS), str(constraints))
        job = Job(data, str(tmp_path / "out"), baseline=baseline, semantics=Semantics.OBSERVED)
        return {(v.feature_name, v.check) for v in run(job, session=session).violations}

    assert violations(case / "expected" / CONSTRAINTS) == set()
    assert violations(case / "input" / "baseline_constraints_bad.json") == {("_c5", "data_type_check")}
