"""Distinct counts against Spark's approx_count_distinct over the same texts."""

import random

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import functions

from engine.profile.column import ColumnState
from engine.profile.distinct.count import DistinctCount


def column_of(rows: list[str | None]) -> ColumnState:
    """Return the state of a column with these *rows*."""
    column = ColumnState()
    column.update(pa.array(rows, pa.string()))
    return column


def any_texts(seed: int, *, size: int, longest: int) -> list[str]:
    """Return *size* texts of up to *longest* characters of one to four bytes each."""
    random_ = random.Random(seed)
    letters = "ab \x00\n\"',éß中\U0001f600\U00010348ÿ"
    return ["".join(random_.choices(letters, k=random_.randint(0, longest))) for _ in range(size)]


def test_estimates_are_sparks(spark, tmp_path):
    """For few and many texts, short and long ones, in any script, the estimate is approx_count_distinct(x, 0.05)."""
    cases = {
        f"{size} numbers": [str(number) for number in range(size)] for size in (1, 2, 50, 120, 300, 600, 900, 1300)
    }
    cases |= {f"{size} words": [f"word {number * 7919}" for number in range(size)] for size in (2500, 6000, 40_000)}
    cases |= {
        f"lengths to {longest}": any_texts(longest, size=1000, longest=longest) for longest in (3, 7, 31, 33, 200)
    }
    cases["just around 32 bytes"] = ["x" * length + str(n) for length in range(26, 40) for n in range(30)]
    cases["repeated"] = ["yes", "no", "yes"] * 100
    rows = [(name, text) for name, texts in cases.items() for text in texts]
    pq.write_table(
        pa.table({"case": [name for name, _ in rows], "text": [text for _, text in rows]}), tmp_path / "texts"
    )
    counted = functions.approx_count_distinct("text", 0.05)
    sparks = spark.read.parquet(str(tmp_path / "texts")).groupBy("case").agg(counted.alias("n")).collect()
    ours = {name: column_of(texts).distinct.estimate() for name, texts in cases.items()}
    assert ours == {row["case"]: row["n"] for row in sparks}


def test_missing_values_are_not_counted():
    """Nulls are no value, and a column of them has none."""
    assert column_of([None, "a", None]).distinct.estimate() == 1
    assert column_of([None, None]).distinct.estimate() == 0


def test_nothing_seen_is_zero():
    """A fresh state estimates 0."""
    assert DistinctCount().estimate() == 0


def test_values_are_told_apart_by_their_text():
    """1, 1.0 and 01 are three texts."""
    assert column_of(["1", "1.0", "01", "1"]).distinct.estimate() == 3
