"""A Spark DataFrame gets the documents of its rows, in the session that it belongs to, by one job, and no row travels."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from messages.workers import worker_without_pyarrow
from pyspark.errors import PySparkException
from pyspark.sql import functions
from spark_jobs import jobs

import engine
from engine.analysis.data_quality.describe import describe
from engine.analysis.data_quality.suggest import suggest
from engine.documents.json.codec import dumps
from engine.errors import DatasetError, DocumentError, EngineError, JobError, NoRecords
from engine.job.dataset import Dataset
from engine.job.definition import Job
from engine.pipeline import run
from engine.profile.state import DatasetState
from engine.readers.csv.options import CsvFormat
from engine.readers.frames.partition import Rows
from engine.readers.frames.wanted import look_at_columns
from engine.readers.parquet.options import ParquetFormat
from engine.spark.frame import open_frame
from engine.spark.partitions import fold_frame


def feature(outcome, name):
    (found,) = [each for each in outcome.statistics.features if each.name == name]
    return found.numerical or found.string


@pytest.fixture(scope="module")
def loans(spark):
    """500 rows in 4 partitions: an id, an amount that is missing in every tenth, a rate, a purpose and a flag."""
    return spark.range(0, 500, 1, 4).selectExpr(
        "id",
        "if(id % 10 = 0, null, cast(id * 7 % 311 as int)) as amount",
        "id / 8.0D - 20 as rate",
        "element_at(array('car', 'home', 'other'), cast(id % 3 + 1 as int)) as purpose",
        "id % 4 = 0 as approved",
    )


@pytest.fixture(scope="module")
def promised(loans):
    return engine.baseline(loans)


def test_a_baseline_is_the_two_documents_as_objects(promised):
    """Nothing is violated, for there is nothing to compare with; the documents have the columns in their order."""
    assert promised.records == 500
    assert promised.violations is None
    assert [(each.name, each.inferred_type) for each in promised.constraints.features] == [
        ("id", "Integral"),
        ("amount", "Integral"),
        ("rate", "Fractional"),
        ("purpose", "String"),
        ("approved", "String"),
    ]
    assert sorted(json.loads(json.dumps(promised.to_json()))) == ["constraints.json", "statistics.json"]


def test_one_spark_job_reads_all_rows(spark, loans, promised):
    """A baseline is one job and a monitoring run is one job, however many partitions and columns there are."""
    before = jobs(spark)
    engine.baseline(loans)
    between = jobs(spark)
    engine.monitor(loans, promised)

    assert (between - before, jobs(spark) - between) == (1, 1)


@pytest.mark.parametrize("name", ["id", "amount", "rate", "purpose", "approved"])
def test_numbers_are_those_of_spark(loans, promised, name):
    """Oracle: Spark's own count, approx_count_distinct, minimum, maximum and mean of the typed column."""
    counted = loans.agg(functions.count(name), functions.approx_count_distinct(name, 0.05)).first()
    found = feature(promised, name)

    assert found.num_present == counted[0]
    assert found.num_missing == 500 - counted[0]
    if name in ("purpose", "approved"):
        assert found.distinct_count == counted[1]
        return
    least, most, mean = loans.agg(functions.min(name), functions.max(name), functions.mean(name)).first()
    assert (found.approximate_num_distinct_values, found.min, found.max) == (counted[1], least, most)
    assert found.mean == pytest.approx(mean, rel=1e-12)


def test_rows_of_one_partition_give_the_bytes_of_the_same_rows_in_one_batch(loans):
    """Oracle: the same values as an Arrow table, folded at once."""
    one = engine.baseline(loans.coalesce(1))
    kinds = [pa.int64(), pa.int32(), pa.float64(), pa.string(), pa.bool_()]
    columns = zip(*(tuple(row) for row in loans.collect()), strict=True)
    arrays = [pa.array(values, kind) for values, kind in zip(columns, kinds, strict=True)]
    state = DatasetState(loans.columns)
    state.update(pa.RecordBatch.from_arrays(arrays, loans.columns))
    statistics = describe(state)

    expected = {"statistics.json": statistics.to_json(), "constraints.json": suggest(statistics).to_json()}
    assert dumps(one.to_json()) == dumps(expected)


