"""Rules of the user's own in a run: by either door, from a file and from the constraints, over every kind of data."""

import json
from functools import partial

import captures
import pytest
from captured_folders import hour_of

from engine import pipeline
from engine.__main__ import main as container
from engine.cli.main import main as command_line
from engine.documents.folder import CONSTRAINTS, DOCUMENTS, STATISTICS, VIOLATIONS

DATA = "id,share,x.y\n" + "".join(f"{number},{number / 10},t{number % 3}\n" for number in range(100))
RULES = (
    'Rules = [\n  IsUnique "id",\n  Mean "share" > 100,\n  ColumnValues "x.y" in ["t0", "t1"],\n  RowCount > 1000\n]\n'
)
BROKEN = [
    ("share", 'Rule is not met: Mean "share" > 100. Observed: Mean of share is 4.95.'),
    ("x.y", 'Rule is not met: ColumnValues "x.y" in ["t0", "t1"]. Observed: ColumnValues.Compliance of x.y is 0.67.'),
    ("Dataset", "Rule is not met: RowCount > 1000. Observed: RowCount is 100."),
]
FORMAT = '{"csv": {"header": true}}'


@pytest.fixture
def here(tmp_path, monkeypatch, session):
    """Give a folder with data and rules; runs share the session of the tests."""
    monkeypatch.setattr(pipeline, "run", partial(pipeline.run, session=session))
    (tmp_path / "data.csv").write_text(DATA)
    (tmp_path / "rules.dqdl").write_text(RULES)
    return tmp_path


def violations(folder):
    """Return what the violations in *folder* are about, and their descriptions; all are of rules."""
    found = json.loads((folder / VIOLATIONS).read_text())["violations"]
    assert {each["constraint_check_type"] for each in found} <= {"custom_rule_check"}
    return [(each["feature_name"], each["description"]) for each in found]


def run(here, command, output, *words, data="data.csv"):
    """Run a command over the data and return its exit code."""
    return command_line([command, str(here / data), "-o", str(here / output), *map(str, words)])


def test_a_baseline_run_is_judged_by_rules_alone(here, capsys):
    """Its violations are those of rules, its other documents what they are without; broken rules give exit code 1."""
    assert run(here, "baseline", "plain") == 0
    assert run(here, "baseline", "out", "--rules", here / "rules.dqdl") == 1
    assert violations(here / "out") == BROKEN
    assert "3 violations" in capsys.readouterr().out
    for name in (STATISTICS, CONSTRAINTS):
        assert (here / "out" / name).read_bytes() == (here / "plain" / name).read_bytes()
    assert not (here / "plain" / VIOLATIONS).exists()


def test_a_baseline_run_whose_rules_hold_says_so(here):
    """The document is there, and empty."""
    (here / "rules.dqdl").write_text('Rules = [ IsUnique "id" ]')
    assert run(here, "baseline", "out", "--rules", here / "rules.dqdl") == 0
    assert violations(here / "out") == []


def test_a_monitoring_run_has_the_official_checks_first(here):
    """A rule that cannot be judged stops nothing: the official checks are there, and every other rule."""
    run(here, "baseline", "base")
    (here / "data.csv").write_text(DATA.replace(",t1", ","))
    (here / "rules.dqdl").write_text('Rules = [\n  Mean "nosuch" > 1,\n  Completeness "x.y" = 1\n]')
    assert run(here, "monitor", "out", "--baseline", here / "base", "--rules", here / "rules.dqdl") == 1
    found = json.loads((here / "out" / VIOLATIONS).read_text())["violations"]
    assert [(each["feature_name"], each["constraint_check_type"]) for each in found[-3:]] == [
        ("x.y", "completeness_check"),
        ("Dataset", "custom_rule_check"),
        ("x.y", "custom_rule_check"),
    ]
    assert found[-2]["description"] == (
        f"Rule cannot be judged: Mean \"nosuch\" > 1. There is no column 'nosuch' ({here}/rules.dqdl: line 2, column 3); "
        f"the columns are id, share, x.y."
    )


def test_rules_in_the_constraints_are_judged_in_every_run(here):
    """As a list of rules, or as a document; those of a file come before them."""
    run(here, "baseline", "base")
    constraints = json.loads((here / "base" / CONSTRAINTS).read_text())
    for rules in (["RowCount > 1000", 'IsUnique "id"'], "Rules = [ RowCount > 1000 ]"):
        constraints["monitoring_config"]["rules"] = rules
        (here / "base" / CONSTRAINTS).write_text(json.dumps(constraints))
        assert run(here, "monitor", "out", "--baseline", here / "base") == 1
        assert violations(here / "out") == BROKEN[2:]
    assert run(here, "monitor", "out", "--baseline", here / "base", "--rules", here / "rules.dqdl") == 1
    assert violations(here / "out") == [*BROKEN, BROKEN[2]]


def test_rules_compare_with_another_dataset(here):
    """By its name, in rules and in SQL; it is read as the data are, and has no part in any other document."""
    (here / "before.csv").write_text(DATA.replace("t2", "t0"))
    (here / "rules.dqdl").write_text(
        'Rules = [ RowCountMatch "before" = 1, ReferentialIntegrity "x.y" "before.x.y" = 1, DatasetMatch "before" "id" = 1,\n'
        '  SchemaMatch "before" = 1, CustomSql "select count(*) from before where `x.y` = \'t0\'" = 67 ]'
    )
    words = ("--rules", here / "rules.dqdl", "--reference", f"before={here}/before.csv")
    assert run(here, "baseline", "out", *words) == 1
    integrity, match = violations(here / "out")
    assert integrity[1].startswith("Rule is not met: ReferentialIntegrity")
    assert integrity[1].endswith("Observed: ReferentialIntegrity of before is 0.67.")
    assert 'DatasetMatch "before" "id" = 1. Observed: DatasetMatch of before is 0.67.' in match[1]


