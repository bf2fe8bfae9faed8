"""Suggestions from the one pass's state, against those of Deequ's own runner, which reads the same rows three times."""

import json
import random

import pytest
from profiles import state_of
from spark_jobs import jobs

from engine.deequ import profiles as profiles_module
from engine.deequ import rules as rules_module
from engine.deequ.rules import suggestions_of
from engine.documents.suggestions import Suggestion
from engine.spark.jvm.doorway import gateway_of

SOME = random.Random(20261127)


def texts(count, *choices, weights=None):
    """Return so many of *choices*, in any order."""
    return SOME.choices(choices, weights, k=count)


TABLES = {
    "complete and incomplete": {"a": ["x"] * 8, "b": ["x", None] * 4},
    "almost complete": {"a": ["1"] * 99 + [None], "b": [None] * 99 + ["1"]},
    "nothing": {"a": [None] * 5, "b": ["1"] * 5},
    "one row": {"a": ["1"], "b": ["x"], "c": [None]},
    "types": {"i": ["1", "-2", "+3"], "f": ["1.5", "2", "3e5"], "b": ["true", "false", "true"], "s": ["x", "1", "2"]},
    "types with gaps": {"i": ["1", None, "3"], "f": [None, "2", "0.5"], "b": ["true", None, None]},
    "numbers below and above 0": {"n": ["-1", "5"], "z": ["0", "-0.0"], "p": ["0.1", "7"], "m": ["-0.1", None]},
    "few numbers": {"n": [str(k % 7) for k in range(70)], "f": [f"{k % 3}.5" for k in range(70)]},
    "few texts": {"a": texts(300, "x", "y", "z"), "b": texts(300, "x", "y", None)},
    "most of a few": {
        "a": texts(400, "x", "y", "z", "q", weights=(90, 6, 3, 1)),
        "n": texts(400, "1", "2", "30", None),
    },
    "a rare one": {"a": ["x"] * 50 + ["y"] * 40 + ["z"], "b": ["x"] * 50 + ["y"] * 41},
    "ties of up to four": {"a": ["d", "c", "b", "a"] * 3, "b": ["p", "q", "r", None] * 3, "c": ["w", "v"] * 6},
    "ties of more": {"a": [f"v{k}" for k in range(30)] * 3, "b": ["10", "9", "8", "7", "6", "5", None, "4", "3"] * 10},
    "two in all": {"a": ["x", "y"] * 5},
    "many texts": {"a": [f"v{k}" for k in range(500)], "b": [f"v{k % 250}" for k in range(500)]},
    "about as many as are listed": {"a": [f"v{k % 118}" for k in range(708)], "b": [f"v{k % 135}" for k in range(708)]},
    "unique numbers": {"id": [str(k) for k in range(800)], "f": [f"{k}.25" for k in range(800)]},
    "unique with a gap": {"id": [None, *(str(k) for k in range(799))], "t": [f"t{k}" for k in range(800)]},
    "odd values": {"a": ["it's", 'say "x"', "back\\slash", "new\nline", "é", "😀", "", " "] * 4},
    "values like names": {"a": ["column_0_", "column_", "column__1_", "a"] * 5, "b": ["a"] * 20},
    "the word for missing": {"a": ["NullValue", "x", None, "x"] * 5, "b": ["NullValue", "y"] * 10},
    "far out": {"a": ["1e300", "-1e300", "5e-324"], "b": ["1e999", "1", "2"], "c": ["9223372036854775807", "1", "2"]},
}
"""Small tables, each of which is about something that a rule looks at."""


def by_deequ(spark, columns):
    """Return what Deequ's runner suggests: (column, rule, value, description, code) of each."""
    rows = list(zip(*columns.values(), strict=True))
    schema = ", ".join(f"`{name}` string" for name in columns)
    data = spark.createDataFrame(rows, schema).coalesce(1)
    suggestions = spark._jvm.com.amazon.deequ.suggestions
    rules = getattr(getattr(suggestions, "Rules$"), "MODULE$")
    runner = suggestions.ConstraintSuggestionRunner().onData(data._jdf)
    result = runner.addConstraintRules(rules.DEFAULT()).addConstraintRules(rules.COMMON()).run()
    told = json.loads(suggestions.ConstraintSuggestionResult.getConstraintSuggestionsAsJson(result))
    return [
        (
            each["column_name"],
            each["suggesting_rule"].partition("(")[0],
            each["current_value"],
            each["description"],
            each["code_for_constraint"],
        )
        for each in told["constraint_suggestions"]
    ]