def test_rows_of_one_partition_give_the_bytes_of_the_same_rows_in_a_parquet_file(spark, session, tmp_path):
    """Typed and nested columns alike; the file is one split."""
    df = spark.range(0, 300, 1, 1).selectExpr(
        "if(id % 7 = 0, null, id) as n",
        "cast(id as decimal(20, 3)) / 3 as price",
        "timestamp_seconds(id * 3600) as at",
        "date_add(date'2020-02-28', cast(id % 5 as int)) as day",
        "named_struct('flag', id % 2 = 0, 'scores', transform(sequence(0, id % 3), i -> i / 3.0D)) as s",
        "array(map('k', id % 4)) as tags",
    )
    df.write.parquet(str(tmp_path / "data"))
    (tmp_path / "data" / "_SUCCESS").unlink()
    source = Dataset(str(tmp_path / "data"), ParquetFormat())

    run(Job(source, str(tmp_path / "file"), suggestions=False), session=session)
    engine.baseline(df, output=tmp_path / "frame")

    for name in ("statistics.json", "constraints.json"):
        assert (tmp_path / "frame" / name).read_text() == (tmp_path / "file" / name).read_text()


def test_groups_of_partitions_are_joined_on_the_way_in_the_same_job(spark):
    """Of 9 partitions in one stage or in groups of 4 the state is the same, to the last bit, and so is the number of jobs."""
    frame = open_frame(spark.range(0, 900, 1, 9).selectExpr("id", "id / 7.0D as r", "sequence(0, id % 3) as l"))
    look = look_at_columns(frame.names, frame.arrow_type, ())
    rows = Rows(frame.names, look.leaves)

    def text(**most):
        before = jobs(spark)
        part = fold_frame(frame.selected(look.places), rows, **most)
        assert jobs(spark) - before == 1
        return dumps(describe(part.state).to_json())

    assert text() == text(most_parts=3)


def test_no_row_travels_to_the_driver(spark):
    """Ten times the rows send the same few kilobytes home."""

    def sent(rows):
        store = spark.sparkContext._jsc.sc().statusStore()
        array = spark.sparkContext._gateway.new_array(spark.sparkContext._jvm.double, 0)
        before = store.stageList(None, False, False, array, None)
        count = before.size()
        engine.baseline(
            spark.range(0, rows, 1, 2).selectExpr("id % 50 as k", "repeat('x', 30 + cast(id % 3 as int)) as t")
        )
        stages = store.stageList(None, False, False, array, None)
        return sum(stages.apply(place).resultSize() for place in range(stages.size() - count))

    few, many = sent(20_000), sent(200_000)

    assert many < few + 50_000 < 200_000


def test_promises_that_hold_are_no_violations(loans, promised):
    """The rows of the baseline themselves keep everything that they promise."""
    assert engine.monitor(loans, promised).violations == ()


def test_broken_promises_are_told(loans, promised):
    """Missing values, an unknown category and a column that is not there."""
    worse = loans.withColumn("amount", functions.expr("if(id % 2 = 0, null, amount)"))
    worse = worse.withColumn("purpose", functions.expr("if(id % 3 = 0, 'boat', purpose)")).drop("approved")

    found = engine.monitor(worse, promised)

    assert {(each.feature_name, each.check) for each in found.violations} >= {
        ("Missing columns", "missing_column_check"),
        ("amount", "completeness_check"),
        ("purpose", "categorical_values_check"),
    }


def test_a_baseline_may_be_a_folder_a_result_or_documents(loans, promised, tmp_path):
    """Whatever it is given as, the same is compared, and so the same is found."""
    engine.baseline(loans, output=tmp_path / "baseline")
    later = loans.filter("id > 400")

    givens = (
        promised,
        tmp_path / "baseline",
        str(tmp_path / "baseline"),
        promised.to_json(),
        (promised.statistics, promised.constraints),
    )
    found = [engine.monitor(later, given).violations for given in givens]

    assert found[0]
    assert found == [found[0]] * len(givens)


def test_constraints_alone_are_a_baseline(loans, promised):
    """Then no drift is compared."""
    found = engine.monitor(loans.filter("id > 400"), promised.constraints)

    assert {each.check for each in found.violations} <= {"completeness_check"}


