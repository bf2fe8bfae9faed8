"""What was settled where nobody knows what the official container does, row by row, through files, Spark and Deequ."""

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.cli import main as cli
from engine.documents.folder import CONSTRAINTS, STATISTICS, VIOLATIONS
from engine.errors import DatasetError, NoRecords
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.job.semantics import Semantics
from engine.outcome import Outcome
from engine.pipeline import run
from engine.readers.csv.options import CsvFormat

BOTH = list(Semantics)

pytestmark = pytest.mark.parametrize("semantics", BOTH, ids=lambda semantics: semantics.value)

Ran = Callable[..., Outcome]


@pytest.fixture
def ran(session, tmp_path, semantics) -> Ran:
    """Give a function that runs a job over a text (or several, by file name), and writes to a folder of that name."""

    def ran(content: str | dict[str, str], into: str, *, baseline: BaselinePaths | None = None, **settings) -> Outcome:
        texts = {"data.csv": content} if isinstance(content, str) else content
        folder = tmp_path / f"data of {into}"
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, newline="")
        dataset = Dataset(str(folder), CsvFormat(**{"header": True} | settings))
        return run(Job(dataset, str(tmp_path / into), baseline, semantics), session=session)

    return ran


def documents(folder: Path) -> BaselinePaths:
    """Name the documents of a baseline run."""
    return BaselinePaths(str(folder / STATISTICS), str(folder / CONSTRAINTS))


def checks(outcome: Outcome) -> list[tuple[str, str]]:
    """Return the feature and the check of each violation."""
    return [(violation.feature_name, violation.check) for violation in outcome.violations]


def test_there_are_four_types_and_true_and_false_are_text(ran, tmp_path):
    """Fractional, Integral, String and Unknown; a column of true and false has its two values as domain."""
    content = "f,i,s,b,u\n1.5,1,x,true,\n2,2,1,false,\n"
    outcome = ran(content, "baseline")
    features = {feature.name: feature for feature in outcome.constraints.features}
    assert [feature.inferred_type for feature in features.values()] == [
        "Fractional", "Integral", "String", "String", "Unknown",
    ]  # fmt: skip
    assert set(features["b"].domains) == {"true", "false"}
    flags = "b\ntrue\nfalse\n"
    ran(flags, "flags")
    assert checks(ran(flags, "report", baseline=documents(tmp_path / "flags"))) == []


def test_an_empty_column_is_unknown_and_never_type_checked(ran, tmp_path):
    """Its documents say that nothing is there; whatever comes later is no matter of types."""
    ran("a,u\n1,\n2,\n", "baseline")
    texts = [(tmp_path / "baseline" / name).read_text() for name in (STATISTICS, CONSTRAINTS)]
    statistics, constraints = map(json.loads, texts)
    assert statistics["features"][1] == {
        "name": "u",
        "inferred_type": "Unknown",
        "string_statistics": {
            "common": {"num_present": 0, "num_missing": 2},
            "distinct_count": 0.0,
            "completeness": 0.0,
        },
    }
    assert constraints["features"][1] == {"name": "u", "inferred_type": "Unknown", "completeness": 0.0}
    for content in ("a,u\n1,\n2,\n", "a,u\n1,x\n2,7\n"):
        assert checks(ran(content, "report", baseline=documents(tmp_path / "baseline"))) == []


def test_a_quote_is_doubled_and_a_backslash_is_data(ran):
    """Unless a quote_escape_character says otherwise."""
    categories = ran('a\n"x""y"\n"x\\y"\n', "one").statistics.features[0].string.categories
    escaped = ran('a\n"x\\"y"\n', "other", quote_escape_character="\\").statistics.features[0].string.categories
    assert {category.value for category in categories} == {'x"y', "x\\y"}
    assert [category.value for category in escaped] == ['x"y']


def test_a_missing_header_is_false_in_the_container(semantics, tmp_path, monkeypatch):
    """And the command line expects one, unless it is told --no-header."""
    jobs = []
    monkeypatch.setattr("engine.pipeline.run", lambda job: jobs.append(job) or Outcome(1, None, None, None))
    monkeypatch.setattr(cli, "run", lambda job: jobs.append(job) or Outcome(1, None, None, None))
    (tmp_path / "a.csv").write_text("a\n")
    words = [str(tmp_path / "a.csv"), "-o", str(tmp_path / "out"), "--semantics", semantics.value]
    settings = {"dataset_source": str(tmp_path), "dataset_format": '{"csv": {}}', "output_path": str(tmp_path / "out")}
    assert main([], settings, root=tmp_path / "opt") == 0
    assert [cli.main(["baseline", *words]), cli.main(["baseline", *words, "--no-header"])] == [0, 0]
    assert [job.dataset.format.header for job in jobs] == [False, True, False]