@pytest.fixture
def with_code(monkeypatch):
    """Keep the Scala code of each suggestion in the place of PyDeequ's, with the real name of its column."""

    class Kept:
        def __init__(self, code):
            self.code = code

        def pydeequ(self, column):
            method, _, rest = self.code.partition('("')
            return f'{method}("{column}"{rest.partition(chr(34))[2]}'

        def dqdl(self, column, *, complete):
            return None

    monkeypatch.setattr(rules_module, "parsed", Kept)


@pytest.mark.slow
@pytest.mark.parametrize("columns", TABLES.values(), ids=TABLES)
def test_deequs_runner_suggests_the_same(spark, with_code, columns):
    """The same rules for the same columns, with the same values, sentences and code, in the same order.

    Only the estimate of distinct values differs, by less than its error: ours is that of the official container's Deequ.
    """
    ours = [
        (each.feature, each.rule, each.current_value, each.description, each.pydeequ)
        for each in suggestions_of(spark, state_of(columns))
    ]
    theirs = by_deequ(spark, columns)
    for mine, other in zip(ours, theirs, strict=True):
        estimates = [each[2].removeprefix("ApproxDistinctness: ") for each in (mine, other)]
        if estimates[0] != mine[2]:
            assert float(estimates[0]) == pytest.approx(float(estimates[1]), abs=0.05)
            mine, other = ((*each[:2], *each[3:]) for each in (mine, other))
        assert tuple(mine) == tuple(other)


def test_no_data_are_read(spark):
    """However many columns there are, no Spark job is started; a count, for comparison, starts one."""
    state = state_of({f"c{n}": [str(n % 3), None, "x" * (n % 2), "7"] * 30 for n in range(40)})
    before = jobs(spark)
    assert suggestions_of(spark, state)
    assert jobs(spark) == before
    spark.sparkContext.parallelize([1], 1).count()
    assert jobs(spark) == before + 1


def test_more_columns_need_no_more_calls_into_the_jvm(spark, monkeypatch):
    """Profiles are made together, in whatever order columns of different types stand."""
    client = type(gateway_of(spark)._gateway_client)
    calls, send = [], client.send_command

    def counted(self, *arguments, **options):
        calls.append(arguments[0])
        return send(self, *arguments, **options)

    def calls_for(size):
        kinds = {"i": ["1", "2"], "f": ["1.5", "2"], "b": ["true", "false"], "s": ["x", "y"]}
        state = state_of({f"{kind}{n}": values for n in range(size) for kind, values in kinds.items()})
        suggestions_of(spark, state)
        calls.clear()
        suggestions_of(spark, state)
        return sum("m\nd" not in call for call in calls)  # but for objects that Python has let go of, whenever it does

    monkeypatch.setattr(client, "send_command", counted)
    assert calls_for(6) == calls_for(2)


def test_suggestions_come_in_the_order_of_the_columns_and_then_of_the_rules(spark):
    """Numbers and texts in turn, and more than ten columns: their order is not that of their names."""
    names = [f"{kind}{n}" for n in range(12) for kind in "zn"]
    state = state_of({name: (["x", "y"] if name[0] == "z" else ["1", "2"]) * 20 for name in names})
    found = [(each.feature, each.rule) for each in suggestions_of(spark, state)]
    of_texts, of_numbers = (
        ["CompleteIfCompleteRule", "CategoricalRangeRule"],
        ["CompleteIfCompleteRule", "RetainTypeRule"],
    )
    of_numbers += ["CategoricalRangeRule", "NonNegativeNumbersRule"]
    assert found == [(name, rule) for name in names for rule in (of_texts if name[0] == "z" else of_numbers)]