def test_a_run_is_judged_by_those_before_it(loans, promised, tmp_path):
    """Where a repository is named: the baseline is kept, and is no history; a DataFrame without a row is a run as well."""
    documents = promised.to_json()
    change = {"metric": "Size", "strategy": "RelativeRateOfChange", "parameters": {"maxRateDecrease": 0.5}}
    config = {**documents["constraints.json"]["monitoring_config"], "anomaly_checks": [change]}
    documents["constraints.json"] = {**documents["constraints.json"], "monitoring_config": config}
    kept = {"metrics_repository": tmp_path / "history", "tags": {"model": "a"}}

    engine.baseline(loans, **kept, metric_time="2024-03-17")
    found = [
        engine.monitor(rows, documents, **kept, metric_time=datetime(2024, 3, day, tzinfo=UTC)).violations
        for day, rows in enumerate((loans, loans, loans.limit(0)), 18)
    ]

    assert [[each.check for each in violations] for violations in found] == [[], [], ["anomaly_check"]]
    assert "Observed: 0, after 2 former runs." in found[2][0].description
    assert len(list((tmp_path / "history").iterdir())) == 4
    with pytest.raises(JobError, match="tags 'run=x' is expected to be KEY=VALUE"):
        engine.monitor(loans, documents, metrics_repository=tmp_path / "history", tags={"run": "x"})
    with pytest.raises(JobError, match="metric_time is expected to be a time of ISO 8601"):
        engine.monitor(loans, documents, metrics_repository=tmp_path / "history", metric_time="soon")


def test_documents_are_written_where_that_is_told(loans, promised, tmp_path):
    """The texts are those of the objects; without a folder nothing is written."""
    engine.monitor(loans, promised, output=tmp_path / "out")

    written = {path.name: json.loads(path.read_text()) for path in (tmp_path / "out").iterdir()}
    assert written["statistics.json"] == json.loads(dumps(promised.to_json()["statistics.json"]))
    assert written["constraint_violations.json"] == {"violations": []}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_folder_of_the_baseline_is_not_written_to(loans, tmp_path):
    """A monitoring run would overwrite what it judges by."""
    engine.baseline(loans, output=tmp_path)

    with pytest.raises(JobError, match="is the baseline's"):
        engine.monitor(loans, tmp_path, output=tmp_path)

    assert (tmp_path / "statistics.json").exists()


def test_a_baseline_of_csv_fits_a_dataframe(spark, session, tmp_path):
    """Columns are compared by name, whatever the data of the baseline were written in."""
    (tmp_path / "a.csv").write_text("n,word\n1,a\n2,b\n3,a\n")
    run(Job(Dataset(str(tmp_path / "a.csv"), CsvFormat(header=True)), str(tmp_path / "baseline")), session=session)

    found = engine.monitor(spark.createDataFrame([("a", 1), ("z", 2)], ["word", "n"]), tmp_path / "baseline")

    assert ("word", "categorical_values_check") in {(each.feature_name, each.check) for each in found.violations}


def test_booleans_take_the_spelling_of_the_baseline(spark):
    """A table spells true as True; a DataFrame's booleans are the same values."""
    baseline = engine.baseline(spark.createDataFrame([("True",), ("False",), ("True",)], ["flag"]))

    found = engine.monitor(spark.createDataFrame([(True,), (False,), (True,)], ["flag"]), baseline)

    assert found.violations == ()


def test_any_name_of_a_column_is_a_name(spark):
    """Dots, backquotes, blanks, an emoji, and names that differ in case only."""
    names = ["a.b", "back`quote", "two words", "\N{ROCKET}", "n", "N", "c1", "`x`.`y`"]

    outcome = engine.baseline(spark.createDataFrame([tuple(range(8)), tuple(range(8, 16))], names))

    assert [each.name for each in outcome.statistics.features] == names
    assert [feature(outcome, name).min for name in names] == list(range(8))


def test_an_excluded_column_is_not_computed(loans):
    """It may even be one that cannot be computed."""
    outcome = engine.baseline(loans.withColumn("bad", functions.expr("raise_error('no')")), exclude=["bad", "id"])

    assert [each.name for each in outcome.statistics.features] == ["amount", "rate", "purpose", "approved"]


def test_an_excluded_column_is_not_read(spark, loans, tmp_path):
    """Spark's plan reads the other columns of a file alone."""
    loans.write.parquet(str(tmp_path / "loans"))
    frame = open_frame(spark.read.parquet(str(tmp_path / "loans")))

    plan = frame.selected([1, 3])._jdf.queryExecution().executedPlan().toString()

    assert "ReadSchema: struct<amount:int,purpose:string>" in plan


