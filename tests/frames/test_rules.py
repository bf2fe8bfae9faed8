"""Rules of the baseline's constraints over a DataFrame: by the profile where that tells, and by its own rows otherwise."""

import json

import pytest
from spark_jobs import jobs

import engine


@pytest.fixture(scope="module")
def trips(spark):
    """12 rows in 2 partitions, with a member of a struct, an array, a moment and a name with a dot."""
    return spark.range(0, 12, 1, 2).selectExpr(
        "id",
        "named_struct('age', cast(id % 5 as int)) as rider",
        "array(id, id + 1) as legs",
        "timestamp_seconds(1700000000 + id) as start",
        "if(id % 4 = 0, null, 'x') as `a.b`",
        "id % 2 = 0 as paid",
    )


@pytest.fixture(scope="module")
def promised(trips):
    return engine.baseline(trips)


def documents(promised, *rules):
    """Return a baseline's documents with *rules* in its constraints."""
    found = json.loads(json.dumps(promised.to_json()))
    found["constraints.json"]["monitoring_config"]["rules"] = list(rules)
    return found


def broken(df, promised, *rules):
    """Return the feature and the description of each violation of *rules*."""
    found = engine.monitor(df, documents(promised, *rules)).violations
    assert {each.check for each in found} <= {"custom_rule_check"}
    return [(each.feature_name, each.description) for each in found]


def test_rules_that_the_profile_decides_read_nothing_more(spark, trips, promised):
    """The run is the one job that it is without rules."""
    before = jobs(spark)
    found = broken(trips, promised, "RowCount > 20", 'ColumnValues "rider.age" < 4', 'Completeness "a.b" > 0.5')
    assert jobs(spark) - before == 1
    assert found == [
        ("Dataset", "Rule is not met: RowCount > 20. Observed: RowCount is 12."),
        ("rider.age", 'Rule is not met: ColumnValues "rider.age" < 4. Observed: Maximum of rider.age is 4.'),
    ]


def test_other_rules_are_asked_of_the_rows_as_the_profile_has_them(spark, trips, promised):
    """Nested columns laid out, moments as their texts in UTC, truths as words; the session keeps its settings and no table."""
    zone = spark.conf.get("spark.sql.session.timeZone")
    found = broken(
        trips,
        promised,
        'IsUnique "legs.1"',
        'IsUnique "rider.age"',
        "CustomSql \"select count(*) from primary where start = '2023-11-14 22:13:20'\" = 1",
        "CustomSql \"select count(*) from primary where `a.b` is null and paid = 'true'\" = 3",
        'ColumnValues "paid" matches "true|false"',
    )
    assert found == [
        ("rider.age", 'Rule is not met: IsUnique "rider.age". Observed: Uniqueness of rider.age is 0.'),
    ]
    assert spark.conf.get("spark.sql.session.timeZone") == zone
    assert not spark.catalog.tableExists("primary")


def test_a_rule_that_cannot_be_judged_says_why(trips, promised):
    """With its place in the documents, and the others are judged."""
    found = broken(trips, promised, 'Mean "nosuch" > 1', "RowCount > 20")
    assert found[0][1] == (
        "Rule cannot be judged: Mean \"nosuch\" > 1. There is no column 'nosuch' (The baseline: monitoring_config.rules[0]: "
        "line 1, column 1); the columns are id, rider.age, legs.0, legs.1, start, a.b, paid."
    )
    assert found[1][0] == "Dataset"


def test_rules_are_judged_where_there_is_no_row(trips, promised):
    """Nothing is compared there, and this is what the rule is for."""
    nothing = trips.where("id < 0")
    assert broken(nothing, promised, "RowCount > 0", "ColumnCount = 7", 'IsUnique "id"')[0] == (
        "Dataset",
        "Rule is not met: RowCount > 0. Observed: RowCount is 0.",
    )