def test_a_suggestion_says_what_was_seen_and_how_to_check_it(spark):
    """The rule and its reason, the value, a sentence, and the check in two languages."""
    (complete, few) = suggestions_of(spark, state_of({"a.b": ["x", "it's"] * 20}))
    assert complete == Suggestion(
        feature="a.b",
        rule="CompleteIfCompleteRule",
        rule_description="If a column is complete in the sample, we suggest a NOT NULL constraint",
        current_value="Completeness: 1.0",
        description="'a.b' is not null",
        pydeequ='.isComplete("`a.b`")',
        dqdl='IsComplete "`a.b`"',
    )
    assert few.description == "'a.b' has value range 'it''s', 'x'"
    assert few.pydeequ == '.isContainedIn("a.b", ["it\'s", "x"])'
    assert few.dqdl is None


@pytest.mark.parametrize(("length", "listed"), [(8192, True), (8193, False)])
def test_values_are_listed_while_all_of_them_are_short(spark, length, listed):
    """Two of 8,192 characters are; one more in each, and no rule suggests a list."""
    found = suggestions_of(spark, state_of({"a": ["x" * length, "y" * length] * 20}))
    assert ("CategoricalRangeRule" in {each.rule for each in found}) is listed


def test_no_column_gives_no_suggestion(spark):
    """Nothing to say is no failure."""
    assert suggestions_of(spark, state_of({"a": [None, None]})) == ()


def test_a_rule_that_fails_takes_no_other_with_it(spark, monkeypatch, caplog):
    """The log names it, and says nothing of the data."""
    monkeypatch.setattr(profiles_module, "_distribution", lambda _: {"values": None, "numberOfBins": 0, "tailCount": 0})
    found = suggestions_of(spark, state_of({"secret": ["x", "y"] * 20}))
    assert [each.rule for each in found] == ["CompleteIfCompleteRule"]
    assert [record.getMessage() for record in caplog.records] == [
        f"Deequ's rule {name} fails: java.lang.NullPointerException"
        for name in ("CategoricalRangeRule", "FractionalCategoricalRangeRule")
    ]


ODD_NAMES = (
    "a.b",
    "a b",
    "`",
    "a`b.c",
    "'",
    '"',
    "\\",
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
    "2024-01-01",
    "1a",
)


def test_any_text_can_be_a_name(spark):
    """Names are never read as SQL, and none takes another with it."""
    state = state_of({name: ["1", None] * 20 for name in ODD_NAMES})
    found = suggestions_of(spark, state)
    assert list(dict.fromkeys(each.feature for each in found)) == list(ODD_NAMES)
    assert {each.feature: each.description for each in found if each.rule == "RetainTypeRule"} == {
        name: f"'{name}' has type Integral" for name in ODD_NAMES
    }


@pytest.fixture
def verified(spark, monkeypatch):
    """Give a function that runs PyDeequ's checks on data and tells how each has ended."""
    monkeypatch.setenv("SPARK_VERSION", "3.5")
    from pydeequ.checks import Check, CheckLevel, ConstrainableDataTypes
    from pydeequ.verification import VerificationResult, VerificationSuite

    def verified(data, calls):
        names = {"ConstrainableDataTypes": ConstrainableDataTypes}
        check = eval("check" + "".join(calls), names | {"check": Check(spark, CheckLevel.Error, "pasted")})
        result = VerificationSuite(spark).onData(data).addCheck(check).run()
        return [each["constraint_status"] for each in VerificationResult.checkResultsAsJson(spark, result)]

    yield verified
    spark.sparkContext._gateway.shutdown_callback_server()


@pytest.mark.slow
def test_pydeequ_understands_the_code_that_is_suggested(spark, verified):
    """Pasted behind a check it holds on the data that it was made from, but for columns with a backtick in their names."""
    columns = {}
    for name in ODD_NAMES:
        columns[name] = ["x", None, "it's", 'say "hi"', "y"] * 10
        columns[f"{name} id"] = [str(n) for n in range(50)]
        columns[f"{name} 2"] = ["0.5", "1.5"] * 25
    found = suggestions_of(spark, state_of(columns))
    data = spark.createDataFrame(list(zip(*columns.values(), strict=True)), ", ".join("c string" for _ in columns))
    calls = [each.pydeequ for each in found if each.pydeequ is not None]
    assert {each.feature for each in found if each.pydeequ is None} == {name for name in columns if "`" in name}
    assert set(verified(data.toDF(*columns), calls)) == {"Success"}
    assert {call.partition("(")[0] for call in calls} == {
        ".isComplete", ".hasCompleteness", ".hasDataType", ".isContainedIn", ".isNonNegative", ".isUnique"
    }  # fmt: skip
