"""`--table db.name --where ...`: a table of the session's catalogue, by the container's settings."""

import json

import pytest

import engine
from engine import __main__ as door
from engine.frames import table as tables
from engine.spark.catalogue import rows_of


@pytest.fixture(scope="module")
def loans(spark, tmp_path_factory):
    """Make a table of Parquet in two partitions, three rows a day; tell its name."""
    folder = tmp_path_factory.mktemp("lake")
    spark.sql(f"create database lake location '{folder}/lake'")
    spark.sql(
        "create table lake.loans (id long, income double, `kind.of` string, dt date) "
        f"using parquet partitioned by (dt) location '{folder}/loans'"
    )
    for day, kind in (("2026-10-31", "old"), ("2026-11-01", "new")):
        rows = ", ".join(f"({n}L, {n}.5D, '{kind}', date'{day}')" for n in range(3))
        spark.sql(f"insert into lake.loans values {rows}")
    yield "lake.loans"
    spark.sql("drop database lake cascade")


@pytest.fixture
def run(session, monkeypatch, tmp_path):
    """Give a function that calls the container's door with flags; it tells the exit code and what is in the output folder."""
    monkeypatch.setattr(tables, "spark_session", session)

    def run(output, *flags):
        code = door.main(["--output-path", str(tmp_path / output), *flags], {}, root=tmp_path / "ml")
        made = {path.name: json.loads(path.read_text()) for path in sorted((tmp_path / output).glob("*.json"))}
        return code, made

    return run


def test_the_rows_that_are_asked_for_are_profiled(run, spark, loans):
    """The documents are those of the DataFrame of these rows."""
    code, made = run("out", "--table", loans, "--where", "dt >= '2026-11-01'", "--suggestions", "Disabled")

    assert code == 0
    rows = spark.sql("select * from lake.loans where dt >= date'2026-11-01'")
    assert made == {
        name: json.loads(json.dumps(document)) for name, document in engine.baseline(rows).to_json().items()
    }
    assert made["statistics.json"]["dataset"]["item_count"] == 3


def test_a_table_is_checked_against_its_baseline(run, loans, tmp_path):
    """By the settings of a monitoring run; a day with another kind breaks what was promised."""
    run("base", "--table", loans, "--where", "dt < '2026-11-01'", "--exclude-features-attribute", "dt")
    code, made = run(
        *("day", "--table", loans, "--where", "dt = '2026-11-01'", "--exclude-features-attribute", "dt"),
        *("--baseline-constraints", f"{tmp_path}/base/constraints.json"),
        *("--baseline-statistics", f"{tmp_path}/base/statistics.json"),
    )

    assert code == 0
    found = made["constraint_violations.json"]["violations"]
    assert {each["feature_name"] for each in found} == {"kind.of"}


def test_where_metrics_cannot_go_is_said_before_the_rows_are_read(run, loans, tmp_path):
    """As in a run over files; and what a former run has left for the platform is gone."""
    (tmp_path / "notes.prom").write_text("mine")
    left = tmp_path / "metrics" / "cloudwatch_metrics.jsonl"
    left.parent.mkdir()
    left.write_text("{}")
    sent = ("--publish-cloudwatch-metrics", "Enabled", "--cloudwatch-metrics-directory", str(left.parent))
    assert run("sent", "--table", loans, "--where", "income < 0", *sent) == (255, {})
    assert not left.exists()
    assert run("out", "--table", loans, "--openmetrics-path", str(tmp_path / "notes.prom")) == (255, {})


def test_other_datasets_for_rules_are_for_files(run, loans, caplog):
    """They are read as the data are, and a table is read by Spark."""
    assert run("out", "--table", loans, "--rules-references", '{"others": "others.csv"}') == (255, {})
    assert "rules_references are for files" in caplog.text


def test_partitions_and_columns_are_pruned(spark, loans):
    """The condition goes down to the files: those of other days are not listed."""
    plan = rows_of(spark, loans, "dt >= '2026-11-01'").select("id")._jdf.queryExecution().executedPlan().toString()

    assert "PartitionFilters: [isnotnull(dt" in plan
    assert "ReadSchema: struct<id:bigint>" in plan
