"""What the engine is measured against: one peer a process, run by the Python of an environment that has it.

    python benchmarks/peers.py NAME PATH [BASELINE]

PATH is the table to read, a CSV or Parquet file; BASELINE what a comparison compares it with. The outside packages are imported
inside their functions: each process pays for its own alone. All of them may use every core.
"""

import os
import sys


def bare(*_: str) -> None:
    """Start a session as the engine would, run one job of one Python function, stop. Reads nothing."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.catalogImplementation", "in-memory").getOrCreate()
    session.sparkContext.parallelize(range(2), 2).map(lambda number: number + 1).collect()
    session.stop()


def duckdb(path: str) -> None:
    """DuckDB's SUMMARIZE: extremes, mean, deviation, quartiles, distinct count and missing share of every column."""
    import duckdb

    reader = "read_parquet" if path.endswith(".parquet") else "read_csv"
    duckdb.sql(f"SUMMARIZE FROM {reader}('{path}')").fetchall()


def polars(path: str) -> None:
    """polars' describe: extremes, mean, deviation, quartiles and missing values of every column, of the whole table in memory."""
    import polars

    table = polars.read_parquet(path) if path.endswith(".parquet") else polars.read_csv(path)
    table.describe()


def whylogs(path: str) -> None:
    """whylogs' profile: types, moments, KLL sketches, distinct counts and frequent items of every column."""
    import pandas
    import whylogs

    table = pandas.read_parquet(path) if path.endswith(".parquet") else pandas.read_csv(path)
    whylogs.log(table).view().to_pandas()


def evidently(path: str, baseline: str) -> None:
    """Evidently's drift of every column against the baseline's rows, which have to be there: both tables are in memory."""
    import pandas
    from evidently import Report
    from evidently.presets import DataDriftPreset

    Report([DataDriftPreset()]).run(pandas.read_csv(path), pandas.read_csv(baseline)).json()


def deequ(path: str) -> None:
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


PEERS = {each.__name__: each for each in (bare, duckdb, polars, whylogs, evidently, deequ)}

if __name__ == "__main__":
    # This folder is on the path as the script's own, and a peer's module may be called as one that lies here.
    sys.path.pop(0)
    _, name, *places = sys.argv
    PEERS[name](*places)
