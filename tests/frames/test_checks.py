"""PyDeequ's checks over a DataFrame, beside the official ones: each constraint that is not met is a violation."""

import pytest

import engine
from engine.errors import JobError


@pytest.fixture(scope="module")
def pydeequ():
    """Give PyDeequ's classes, which ask for a variable; no assertion here is a Python function."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_VERSION", "3.5")
        from pydeequ import checks

        yield checks


@pytest.fixture(scope="module")
def orders(spark):
    """Four rows: an id, an amount that is missing once, and a member of a struct."""
    rows = [(1, 5, ("DE",)), (2, None, ("FR",)), (3, 7, ("DE",)), (4, -1, ("XX",))]
    return spark.createDataFrame(rows, "id int, amount int, place struct<country: string>")


def found(outcome):
    return [(each.feature_name, each.check, each.description) for each in outcome.violations]


def test_each_constraint_that_is_not_met_is_a_violation(spark, orders, pydeequ):
    """With the check's description and level, and Deequ's own message; those that hold are not named."""
    strict = pydeequ.Check(spark, pydeequ.CheckLevel.Error, "orders").isUnique("id").isComplete("amount")
    loose = pydeequ.Check(spark, pydeequ.CheckLevel.Warning, "amounts").isNonNegative("amount").isComplete("id")
    outcome = engine.baseline(orders, checks=[strict, loose])

    assert [(feature, check) for feature, check, _ in found(outcome)] == [
        ("amount", "custom_rule_check"),
        ("amount", "custom_rule_check"),
    ]
    first, second = (description for _, _, description in found(outcome))
    assert first == (
        "Check orders (Error) is not met: CompletenessConstraint(Completeness(amount,None,None)). "
        "Value: 0.75 does not meet the constraint requirement."
    )
    assert second.startswith("Check amounts (Warning) is not met: ComplianceConstraint(")
    assert "constraint_violations.json" in outcome.to_json()


def test_a_monitoring_run_has_the_official_checks_first(spark, orders, pydeequ):
    """Then come the rules of the baseline's constraints, and then the checks; the same rows serve all."""
    promised = engine.baseline(orders.where("amount is not null"))
    check = pydeequ.Check(spark, pydeequ.CheckLevel.Error, "ids").isContainedIn("id", ["1", "2", "3"])
    violations = engine.monitor(orders, promised, checks=[check]).violations

    assert [each.check for each in violations[:-1]] == ["completeness_check", "categorical_values_check"]
    assert violations[-1].check == "custom_rule_check"
    assert "Value: 0.75 does not meet the constraint requirement" in violations[-1].description


def test_no_value_of_the_data_is_told_where_a_task_fails(spark, pydeequ):
    """As one does that may not cast a text, in a session with ANSI on: only what Spark calls the error."""
    texts = spark.createDataFrame([("secret-4711",)], "amount string")
    check = pydeequ.Check(spark, pydeequ.CheckLevel.Error, "cast").satisfies("cast(amount as int) > 1", "a cast")
    spark.conf.set("spark.sql.ansi.enabled", "true")
    try:
        (violation,) = engine.baseline(texts, checks=[check]).violations
    finally:
        spark.conf.unset("spark.sql.ansi.enabled")
    assert "secret" not in violation.description
    assert "A task of Spark's has failed (CAST_INVALID_INPUT), and its log says why" in violation.description


def test_a_constraint_that_cannot_be_judged_takes_no_other_with_it(spark, orders, pydeequ):
    """Two that fail for the same reason, and one that Deequ's aggregation would fail with; the others have their verdicts."""
    check = (
        pydeequ.Check(spark, pydeequ.CheckLevel.Error, "mixed")
        .isComplete("nosuch")
        .isComplete("amount")
        .satisfies("nowhere > 1", "a condition", lambda share: share == 1)
        .isUnique("id")
    )
    violations = engine.baseline(orders, checks=[check]).violations
    spark.sparkContext._gateway.shutdown_callback_server()

    assert ["cannot be judged" in each.description for each in violations] == [True, False, True]
    assert "Value: 0.75" in violations[1].description


def test_columns_have_the_names_of_the_profile(spark, orders, pydeequ):
    """Members of structs have dots in theirs, and stand in backticks, as Spark has it."""
    check = pydeequ.Check(spark, pydeequ.CheckLevel.Error, "places").isUnique("`place.country`")
    (violation,) = engine.baseline(orders, checks=[check]).violations
    assert violation.feature_name == "place.country"
    assert "Value: 0.5 does not meet the constraint requirement" in violation.description


def test_checks_without_a_violation_leave_an_empty_document(spark, orders, pydeequ):
    """So that it is seen that they were asked."""
    outcome = engine.baseline(orders, checks=[pydeequ.Check(spark, pydeequ.CheckLevel.Error, "id").isUnique("id")])
    assert outcome.violations == ()


def test_what_is_no_check_is_refused(orders):
    """Before anything is read."""
    with pytest.raises(JobError, match=r"checks is expected to be a list of pydeequ\.checks\.Check, found a str in it"):
        engine.baseline(orders, checks=["isComplete"])