def test_captured_traffic_is_judged_as_the_profile_has_it(here):
    """Rules see the columns and the rows that the records of an endpoint come to."""
    records = [captures.record(captures.csv(f"{n},a"), captures.csv(str(n % 2))) for n in range(20)]
    hour = hour_of(here, *records)
    (here / "rules.dqdl").write_text("Rules = [ RowCount = 20, ColumnCount = 3, RowCount > 20 ]")
    assert run(here, "baseline", "out", "--rules", here / "rules.dqdl", data=hour) == 1
    assert violations(here / "out") == [("Dataset", "Rule is not met: RowCount > 20. Observed: RowCount is 20.")]


def test_rules_reach_the_container_by_a_setting(here, tmp_path):
    """A file among the inputs of the job; the message of the end says that there are violations."""
    settings = {
        "dataset_source": "data.csv",
        "dataset_format": FORMAT,
        "output_path": "out",
        "rules_path": "rules.dqdl",
    }
    environ = {name: str(here / value) if "." in value or value == "out" else value for name, value in settings.items()}
    assert container([], environ | {"dataset_format": FORMAT}, root=tmp_path) == 0
    assert violations(here / "out") == BROKEN
    assert "3 violations" in (tmp_path / "output" / "message").read_text()


def test_the_bytes_are_the_same_from_run_to_run(here):
    """Whatever Deequ lists in another order each time."""
    (here / "rules.dqdl").write_text('Rules = [ Mean "x.y" > 1, Sum "share" > 1000, StandardDeviation "share" > 9 ]')
    for output in ("one", "two"):
        run(here, "baseline", output, "--rules", here / "rules.dqdl")
    assert (here / "one" / VIOLATIONS).read_bytes() == (here / "two" / VIOLATIONS).read_bytes()


def test_bad_rules_leave_no_document(here, caplog):
    """They are reported before any row is read, and nothing is written."""
    (here / "rules.dqdl").write_text("Rules = [\n  RowCount >\n]")
    assert run(here, "baseline", "out", "--rules", here / "rules.dqdl") == 2
    assert "rules.dqdl: line 3, column 1: expected rules in DQDL" in caplog.text
    assert "rows read" not in caplog.text
    assert not [name for name in DOCUMENTS if (here / "out" / name).exists()]


def test_a_fault_of_the_pass_for_rules_is_told_as_any_other(here, caplog):
    """Here a script fails when it sees its records for the third time: the look and the profile have gone well."""
    (here / "third.py").write_text(
        "import pathlib\nseen = pathlib.Path(__file__).with_suffix('.seen')\n"
        "def preprocess_handler(inference_record):\n"
        "    with seen.open('a') as file: file.write('x')\n"
        "    if seen.stat().st_size > 2: raise ValueError('third')\n"
        "    return {'one': int(inference_record)}\n"
    )
    (here / "rows.csv").write_text("1\n")
    (here / "rules.dqdl").write_text('Rules = [ IsUnique "one" ]')
    words = ("--no-header", "--preprocess", here / "third.py", "--rules", here / "rules.dqdl")
    assert run(here, "baseline", "out", *words, data="rows.csv") == 2
    assert "third.py, line 5: ValueError in preprocess_handler on " in caplog.text
    assert "rules: the rows are read once more" in caplog.text
    assert not [name for name in DOCUMENTS if (here / "out" / name).exists()]


def test_rows_of_a_script_are_judged_as_the_profile_has_them(here):
    """Rules see what the script has made of the records."""
    (here / "double.py").write_text(
        "def preprocess_handler(inference_record):\n    return {'twice': 2 * int(inference_record)}\n"
    )
    (here / "rows.csv").write_text("1\n2\n3\n")
    (here / "rules.dqdl").write_text('Rules = [ Sum "twice" = 12, Sum "twice" = 6 ]')
    words = ("--no-header", "--preprocess", here / "double.py", "--rules", here / "rules.dqdl")
    assert run(here, "baseline", "out", *words, data="rows.csv") == 1
    assert violations(here / "out") == [("twice", 'Rule is not met: Sum "twice" = 6. Observed: Sum of twice is 12.')]


@pytest.mark.parametrize("rows", ["", "id,share,x.y\n"], ids=["no file", "a header alone"])
def test_rules_are_judged_where_there_is_no_record(here, rows):
    """`RowCount > 0` is what users write for exactly this. The columns are the baseline's, and have no value to measure."""
    run(here, "baseline", "base")
    (here / "data.csv").unlink()
    (here / "window").mkdir()
    if rows:
        (here / "window" / "a.csv").write_text(rows)
    (here / "rules.dqdl").write_text('Rules = [ RowCount > 0, ColumnCount = 3, Mean "share" > 1 ]')
    words = ("--baseline", here / "base", "--rules", here / "rules.dqdl")
    assert run(here, "monitor", "out", *words, data="window") == 1
    empty, mean = violations(here / "out")
    assert empty == ("Dataset", "Rule is not met: RowCount > 0. Observed: RowCount is 0.")
    assert mean[1].startswith('Rule cannot be judged: Mean "share" > 1. Empty state for analyzer Mean(share')
