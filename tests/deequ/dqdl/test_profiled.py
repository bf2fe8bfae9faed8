"""Rules that the profile decides get the verdict of the rows, in the same words, and no job is run for them."""

import datetime
import random
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from spark_jobs import jobs

from engine.analysis.custom_rules import Verdict
from engine.deequ.dqdl import judging
from engine.deequ.dqdl.judging import judge_rules
from engine.deequ.dqdl.language import parse
from engine.deequ.dqdl.sources import Source, source_of_files
from engine.documents.rule_texts import RuleText
from engine.job.dataset import Dataset
from engine.readers.csv.options import CsvFormat
from engine.readers.look import look
from engine.readers.parquet.options import ParquetFormat
from engine.readers.tables import Known
from engine.spark.scan import scan


def source_of(spark, path, form):
    """Return what a pass finds in the file at *path*."""
    shown = look(Dataset(str(path), form), Known())
    return source_of_files(
        shown.table, scan(spark, shown.table, {"": shown.table.splits(shown.files, split_bytes=700)})
    )


def rules_in(spark, rules):
    return parse(spark, [RuleText("r", "Rules = [\n" + ",\n".join(rules) + "\n]")])


def decided(spark, source, rules):
    """Return what is said of *rules* where there are no rows to ask; without a job."""
    before = jobs(spark)
    outcomes = judge_rules(spark, Source(source.state, None), rules_in(spark, rules))
    assert jobs(spark) == before
    return {
        rule: None if "all rows together" in told.observed else told for rule, told in zip(rules, outcomes, strict=True)
    }


def of_rows(spark, source, rules, monkeypatch):
    """Return what the rows say of *rules*, whatever the profile says."""
    with monkeypatch.context() as without:
        without.setattr(judging, "verdicts_of_profile", lambda *_: {})
        return dict(zip(rules, judge_rules(spark, source, rules_in(spark, rules)), strict=True))


def rules_over(name, numbers, texts):
    """Return rules of every type over a column, many of them at its very values."""
    column = f'"{name}"'
    yield from (f"IsComplete {column}", f"Completeness {column} > 0.5", f"Completeness {column} = 0.75")
    yield from (f"DistinctValuesCount {column} = {count}" for count in (1, 2, 3, 256))
    yield from (f"ColumnExists {column}", f"ColumnValues {column} != NULL", f"ColumnValues {column} = NULL")
    for number in numbers:
        yield from (f"{measure} {column} >= {number}" for measure in ("Mean", "Sum", "StandardDeviation"))
        yield from (f"Sum {column} < {number}", f"Mean {column} = {number}")
        yield from (f"ColumnValues {column} {sign} {number}" for sign in (">", ">=", "<", "<=", "=", "!="))
        yield from (f"ColumnValues {column} {sign} [{number}, 7]" for sign in ("in", "not in"))
        yield from (f"ColumnValues {column} {sign} -1 and {number}" for sign in ("between", "not between"))
        yield f"ColumnValues {column} between -1000000 and 1000000"
    for text in texts:
        yield from (f'ColumnValues {column} {sign} "{text}"' for sign in ("=", "!="))
        yield from (f'ColumnValues {column} {sign} ["{text}", "7"]' for sign in ("in", "not in"))
        yield f'ColumnValues {column} in [NULL, "{text}", EMPTY]'
    yield from (f'ColumnDataType {column} = "{kind}"' for kind in ("INTEGER", "DOUBLE", "DATE", "STRING", "BOOLEAN"))
    yield f"(IsComplete {column}) or (DistinctValuesCount {column} < 3)"
    yield f'(ColumnCount > 0) and (ColumnDataType {column} = "INTEGER") and (Completeness {column} > 0)'