def test_files_with_the_same_names_are_aligned(ran):
    """In whatever order each file has them."""
    outcome = ran({"1.csv": "a,b\n1,x\n", "2.csv": "b,a\nx,2\n"}, "out")
    assert [feature.inferred_type for feature in outcome.statistics.features] == ["Integral", "String"]


def test_files_with_other_names_are_an_error(ran):
    """It names both files."""
    with pytest.raises(DatasetError, match=r"2\.csv.*1\.csv"):
        ran({"1.csv": "a,b\n1,x\n", "2.csv": "a,c\n1,x\n"}, "out")


def test_repeated_and_empty_names_are_sparks_and_logged(ran, caplog):
    """`a`, `a` and an empty one become `a0`, `a1` and `_c2`; the log tells their positions, for names may be data."""
    outcome = ran("a,a,\n1,2,3\n", "out")
    assert [feature.name for feature in outcome.statistics.features] == ["a0", "a1", "_c2"]
    assert "3 columns have an empty or a repeated name, to which their position is added: 0, 1, 2" in caplog.text


@pytest.mark.parametrize("missing", ["", '""'])
def test_an_empty_field_is_missing_quoted_or_not(ran, missing):
    """As Spark reads it."""
    (feature, _) = ran(f"a,b\n{missing},1\nx,1\n", "out").statistics.features
    assert (feature.string.num_present, feature.string.num_missing) == (1, 1)


def test_one_blank_before_the_digits_is_allowed(ran, tmp_path):
    """` 5` is the number 5; `- 5` is Integral and present, and adds no number."""
    content = "a,b\n 5,- 5\n7,3\n"
    one, other = ran(content, "baseline").statistics.features
    assert (one.inferred_type, one.numerical.sum) == ("Integral", 12.0)
    assert (other.inferred_type, other.numerical.num_present, other.numerical.sum) == ("Integral", 2, 3.0)
    assert checks(ran(content, "report", baseline=documents(tmp_path / "baseline"))) == []


def test_infinite_and_undefined_results_are_texts_and_read_back(ran, tmp_path):
    """1e999 is Fractional and infinite; the mean of both infinities is undefined."""
    content = "a\n1e999\n-1e999\n"
    ran(content, "baseline")
    written = (tmp_path / "baseline" / STATISTICS).read_text()
    for member in ('"mean" : "NaN"', '"min" : "-Infinity"', '"max" : "Infinity"'):
        assert member in written
    assert '"inferred_type" : "Fractional"' in written
    assert checks(ran(content, "report", baseline=documents(tmp_path / "baseline"))) == []


def test_where_nothing_is_present_nothing_is_typed(ran, tmp_path):
    """Only the completeness is violated."""
    ran("a,b\n1,1\n2,1\n", "baseline")
    outcome = ran("a,b\n,1\n,1\n", "report", baseline=documents(tmp_path / "baseline"))
    assert checks(outcome) == [("a", "completeness_check")]


def test_a_baseline_without_rows_is_an_error(ran):
    """A header alone promises nothing."""
    with pytest.raises(NoRecords):
        ran("a,b\n", "baseline")


def test_monitoring_without_records_completes(ran, tmp_path, semantics):
    """The platform's words, no violation, and 3 on the command line."""
    ran("a\n1\n", "baseline")
    (tmp_path / "now").mkdir()
    (tmp_path / "now" / "data.csv").write_text("")
    (tmp_path / "opt" / "output").mkdir(parents=True)
    settings = {
        "dataset_source": str(tmp_path / "now"),
        "dataset_format": '{"csv": {"header": true}}',
        "output_path": str(tmp_path / "report"),
        "baseline_constraints": documents(tmp_path / "baseline").constraints,
        "semantics": semantics.value,
    }
    assert main([], settings, root=tmp_path / "opt") == 0
    message = (tmp_path / "opt" / "output" / "message").read_text()
    assert message.startswith("Completed: Job completed successfully with no violations. No records were found")
    assert json.loads((tmp_path / "report" / VIOLATIONS).read_text()) == {"violations": []}
    words = ["--baseline", str(tmp_path / "baseline"), "-o", str(tmp_path / "other"), "--semantics", semantics.value]
    assert cli.main(["monitor", str(tmp_path / "now"), *words]) == 3


def test_a_folder_that_does_not_exist_is_an_error(ran, tmp_path, semantics, session):
    """Also for a monitoring run, which completes where there is merely nothing in it."""
    ran("a\n1\n", "baseline")
    job = Job(
        Dataset(str(tmp_path / "absent"), CsvFormat()),
        str(tmp_path / "report"),
        documents(tmp_path / "baseline"),
        semantics,
    )
    with pytest.raises(DatasetError, match="there is no such file or folder"):
        run(job, session=session)


