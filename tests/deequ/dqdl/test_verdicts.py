"""Verdicts on rules over a file, held against Deequ's own evaluation of the same rules over the same rows."""

import json
import re

import pytest

from engine.analysis.custom_rules import Verdict
from engine.deequ.dqdl.judging import judge_rules
from engine.deequ.dqdl.language import parse
from engine.deequ.dqdl.sources import source_of_files
from engine.documents.rule_texts import RuleText
from engine.job.dataset import Dataset
from engine.readers.csv.options import CsvFormat
from engine.readers.csv.table import describe_table
from engine.readers.store import open_store
from engine.readers.tables import Known
from engine.spark.scan import scan

ROWS = [
    (number, f"k{number % 7}", None if number % 10 == 0 else number / 4, "2024-03-0" + str(number % 9 + 1))
    for number in range(60)
]
TYPES = "id long, key string, share double, day string"

RULES = (
    *("RowCount = 60", "RowCount between 1 and 10", "ColumnCount = 4", "ColumnCount > 4"),
    *('IsComplete "key"', 'IsComplete "share"', 'Completeness "share" >= 0.9', 'Completeness "share" > 0.9'),
    *('IsComplete "share" where "id % 10 > 0"', 'Completeness "share" > 0.5 where "id < 5"'),
    *('Uniqueness "id" = 1', 'Uniqueness "key" > 0.5', 'IsUnique "id"', 'IsUnique "key"'),
    *('IsPrimaryKey "id"', 'IsPrimaryKey "share"', 'UniqueValueRatio "id" = 1', 'UniqueValueRatio "key" > 0'),
    *('DistinctValuesCount "key" = 7', 'DistinctValuesCount "key" < 5', 'Entropy "key" > 1', 'Entropy "key" > 2'),
    *('Mean "share" > 7', 'Mean "share" > 8', 'Sum "id" = 1770', 'Sum "id" < 0'),
    *('StandardDeviation "id" between 17 and 18', 'StandardDeviation "id" < 17'),
    *('ColumnCorrelation "id" "share" > 0.99', 'ColumnCorrelation "id" "share" < 0.5'),
    *('ColumnLength "key" = 2', 'ColumnLength "day" < 5', 'ColumnExists "key"', 'ColumnExists "nosuch"'),
    *('ColumnDataType "day" = "DATE"', 'ColumnDataType "key" = "INTEGER"', 'ColumnNamesMatchPattern "[a-z]+"'),
    *('ColumnNamesMatchPattern "k.*"', 'ColumnValues "id" >= 0', 'ColumnValues "id" > 0', 'ColumnValues "id" < 60'),
    *('ColumnValues "id" <= 58', 'ColumnValues "id" between -1 and 60', 'ColumnValues "id" between 1 and 9'),
    *('ColumnValues "id" not between 70 and 90', 'ColumnValues "id" in [1, 2]', 'ColumnValues "id" != 99'),
    *(
        'ColumnValues "share" > -1',
        'ColumnValues "share" = 3',
        'ColumnValues "key" = "k1"',
        'ColumnValues "key" != "z"',
    ),
    *('ColumnValues "key" in ["k0", "k1", "k2", "k3", "k4", "k5", "k6"]', 'ColumnValues "key" in ["k0", "it\'s"]'),
    *('ColumnValues "key" not in ["x"]', 'ColumnValues "key" not in ["k1"]', 'ColumnValues "share" != NULL'),
    *(
        'ColumnValues "key" matches "k[0-9]"',
        'ColumnValues "key" matches "[a-j].*"',
        'ColumnValues "key" not matches "z"',
    ),
    *('ColumnValues "day" > "2024-01-01"', 'ColumnValues "day" > "2024-03-05"', 'DataFreshness "day" < 24 hours'),
    *('CustomSql "select count(*) from primary where share > id" = 0', 'CustomSql "select count(*) from primary" > 99'),
    *('CustomSql "select id from primary where id >= 30"', 'CustomSql "select id from primary" with threshold > 0.9'),
    *(
        '(RowCount > 0) and (IsComplete "key")',
        '(RowCount > 99) or (IsUnique "key")',
        '(RowCount > 99) or (IsUnique "id")',
    ),
)


SHARED = ("CustomSQL", "PatternMatch")
"""Names of metrics under which Deequ keeps one value for several rules; the reason has the rule's own."""