def test_one_name_to_exclude_may_stand_alone(loans):
    """A text is one name, and not its letters."""
    outcome = engine.baseline(loans.limit(3), exclude="purpose")

    assert [each.name for each in outcome.statistics.features] == ["id", "amount", "rate", "approved"]


def test_all_columns_may_be_excluded(loans):
    """The number of rows is all that is left."""
    outcome = engine.baseline(loans, exclude=loans.columns)

    assert (outcome.records, outcome.statistics.features) == (500, ())


def test_excluded_features_of_the_baseline_are_not_missing(loans, promised):
    """A column that the data have not got may be left out of the comparison."""
    found = engine.monitor(loans.drop("approved"), promised, exclude=["approved"])

    assert found.violations == ()


def test_a_word_that_names_no_column_is_told(loans, caplog):
    """A mistyped name would leave in the documents what was to be kept out of them."""
    engine.baseline(loans.limit(3), exclude=["porpose"])

    assert "1 of the 1 names to exclude are not among the columns of the DataFrame: porpose" in caplog.text


def test_thresholds_stand_in_the_constraints(loans):
    """For all features, and for one."""
    outcome = engine.baseline(
        loans.limit(3), thresholds={"domain_content_threshold": 0.9, "amount:comparison_threshold": 0.25}
    )

    text = json.dumps(outcome.constraints.to_json())
    assert '"domain_content_threshold": 0.9' in text
    assert '"comparison_threshold": 0.25' in text


def test_deequs_rules_are_asked_where_that_is_told(loans, promised):
    """By no further job; otherwise there are no suggestions."""
    outcome = engine.baseline(loans, suggestions=True)

    assert promised.suggestions is None
    assert "id" in {each.feature for each in outcome.suggestions}
    assert dumps(outcome.constraints.to_json()) == dumps(promised.constraints.to_json())


def test_nested_columns_are_laid_out(spark):
    """Members of structs by name, values of arrays by position, the rest as JSON; arrays grow from partition to partition."""
    df = spark.range(0, 40, 1, 4).selectExpr(
        "named_struct('a', id, 'b', named_struct('c', 'x')) as s",
        "transform(sequence(0, id div 10), i -> i * 1.5D) as l",
        "array(named_struct('q', 1)) as items",
        "map('k', id % 2) as m",
    )

    outcome = engine.baseline(df)

    present = {each.name: (each.numerical or each.string).num_present for each in outcome.statistics.features}
    assert present == {"s.a": 40, "s.b.c": 40, "l.0": 40, "l.1": 30, "l.2": 20, "l.3": 10, "items": 40, "m": 40}
    assert sorted(each.value for each in feature(outcome, "m").categories) == ['{"k":0}', '{"k":1}']


def test_every_type_of_spark_is_a_feature(spark):
    """Numbers are numbers, intervals the whole number of their unit, times texts; what has no value is Unknown."""
    df = spark.sql(
        "select cast(1 as byte) b, cast(2 as short) s, 3 i, 4L l, 1.5f f, 2.5D d, cast(1.25 as decimal(38, 5)) dec, "
        "'t' t, cast('t' as binary) bin, true flag, date'2020-02-29' day, timestamp'2020-02-29 12:00:00' ts, "
        "timestamp_ntz'2020-02-29 12:00:00' ntz, null as void, interval '1-2' year to month ym, "
        "interval '1' day dt, array(null) nothing"
    )

    outcome = engine.baseline(df)

    kinds = {each.name: each.inferred_type for each in outcome.statistics.features}
    assert kinds == {
        **dict.fromkeys(["b", "s", "i", "l", "ym", "dt"], "Integral"),
        **dict.fromkeys(["f", "d", "dec"], "Fractional"),
        **dict.fromkeys(["t", "bin", "flag", "day", "ts", "ntz"], "String"),
        **dict.fromkeys(["void", "nothing.0"], "Unknown"),
    }
    assert feature(outcome, "ym").max == 14


def test_a_user_defined_type_is_what_it_is_stored_as(spark):
    """A vector of Spark's is a struct."""
    from pyspark.ml.linalg import Vectors

    outcome = engine.baseline(spark.createDataFrame([(Vectors.dense([1.0, 2.5]),)], ["v"]))

    assert feature(outcome, "v.values.1").max == 2.5


