"""A table of Iceberg, by the catalogue that spark-submit was told of."""

import json
import sys
from pathlib import Path

import pytest
from submit.clusters import JARS, fetched, submit

from engine.spark.jvm.artifacts import Jar

ROOT = Path(__file__).parents[2]
ICEBERG = Jar(
    "Iceberg's runtime",
    "org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.6.1",
    "87e7184f31ef0caac415bbdfcf1bc4943346a58b98d747dc83434f7139e12acb",
)
MAKE = """
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
spark.sql("create table lake.db.loans (id bigint, kind string, dt date) using iceberg partitioned by (dt)")
spark.sql("insert into lake.db.loans values (1, 'old', date'2026-10-31'), (2, 'new', date'2026-11-01'), (3, 'new', date'2026-11-02')")
"""


@pytest.mark.slow
def test_a_table_of_iceberg_is_profiled(tmp_path):
    """The rows of two of its three partitions."""
    (jar,) = fetched(tmp_path, (ICEBERG,))
    (tmp_path / "make.py").write_text(MAKE)
    lake = {
        "lake": "org.apache.iceberg.spark.SparkCatalog",
        "lake.type": "hadoop",
        "lake.warehouse": f"file:{tmp_path}/lake",
    }
    told = [word for name, value in lake.items() for word in ("--conf", f"spark.sql.catalog.{name}={value}")]
    common = ("--master", "local[1]", "--jars", f"{JARS},{jar}", *told)
    python = {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}
    made = submit(*common, tmp_path / "make.py", **python)
    assert made.returncode == 0, made.stderr

    table = ("--table", "lake.db.loans", "--where", "dt >= '2026-11-01'", "--output-path", tmp_path / "out")
    done = submit(*common, ROOT / "submit" / "submit.py", *table, **python)

    assert done.returncode == 0, done.stdout
    statistics = json.loads((tmp_path / "out" / "statistics.json").read_text())
    assert statistics["dataset"]["item_count"] == 2
    assert [feature["inferred_type"] for feature in statistics["features"]] == ["Integral", "String", "String"]