@pytest.fixture(scope="module")
def judge(spark, tmp_path_factory):
    """Give a function that judges rules over a file of CSV with a header."""

    def judge(text, *rules):
        path = tmp_path_factory.mktemp("rows") / "rows.csv"
        path.write_text(text)
        store = open_store(str(path))
        table = describe_table(store, Dataset(str(path), CsvFormat(header=True)), store.files(), Known())
        found = scan(spark, table, {"": table.splits(store.files(), split_bytes=500)})
        parsed = parse(spark, [RuleText("r", "Rules = [\n" + ",\n".join(rules) + "\n]")])
        return judge_rules(spark, source_of_files(table, found), parsed)

    return judge


@pytest.fixture(scope="module")
def both(spark, judge):
    """Give for each rule what Deequ's own evaluation says and what the engine says, of the same rows."""
    frame = spark.createDataFrame(ROWS, TYPES)
    frame.createOrReplaceTempView("primary")
    process = spark._jvm.com.amazon.deequ.dqdl.EvaluateDataQuality.process
    told = process(frame._jdf, "Rules = [\n" + ",\n".join(RULES) + "\n]").toJSON().collectAsList()
    spark.catalog.dropTempView("primary")
    theirs = {each["Rule"]: each for each in map(json.loads, told)}
    text = "id,key,share,day\n" + "".join(",".join("" if v is None else str(v) for v in row) + "\n" for row in ROWS)
    names = [rule.parsed.toString() for rule in parse(spark, [RuleText("r", f"Rules = [ {', '.join(RULES)} ]")])]
    return dict(zip(RULES, zip((theirs[name] for name in names), judge(text, *RULES), strict=True), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES)
def test_the_verdict_is_deequ_s_own(both, rule):
    """Every type of rule, kept and broken: what holds there holds here, and what was measured there is told here."""
    theirs, ours = both[rule]
    assert ours.rule == rule
    assert (ours.verdict is Verdict.HOLDS) == (theirs["Outcome"] == "Passed")
    if ours.verdict is not Verdict.HOLDS:
        assert ours.verdict is Verdict.BROKEN
        said = re.findall(r"Value: (-?[\d.E+-]+) ", theirs["FailureReason"])
        named = [value for name, value in theirs["EvaluatedMetrics"].items() if not name.endswith(SHARED)]
        assert all(f" is {float(value):.12g}" in ours.observed for value in (*said, *named)), ours.observed


ODD = ("x.y", "a b", "b`t", " lead", "😀", "order", "true", "A", "a", 'q"t')


@pytest.fixture(scope="module")
def odd(judge):
    """Give what is said of rules over columns with such names, by name; each column counts from its place on."""
    header = ",".join(f'"{each.replace(chr(34), chr(34) * 2)}"' for each in ODD)
    rows = "\n".join(",".join(str(row + place) for place in range(len(ODD))) for row in range(5))
    rules = [rule for name in ODD for rule in rules_over(name)]
    outcomes = iter(judge(f"{header}\n{rows}\n", *rules))
    return {name: tuple(next(outcomes) for _ in rules_over(name)) for name in ODD}


def rules_over(name):
    """Return rules over a column: two kept, two broken; SQL in DQDL has its names in backticks."""
    column, quoted = name.replace('"', '\\"'), name.replace("`", "``").replace('"', '\\"')
    return (
        f'IsUnique "{column}"',
        f'CustomSql "select count(*) from primary where `{quoted}` >= 0" = 5',
        f'ColumnValues "{column}" < 1 where "`{quoted}` > 0"',
        f'ColumnValues "{column}" in [1]',
    )


@pytest.mark.parametrize("name", ODD)
def test_columns_of_any_name_are_judged(odd, name):
    """Dots, blanks, quotation marks, backticks, emoji, words of SQL, and names that differ in case alone."""
    outcomes = odd[name]
    assert [each.verdict.name for each in outcomes] == ["HOLDS", "HOLDS", "BROKEN", "BROKEN"], outcomes
    assert [each.feature for each in outcomes] == [name, None, name, name]
    assert outcomes[2].observed == f"Maximum of {name} is {ODD.index(name) + 4}"


GOOD = ('IsComplete "n"', 'Mean "n" = 2', "RowCount = 3", 'Sum "n" > 100', 'IsUnique "n"')
BAD = {
    'Completeness "n" > 0 where "nosuch = 1"': "column or function parameter with name `nosuch` cannot be resolved",
    'Mean "nosuch" > 1': "There is no column 'nosuch' (r: line 3, column 1); the columns are n, t",
    'Mean "t" > 1': "Expected type of column t to be of numbers, but found String",
    'ColumnValues "t" matches "["': "Deequ cannot take it: Unclosed character class",
    'CustomSql "select nosuch from primary" > 1': "name `nosuch` cannot be resolved",
    'CustomSql "select count(*) from csv.`/etc/passwd`" > 1': "may read primary only, and names 'csv./etc/passwd'",
    "ColumnValues \"n\" > 0 where \"reflect('a', 'b') = 'c'\"": "may not call 'reflect'",
    "RowCount > avg(last(3))": "Can't execute the assertion: Unknown operand type",
    'ReferentialIntegrity "n" "other.n" = 1': "other not found in additional sources",
    '(Completeness "n" > 0 where "other = 1") and (RowCount > 0)': "`other` cannot be resolved",
}


@pytest.fixture(scope="module")
def mixed(judge):
    """Give what is said of the bad rules, by rule, and of the good ones after them, all judged together."""
    outcomes = judge("n,t\n1,a\n2,b\n3,c\n", *BAD, *GOOD)
    return dict(zip(BAD, outcomes, strict=False)), outcomes[len(BAD) :]


@pytest.mark.parametrize("rule", BAD)
def test_a_rule_that_cannot_be_judged_says_why(mixed, rule):
    """With the place where it stands."""
    bad = mixed[0][rule]
    assert (bad.verdict, BAD[rule] in bad.observed) == (Verdict.UNDECIDED, True), bad.observed
    assert f"(r: line {list(BAD).index(rule) + 2}, column 1)" in bad.observed


def test_a_rule_that_cannot_be_judged_takes_no_other_with_it(mixed):
    """Those beside it get their verdicts."""
    assert [each.verdict.name for each in mixed[1]] == ["HOLDS", "HOLDS", "HOLDS", "BROKEN", "HOLDS"]


def test_a_value_of_a_rule_cannot_smuggle_sql(judge, tmp_path):
    """Deequ doubles a quotation mark, and Spark takes a backslash before it for an escape: the rest would be SQL."""
    kept = tmp_path / "kept.txt"
    kept.write_text("secret")
    smuggled = f"x\\\\') or (select count(*) from text.`{kept}`) = 1 or n in ('y"
    (outcome,) = judge("n\na\nb\n", f'ColumnValues "n" in ["{smuggled}"]')
    assert outcome.verdict is Verdict.UNDECIDED
    assert "Its SQL" in outcome.observed


def test_numbers_are_numbers_and_texts_texts(judge):
    """As the profile has it: with signs and exponents, beyond 64 bits, and a number among texts is a text."""
    text = "whole,part,large,mixed,none\n+5,1e3,99999999999999999999,7,\n-2,2,1,x,\n 3,-0.5,2,,\n"
    outcomes = judge(
        text,
        'Sum "whole" = 6',
        'Sum "part" = 1001.5',
        'ColumnValues "large" <= 100000000000000000000',
        'ColumnValues "mixed" in ["7", "x", NULL]',
        'Completeness "none" = 0',
    )
    assert [each.verdict.name for each in outcomes] == ["HOLDS"] * 5, outcomes


def test_the_rows_are_those_of_the_profile(judge):
    """A record that crosses the ends of splits, with line breaks in quotes, is one row; and no row comes twice."""
    text = "id,text\n" + "".join(f'{number},"line\n""{number}""\nline"\n' for number in range(400))
    outcomes = judge(text, "RowCount = 400", 'IsUnique "id"', 'ColumnValues "text" matches "(?s)line.*line"')
    assert [each.verdict.name for each in outcomes] == ["HOLDS"] * 3, outcomes


def test_each_query_has_a_number_of_its_own(judge):
    """Deequ lists what queries have counted under one name; a rule tells its own."""
    count = "select count(*) from primary where n > {}"
    outcomes = judge("n\n1\n2\n3\n", *(f'CustomSql "{count.format(least)}" = 9' for least in range(3)))
    assert [each.observed for each in outcomes] == ["CustomSQL is 3", "CustomSQL is 2", "CustomSQL is 1"]


def test_each_pattern_has_a_share_of_its_own(judge):
    """So it is with patterns of one column."""
    outcomes = judge(
        "n\na\nb\n", 'ColumnValues "n" matches "[a-b]"', 'ColumnValues "n" matches "a"', 'ColumnValues "n" matches "c"'
    )
    assert [each.observed for each in outcomes] == ["", "PatternMatch of n is 0.5", "PatternMatch of n is 0"]