TABLES = {
    "nulls": ("a,b\n1,x\n2,\n,x\n3,y\n", {"a": ([1, 2, 3], ["x"]), "b": ([1], ["x", "y"])}),
    "number texts": (
        "a,b,c,d\n+5,1e1,7,- 5\n5,10,x,1\n 5,10.0,,2\n7,-0.0,8,2\n",
        {"a": ([5, 5.5], ["5"]), "b": ([10, 0], []), "c": ([7], ["7"]), "d": ([2], ["- 5"])},
    ),
    "empties": ('a,b\n,""\n,""\n,z\n', {"a": ([0], ["x"]), "b": ([0], ["z", ""])}),
    "one row": ("a\n4\n", {"a": ([4], ["4"])}),
    "beyond a double": (
        "a,b\n9007199254740993,99999999999999999999\n9007199254740992,1\n1,2\n",
        {"a": ([9007199254740993, 9007199254740992], []), "b": ([1, 2], [])},
    ),
    "infinite": ("a\n1e999\n1.5\n2\n", {"a": ([1.5], [])}),
}


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_the_profile_says_what_the_rows_say(spark, tmp_path, monkeypatch, table):
    """Every rule that it decides: nulls, numbers as texts and texts of numbers, no value at all, numbers without a double."""
    text, columns = TABLES[table]
    (tmp_path / "rows.csv").write_text(text)
    source = source_of(spark, tmp_path / "rows.csv", CsvFormat(header=True))
    rules = ["RowCount = 4", "RowCount between 0 and 9", "ColumnCount = 2", 'ColumnNamesMatchPattern "[a-c]"']
    rules += [rule for name, values in columns.items() for rule in rules_over(name, *values)]
    compare(spark, source, rules, monkeypatch, least=0.3)


def compare(spark, source, rules, monkeypatch, *, least):
    """Assert that the profile decides at least such a share of *rules*, and none otherwise than the rows."""
    profile = decided(spark, source, rules)
    known = {rule: told for rule, told in profile.items() if told is not None}
    rows = of_rows(spark, source, list(known), monkeypatch)
    assert {rule: (told, rows[rule]) for rule, told in known.items() if told != rows[rule]} == {}
    assert len(known) > least * len(rules)


@pytest.mark.slow
def test_typed_columns_are_decided_as_their_rows(spark, tmp_path, monkeypatch):
    """Floats that are no doubles, decimals, unsigned words, days, moments, booleans, and NaN, which is missing."""
    day, moment = datetime.date(2024, 3, 1), datetime.datetime.fromisoformat("2024-03-01T10:00:00.000500")
    columns = {
        "float": pa.array([0.1, 0.5, float("nan"), None], pa.float32()),
        "decimal": pa.array([Decimal("0.10"), Decimal("7.00"), Decimal("0.10"), None], pa.decimal128(20, 2)),
        "word": pa.array([2**64 - 1, 1, 1, 7], pa.uint64()),
        "day": pa.array([day, day, None, day], pa.date32()),
        "moment": pa.array([moment, moment.replace(microsecond=0), None, moment], pa.timestamp("us")),
        "truth": pa.array([True, False, None, True]),
    }
    pq.write_table(pa.table(columns), tmp_path / "rows.parquet")
    source = source_of(spark, tmp_path / "rows.parquet", ParquetFormat())
    values = {
        "float": ([0.1, 0.5], []),
        "decimal": ([0.1, 7], []),
        "word": ([1, 18446744073709551615], []),
        "day": ([], []),
        "moment": ([], ["2024-03-01 10:00:00", "2024-03-01 10:00:00.0005"]),
        "truth": ([], ["true"]),
    }
    rules = [rule for name, given in values.items() for rule in rules_over(name, *given)]
    rules += [
        'ColumnValues "day" in ["2024-03-01"]',
        'ColumnValues "day" > "2024-02-28"',
        'ColumnValues "day" < "2024-03-01"',
    ]
    compare(spark, source, rules, monkeypatch, least=0.5)


@pytest.mark.slow
@pytest.mark.parametrize("different", [256, 257, 3000])
def test_more_values_than_are_counted_are_asked_of_the_rows(spark, tmp_path, monkeypatch, different):
    """Up to 256 they are known; beyond, their number is an estimate, which no rule is judged by."""
    numbers = [round(value / 7, 3) for value in range(different)] * 2
    random.Random(5).shuffle(numbers)
    (tmp_path / "rows.csv").write_text("n\n" + "".join(f"{number}\n" for number in numbers))
    source = source_of(spark, tmp_path / "rows.csv", CsvFormat(header=True))
    mean = sum(numbers) / len(numbers)
    rules = list(rules_over("n", [mean, max(numbers), 0], ["0.143"]))
    compare(spark, source, rules, monkeypatch, least=0.4)
    count = decided(spark, source, [f'DistinctValuesCount "n" = {different}']).popitem()[1]
    assert (count is None) is (different > 256)


