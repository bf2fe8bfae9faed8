"""Files as Spark writes them: several parts, old timestamps, old decimals, nested columns, partitions."""

import pytest
from pyspark.sql import functions

from engine.profile.state import DatasetState
from engine.readers.splits import SPLIT_BYTES

ROWS = 5000
COLUMNS = {
    "i": "cast(id % 700 as int)",
    "l": "id * 1000003",
    "b": "id % 3 = 0",
    "d": "id / 7.0D",
    "f": "cast(id % 900 as float) / 8",
    "small": "cast(id % 500 as decimal(7,2)) / 4",
    "large": "cast(id as decimal(30,3)) * 12345",
    "t": "if(id % 10 = 0, null, concat('text ', id % 50))",
    "day": "date_add(date'2001-01-01', cast(id % 800 as int))",
    "at": "timestamp_micros(id * 1234567891)",
    "bytes": "cast(concat('b', id % 9) as binary)",
    "who": "named_struct('name', concat('n', id % 20), 'age', cast(id % 90 as smallint))",
    "scores": "array(id % 5, id % 6)",
}
LEAVES = {name: name for name in COLUMNS} | {
    "who.name": "who.name",
    "who.age": "who.age",
    "scores.0": "scores[0]",
    "scores.1": "scores[1]",
}
del LEAVES["who"], LEAVES["scores"]


@pytest.fixture(scope="module", params=["as now", "as formerly"])
def folder(request, spark, tmp_path_factory):
    """Give a folder of several files, as this Spark writes them, or as former ones and Hive do."""
    formerly = request.param == "as formerly"
    settings = {
        "spark.sql.parquet.outputTimestampType": "INT96" if formerly else "TIMESTAMP_MICROS",
        "spark.sql.parquet.writeLegacyFormat": str(formerly).lower(),
    }
    former = {name: spark.conf.get(name) for name in settings}
    for name, value in settings.items():
        spark.conf.set(name, value)
    place = tmp_path_factory.mktemp("spark") / "table"
    expressions = [f"{expression} as `{name}`" for name, expression in COLUMNS.items()]
    spark.range(ROWS, numPartitions=3).selectExpr(*expressions, "id % 2 as part").write.partitionBy("part").parquet(
        str(place)
    )
    for name, value in former.items():
        spark.conf.set(name, value)
    return place


@pytest.mark.parametrize("split_bytes", [SPLIT_BYTES, 5000])
def test_what_spark_has_written_is_counted_as_spark_counts_it(folder, read, spark, split_bytes):
    """Values that are there, and the distinct counts of every type, nested ones too."""
    reading = read(folder, split_bytes=split_bytes)
    state = DatasetState(reading.table.selected)
    for batch in reading.batches:
        state.update(batch)

    frame = spark.read.parquet(str(folder))
    counted = frame.agg(
        *(
            functions.approx_count_distinct(functions.expr(each), 0.05).alias(f"distinct {name}")
            for name, each in LEAVES.items()
        ),
        *(functions.count(functions.expr(each)).alias(f"present {name}") for name, each in LEAVES.items()),
    ).first()
    assert state.records == ROWS
    assert set(state.names) == set(LEAVES)
    for name, column in zip(state.names, state.columns, strict=True):
        assert (column.types.present, column.distinct.estimate()) == (
            counted[f"present {name}"],
            counted[f"distinct {name}"],
        ), name


def test_categories_are_sparks_texts(folder, read, spark):
    """Of a few timestamps too, which former files have as 96 bits."""
    state = DatasetState(("at",))
    reading = read(folder, excluded=tuple(name for name in LEAVES if name != "at"))
    state.update(reading.batches[0].slice(0, 20))
    former = spark.conf.get("spark.sql.session.timeZone")
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    known = {row[0] for row in spark.read.parquet(str(folder)).select(functions.col("at").cast("string")).collect()}
    spark.conf.set("spark.sql.session.timeZone", former)
    assert len(state.columns[0].categories.counts) == 20
    assert set(state.columns[0].categories.counts) <= known
