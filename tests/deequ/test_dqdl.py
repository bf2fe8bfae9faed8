"""Rules in DQDL, evaluated by Deequ with the jars that set-up fetches, and what else is parsed in the same JVM."""

import json

import pytest
from profiles import state_of

from engine.deequ.rules import suggestions_of
from engine.spark.jvm.artifacts import DQDL, jar_place

NAMES = (
    "n",
    "a.b",
    "a b",
    "'",
    "a\nb",
    "\t",
    "$x",
    "{}",
    "null",
    "TRUE",
    "current_date",
    "é",
    "😀",
    " a",
    "1a",
    "a#b",
    "a,b",
    "and",
    "(a)",
)
UNSAID = ("`", '"', "\\", "2024-01-01", "12:30")


@pytest.fixture
def outcomes(spark):
    """Give a function that evaluates rules on data and tells the outcome of each, by Deequ's wording of the rule."""
    if not jar_place(DQDL).is_file():
        pytest.skip("the jar of DQDL is not there: run `model-monitor setup`")
    evaluate = getattr(spark._jvm.com.amazon.deequ.dqdl, "EvaluateDataQuality$").__getattr__("MODULE$")

    def outcomes(data, *rules):
        ruleset = "Rules = [\n" + ",\n".join(rules) + "\n]"
        found = json.loads("[" + ",".join(evaluate.process(data._jdf, ruleset).toJSON().collectAsList()) + "]")
        return {each["Rule"]: each["Outcome"] for each in found}

    return outcomes


def test_deequ_evaluates_rules_on_data(spark, outcomes):
    """With the ANTLR that Spark has: one rule holds, and one does not."""
    data = spark.createDataFrame([("1", "x"), ("2", None)], ["id", "t"])
    assert outcomes(data, 'IsComplete "id"', 'IsComplete "t"', 'IsUnique "id"') == {
        'IsComplete "id"': "Passed",
        'IsComplete "t"': "Failed",
        'IsUnique "id"': "Passed",
    }


def test_spark_still_parses_its_own_language(spark, outcomes):
    """DQDL was made for another ANTLR than Spark's, and does not come over it: SQL is read after it as before."""
    data = spark.createDataFrame([("1",)], ["id"])
    assert outcomes(data, 'IsComplete "id"') == {'IsComplete "id"': "Passed"}
    spark.sql("SELECT 1 AS a, 'x' AS `b.c`").createOrReplaceTempView("after_dqdl")
    rows = spark.sql(
        "WITH t AS (SELECT a + 1 AS n FROM after_dqdl) SELECT n FROM t WHERE n IN (2, 3) ORDER BY n"
    ).collect()
    assert [row.n for row in rows] == [2]


@pytest.mark.slow
def test_deequ_understands_the_dqdl_that_is_suggested(spark, outcomes):
    """It holds on the data that it was made from; what DQDL cannot name or list is not said."""
    columns = {name: ["x", None, 'say "hi"', "y z"] * 12 for name in (*NAMES, *UNSAID)}
    for name in ("n", "a.b", UNSAID[0]):
        columns[f"{name} id"] = [str(3_000_000_000 + n) for n in range(48)]
        columns[f"{name} gap"] = [None, "1", "0.5", "7"] * 12
        columns[f"{name} flag"] = ["true", "false"] * 24
    found = suggestions_of(spark, state_of(columns))
    assert {each.feature for each in found if each.dqdl is None} == {
        name for name in columns if name in UNSAID or name.startswith(UNSAID[0])
    }
    texts = spark.createDataFrame(list(zip(*columns.values(), strict=True)), ", ".join("c string" for _ in columns))
    # Deequ's DQDL looks for a minimum among numbers only.
    numbers = ["n id", "n gap", "a.b id", "a.b gap"]
    data = texts.toDF(*columns)
    typed = data.select(*(data[f"`{name}`"].cast("double").alias(name) for name in numbers))

    of_numbers = [each.dqdl for each in found if each.rule == "NonNegativeNumbersRule" and each.feature in numbers]
    others = [each.dqdl for each in found if each.rule != "NonNegativeNumbersRule" and each.dqdl is not None]
    assert {rule.split()[0] for rule in others} == {
        "IsComplete",
        "Completeness",
        "ColumnDataType",
        "ColumnValues",
        "IsUnique",
    }
    for rules, rows in ((of_numbers, typed), (others, data)):
        judged = outcomes(rows, *rules)
        assert len(judged) == len(rules)
        assert {rule: outcome for rule, outcome in judged.items() if outcome != "Passed"} == {}