RULES = {
    "RowCount = 3": Verdict.HOLDS,
    "ColumnCount > 4": Verdict.BROKEN,
    'IsComplete "x.y"': Verdict.BROKEN,
    'Completeness "x.y" > 0.5': Verdict.HOLDS,
    'Mean "n" = 2': Verdict.HOLDS,
    'Sum "n" > 6': Verdict.BROKEN,
    'StandardDeviation "n" < 0.9': Verdict.HOLDS,
    'ColumnValues "n" > 0': Verdict.HOLDS,
    'ColumnValues "n" between 0 and 3': Verdict.BROKEN,
    'ColumnValues "x.y" in ["a", NULL]': Verdict.HOLDS,
    'DistinctValuesCount "n" = 3': Verdict.HOLDS,
    'ColumnExists "x.z"': Verdict.BROKEN,
    'ColumnDataType "n" = "INTEGER"': Verdict.HOLDS,
    'ColumnNamesMatchPattern "[nx.y]+"': Verdict.HOLDS,
    '(RowCount > 5) or (IsComplete "n")': Verdict.HOLDS,
}
OF_ROWS = (
    'IsUnique "n"',
    'Completeness "n" > 0 where "n > 1"',
    'ColumnValues "x.y" matches "a"',
    '(RowCount > 0) and (IsUnique "n")',
    'CustomSql "select count(*) from primary" = 3',
)


@pytest.fixture
def source(spark, tmp_path):
    """Give what a pass finds in three rows."""
    (tmp_path / "rows.csv").write_text("n,x.y\n1,a\n2,\n3,a\n")
    return source_of(spark, tmp_path / "rows.csv", CsvFormat(header=True))


def test_no_job_is_run_for_rules_that_the_profile_decides(spark, source):
    """One of each type, alone and in one rule."""
    known = decided(spark, source, [*RULES, *OF_ROWS])
    assert {rule: known[rule] and known[rule].verdict for rule in RULES} == RULES
    assert known['IsComplete "x.y"'].observed == "Completeness of x.y is 0.666666666667"
    assert [known[rule] for rule in OF_ROWS] == [None] * len(OF_ROWS)


def test_only_the_others_are_asked_of_the_rows(spark, source, caplog):
    """All in one go, and the order of what is said is that of the rules."""
    rules = [rule for pair in zip(RULES, OF_ROWS, strict=False) for rule in pair]
    with caplog.at_level("INFO"):
        outcomes = judge_rules(spark, source, rules_in(spark, rules))
    assert "5 of 10 rules: the rows are read once more" in caplog.text
    assert [each.rule for each in outcomes] == rules
    assert [each.verdict for each in outcomes[::2]] == list(RULES.values())[:5]


def test_a_sum_at_its_bound_is_asked_of_the_rows(spark, tmp_path):
    """Tenths have no exact sum, and its last digits hang on the order of the rows: the profile does not decide on them."""
    (tmp_path / "rows.csv").write_text("n\n" + "0.1\n" * 1000)
    source = source_of(spark, tmp_path / "rows.csv", CsvFormat(header=True))
    rules = ['Sum "n" > 99', 'Sum "n" > 100', 'Sum "n" < 100', 'Mean "n" <= 0.1', 'Mean "n" < 1', 'Sum "n" = 100']
    known = decided(spark, source, rules)
    assert [each and each.verdict.name for each in known.values()] == ["HOLDS", None, None, None, "HOLDS", "HOLDS"]


def test_equal_is_equal_to_five_digits(spark, source):
    """So Deequ compares numbers, here and there: its rules are not for less."""
    known = decided(spark, source, ['Mean "n" = 2.000001', 'Mean "n" = 2.0001'])
    assert [each.verdict.name for each in known.values()] == ["HOLDS", "BROKEN"]