NUMBERS = "a\n" + "".join(f"{number}\n" for number in range(400))
LARGER = "a\n" + "".join(f"{number}\n" for number in range(1000, 1400))


def test_only_constraints_every_check_but_drift(ran, tmp_path, caplog):
    """And a line that says so."""
    ran(NUMBERS, "baseline")
    with caplog.at_level(logging.INFO, logger="engine"):
        paths = BaselinePaths(constraints=documents(tmp_path / "baseline").constraints)
        outcome = ran(LARGER, "report", baseline=paths)
    assert "baseline_drift_check" not in {evidence.check for evidence in outcome.evidence}
    assert "data_type_check" in {evidence.check for evidence in outcome.evidence}
    assert "No baseline statistics were given: drift is not checked" in caplog.messages


def test_only_statistics_drift_with_the_default_threshold(ran, tmp_path, caplog):
    """And a line that says so."""
    ran(NUMBERS, "baseline")
    with caplog.at_level(logging.INFO, logger="engine"):
        outcome = ran(LARGER, "report", baseline=BaselinePaths(statistics=documents(tmp_path / "baseline").statistics))
    assert [(evidence.check, evidence.bound) for evidence in outcome.evidence] == [("baseline_drift_check", 0.1)]
    assert checks(outcome) == [("a", "baseline_drift_check")]
    assert "No constraints were given: only drift is checked, with the default thresholds" in caplog.messages


def test_a_baseline_of_an_older_generation_is_read(ran, tmp_path, caplog):
    """Without completeness, distinct counts and sketches, NaN as text, with unknown keys: checked, but for drift."""
    statistics = {
        "version": 0.0,
        "dataset": {"item_count": 2},
        "features": [
            {
                "name": "a",
                "inferred_type": "Integral",
                "numerical_statistics": {
                    "common": {"num_present": 2, "num_missing": 0},
                    "mean": 1.5, "sum": 3.0, "std_dev": "NaN", "min": 1.0, "max": 2.0,
                },
            }
        ],
    }  # fmt: skip
    constraints = {"version": 0.0, "features": [{"name": "a", "inferred_type": "Integral", "min_domain_mass": 1.0}]}
    for name, document in ((STATISTICS, statistics), (CONSTRAINTS, constraints)):
        (tmp_path / name).write_text(json.dumps(document))
    with caplog.at_level(logging.INFO, logger="engine"):
        outcome = ran("a\nx\nx\n", "report", baseline=documents(tmp_path))
        ran("a\n1\n", "numbers", baseline=documents(tmp_path))
    assert checks(outcome) == [("a", "data_type_check")]
    assert "Drift is not checked for features of which the baseline's statistics have no sketch: a" in caplog.messages
    assert f"{tmp_path / CONSTRAINTS}: unknown keys have no effect: features[0].min_domain_mass" in caplog.messages


@pytest.mark.parametrize(
    ("comparison", "text"),
    [
        ("Robust", r"Baseline drift p-value: 0\.04550026389635\d+ falls below threshold: 0\.1"),
        ("Simple", r"Baseline drift distance: 4\.0 exceeds threshold: 0\.1"),
    ],
)
def test_chi_squared_gives_the_p_value_or_the_statistic(ran, tmp_path, comparison, text):
    """Below the threshold the one violates, above it the other: 60 of 100 where half were expected."""
    ran("a\n" + "x\ny\n" * 50, "baseline")
    path = tmp_path / "baseline" / CONSTRAINTS
    settings = {"comparison_method": comparison, "categorical_drift_method": "ChiSquared"}
    document = json.loads(path.read_text())
    document["monitoring_config"]["distribution_constraints"] |= settings
    path.write_text(json.dumps(document))
    outcome = ran("a\n" + "x\n" * 60 + "y\n" * 40, "report", baseline=documents(tmp_path / "baseline"))
    (violation,) = outcome.violations
    assert re.fullmatch(text, violation.description)


def test_the_extremes_and_the_sketch_of_integers_are_doubles(ran, tmp_path):
    """Also beyond 2^53, where doubles have gaps."""
    ran("a\n9007199254740993\n1\n", "out")
    written = (tmp_path / "out" / STATISTICS).read_text()
    assert '"max" : 9.007199254740992E15' in written
    assert '"data" : [ [ 9.007199254740992E15, 1.0 ] ]' in written


def test_a_name_to_exclude_that_is_no_column_is_warned_of(session, tmp_path, caplog, semantics):
    """A mistyped name leaves the column in the documents, and the log says that it matched nothing."""
    data = tmp_path / "data.csv"
    data.write_text("a,b\n1,2\n")
    dataset = Dataset(str(data), CsvFormat(header=True))
    job = Job(dataset, str(tmp_path / "out"), excluded=("b", "c"), semantics=semantics)

    run(job, session=session)

    assert "1 of the 2 names to exclude are not among the columns of the data" in caplog.text
