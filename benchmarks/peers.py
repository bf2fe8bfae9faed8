"""What the engine is measured against: one peer a process.

    python benchmarks/peers.py NAME PATH

PATH is the CSV to read. The outside packages are imported inside their functions: each process pays for its own alone.
"""

import os
import sys


def bare_spark(_: str) -> None:
    """Start a session as the engine would, run one job of one Python function, stop. Reads nothing."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.catalogImplementation", "in-memory").getOrCreate()
    session.sparkContext.parallelize(range(2), 2).map(lambda number: number + 1).collect()
    session.stop()


def duckdb_summarize(path: str) -> None:
    """DuckDB's SUMMARIZE: extremes, mean, deviation, quartiles, distinct count and missing share of every column."""
    import duckdb

    duckdb.sql(f"SUMMARIZE FROM read_csv('{path}')").fetchall()


def pyarrow_read(path: str) -> None:
    """Arrow's CSV reader alone, inferring types: nothing is computed."""
    from pyarrow import csv

    csv.read_csv(path)


def pandas_describe(path: str) -> None:
    """pandas' describe of every column: no distinct counts of numbers, no sketch."""
    import pandas

    pandas.read_csv(path).describe(include="all")


def deequ_profiler(path: str) -> None:
    """Deequ's column profiler with KLL sketches, over Spark's CSV reader with every column a text.

    Environment: DEEQU_JAR, the path of the jar; SPARK_VERSION, which pydeequ reads.
    """
    from pydeequ.profiles import ColumnProfilerRunner
    from pyspark.sql import SparkSession

    configured = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
    configured = configured.config("spark.driver.memory", "4g").config("spark.jars", os.environ["DEEQU_JAR"])
    session = configured.getOrCreate()
    data = session.read.csv(path, header=True)
    builder = ColumnProfilerRunner(session).onData(data).withKLLProfiling()
    # pydeequ's own run() then fetches each sketch value by value: seconds a column that are not Deequ's.
    builder._ColumnProfilerRunBuilder.run()
    session.stop()


PEERS = {
    "duckdb_summarize": duckdb_summarize,
    "pyarrow_read": pyarrow_read,
    "pandas_describe": pandas_describe,
    "deequ_profiler": deequ_profiler,
    "bare_spark": bare_spark,
}

if __name__ == "__main__":
    _, name, data = sys.argv
    PEERS[name](data)