def test_nothing_depends_on_the_sessions_time_zone(spark):
    """A moment is a moment: its text is in UTC, as that of the same moment in a file."""
    zone = spark.conf.get("spark.sql.session.timeZone")
    texts = set()
    try:
        for each in ("UTC", "Pacific/Auckland"):
            spark.conf.set("spark.sql.session.timeZone", each)
            outcome = engine.baseline(spark.range(3).selectExpr("timestamp_seconds(id * 86400 + 1) as t"))
            texts.add(dumps(outcome.to_json()))
            categories = sorted(each.value for each in feature(outcome, "t").categories)
    finally:
        spark.conf.set("spark.sql.session.timeZone", zone)

    assert len(texts) == 1
    assert categories[0] == "1970-01-01 00:00:01"


def test_a_view_is_a_dataframe(spark, loans, promised):
    """As `spark.table` gives it."""
    loans.createOrReplaceTempView("loans")

    assert dumps(engine.baseline(spark.table("loans")).to_json()) == dumps(promised.to_json())


def test_a_shuffle_and_a_python_function_may_come_before(spark):
    """Whatever the DataFrame is made of is Spark's work."""

    def twice(batches):
        for batch in batches:
            yield pa.RecordBatch.from_arrays([pa.compute.multiply(batch.column(0), 2)], ["n"])

    df = spark.range(0, 100, 1, 3).mapInArrow(twice, "n long").groupBy((functions.col("n") % 5).alias("k")).count()

    assert feature(engine.baseline(df), "count").sum == 100.0


def test_without_a_row_a_monitoring_run_completes(loans, promised):
    """There is nothing to violate; a baseline of nothing is a mistake."""
    found = engine.monitor(loans.filter("id < 0"), promised)

    assert (found.records, found.statistics, found.violations) == (0, None, ())
    with pytest.raises(NoRecords):
        engine.baseline(loans.filter("id < 0"))


def test_what_fails_in_the_query_is_sparks_own_error(loans):
    """The engine does not hide whose fault it was."""
    with pytest.raises((PySparkException, Exception), match="my own fault") as caught:
        engine.baseline(loans.withColumn("bad", functions.expr("raise_error('my own fault')")))

    assert not isinstance(caught.value, EngineError)


def test_a_worker_that_lacks_something_is_told(spark, loans, tmp_path):
    """What is wrong with the machine is a sentence here as well."""
    with worker_without_pyarrow(tmp_path, spark), pytest.raises(JobError) as caught:
        engine.baseline(loans)

    assert caught.value.code == "worker-without-module"


def test_the_observed_semantics_stop_at_another_number_of_columns(loans, promised):
    """As the official container was seen to do it; nothing is computed."""
    found = engine.monitor(loans.drop("id"), promised, semantics="observed")

    assert [each.check for each in found.violations] == ["missing_column_check"]
    assert found.statistics is None


def test_observed_arrays_are_compared_by_position(spark):
    """The known values of a feature are looked for in the column at its place, also behind an array."""
    rows = [([1, 2], "a"), ([3], "b"), ([4], "a")]
    baseline = engine.baseline(spark.createDataFrame(rows, "l array<int>, word string"))

    same = engine.monitor(spark.createDataFrame(rows, "l array<int>, other string"), baseline, semantics="observed")

    assert same.violations == ()


def test_an_empty_array_of_nothing_is_refused(spark):
    """Spark's own way to Python has no type for it."""
    with pytest.raises(DatasetError, match="of the type array<void>, which Spark cannot hand to Python"):
        engine.baseline(spark.sql("select array() as a"))


def test_an_output_without_a_name_is_refused(spark):
    """Before anything is read, and not taken for none."""
    with pytest.raises(JobError, match="The output folder is expected to be a path, found an empty text"):
        engine.baseline(spark.range(2), output="")


def test_another_datasets_baseline_is_refused(spark, promised):
    """Not one name is the same."""
    with pytest.raises(DocumentError, match="it is the baseline of another dataset"):
        engine.monitor(spark.range(3).withColumnRenamed("id", "z"), promised)


def test_importing_the_package_imports_nothing_else():
    """Neither Spark nor Arrow nor numba, nor any other part of the engine."""
    program = "import sys, engine; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    heavy = ("pyspark", "pyarrow", "numba", "numpy")
    assert [name for name in done.stdout.split() if name.split(".")[0] in heavy or name.startswith("engine.")] == []
