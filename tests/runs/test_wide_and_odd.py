"""Datasets that are wide, narrow, short or odd: a baseline of each holds on its own data, through Spark and Deequ."""

import random

import pytest

from engine.documents.folder import CONSTRAINTS, STATISTICS
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.pipeline import run
from engine.profile.categories import LONGEST_CATEGORY
from engine.readers.csv.options import CsvFormat

CELLS = {
    "number": lambda draw: repr(draw.gauss(0, 1000)),
    "count": lambda draw: str(draw.randrange(50)),
    "category": lambda draw: f"v{draw.randrange(50)}",
    "text": lambda draw: f"t{draw.random()}",
}


@pytest.fixture
def against_itself(session, tmp_path):
    """Give a function that makes a baseline of a text and monitors the same text; it returns the second outcome."""

    def against_itself(content: str, *, header: bool = True):
        (tmp_path / "data.csv").write_text(content)
        dataset = Dataset(str(tmp_path / "data.csv"), CsvFormat(header=header))
        baseline = tmp_path / "baseline"
        run(Job(dataset, str(baseline)), session=session)
        paths = BaselinePaths(str(baseline / STATISTICS), str(baseline / CONSTRAINTS))
        return run(Job(dataset, str(tmp_path / "report"), paths), session=session)

    return against_itself


def table(columns: int, rows: int) -> str:
    """Return a table with columns of numbers, counts, categories and texts in turn."""
    draw, kinds = random.Random(0), list(CELLS.values())
    header = ",".join(f"c{place}" for place in range(columns))
    lines = (",".join(kinds[place % len(kinds)](draw) for place in range(columns)) for _ in range(rows))
    return "\n".join([header, *lines]) + "\n"


@pytest.mark.parametrize(
    ("columns", "rows"), [pytest.param(2000, 50, marks=pytest.mark.slow), (1, 1000), (1, 1), (2000, 1), (5, 1)]
)
def test_wide_and_narrow_tables_hold_on_their_own_baseline(against_itself, columns, rows):
    """Thousands of columns or one, thousands of rows or one."""
    outcome = against_itself(table(columns, rows))
    assert (outcome.records, len(outcome.statistics.features), outcome.violations) == (rows, columns, ())


@pytest.mark.slow
def test_two_thousand_columns_of_two_thousand_rows(against_itself):
    """Some 45 MB, more than one split."""
    outcome = against_itself(table(2000, 2000))
    assert (outcome.records, len(outcome.statistics.features), outcome.violations) == (2000, 2000, ())


@pytest.mark.slow
def test_two_thousand_sketches_of_several_splits_come_home(session, tmp_path):
    """Some 270 MB of numbers: states of 8 splits with 2,000 sketches each pass the driver's heap."""
    draw = random.Random(0)
    block = "".join(",".join(f"{draw.gauss(0, 1000):.9f}" for _ in range(2000)) + "\n" for _ in range(250))
    with (tmp_path / "data.csv").open("w") as file:
        file.writelines([",".join(f"c{place}" for place in range(2000)) + "\n", *[block] * 40])
    job = Job(Dataset(str(tmp_path / "data.csv"), CsvFormat(header=True)), str(tmp_path / "out"))
    outcome = run(job, session=session)
    assert outcome.records == 10_000
    assert {feature.numerical.num_present for feature in outcome.statistics.features} == {10_000}


@pytest.mark.parametrize("content", ["a,b\n1,x", "a,b\r\n1,x", "a,b\n1,x\n", '"a","b"\n"1","x"'])
def test_one_row_with_and_without_a_line_end(against_itself, content):
    """The last line end may be missing."""
    outcome = against_itself(content)
    assert (outcome.records, outcome.violations) == (1, ())
    assert [feature.inferred_type for feature in outcome.statistics.features] == ["Integral", "String"]


def test_one_row_of_one_column_without_a_header_and_a_line_end(against_itself):
    """A file of a single byte."""
    outcome = against_itself("7", header=False)
    assert (outcome.records, outcome.statistics.features[0].numerical.mean, outcome.violations) == (1, 7.0, ())


def test_ten_thousand_different_values_in_every_column(against_itself):
    """Numbers keep their sketch; texts have neither categories nor a domain."""
    outcome = against_itself("n,t,f\n" + "".join(f"{row},t{row},{row}.5\n" for row in range(10_000)))
    number, text, fraction = outcome.statistics.features
    assert outcome.violations == ()
    assert text.string.categories is None
    assert outcome.constraints.features[1].domains is None
    assert 9_000 < number.numerical.approximate_num_distinct_values < 11_000
    levels = fraction.numerical.distribution.sketch.levels
    assert sum(len(level) << height for height, level in enumerate(levels)) == 10_000


class TestLongCategories:
    """A column of two values, one of them long; the other column has short ones."""

    def content(self, length: int) -> str:
        """Return four rows; the long value stands in two of them."""
        return f"long,short\n{'x' * length},a\ny,b\n{'x' * length},a\ny,b\n"

    def test_a_category_of_10_mb_is_in_no_document(self, against_itself, tmp_path):
        """The column has no categories and no domain at all, and its baseline holds all the same."""
        outcome = against_itself(self.content(10_000_000))
        long, short = outcome.statistics.features
        assert outcome.violations == ()
        assert (long.string.categories, long.string.distinct_count) == (None, 2.0)
        assert [feature.domains for feature in outcome.constraints.features] == [None, ("a", "b")]
        assert [category.count for category in short.string.categories] == [2, 2]
        assert all(path.stat().st_size < 10_000 for path in tmp_path.glob("*/*.json"))

    @pytest.mark.parametrize(("length", "shown"), [(LONGEST_CATEGORY, True), (LONGEST_CATEGORY + 1, False)])
    def test_the_bound_is_written_down(self, against_itself, length, shown):
        """Up to it a category is shown like any other."""
        outcome = against_itself(self.content(length))
        assert outcome.violations == ()
        assert (outcome.constraints.features[0].domains is not None) is shown

    def test_a_long_value_that_is_new_is_no_known_one(self, against_itself, session, tmp_path):
        """The shares of known values are right though the data have a category that is too long to keep."""
        against_itself("a\nx\ny\n" * 1)
        (tmp_path / "data.csv").write_text(f"a\n{'z' * (LONGEST_CATEGORY + 1)}\nx\n")
        paths = BaselinePaths(constraints=str(tmp_path / "baseline" / CONSTRAINTS))
        dataset = Dataset(str(tmp_path / "data.csv"), CsvFormat(header=True))
        (violation,) = run(Job(dataset, str(tmp_path / "report"), paths), session=session).violations
        assert violation.description.endswith("Observed: 50.0% of the values match the known values.")


@pytest.mark.parametrize(("header", "delimiter"), [("a;b", ";"), ("a|b", "|"), ("a\tb", "\t")])
def test_a_header_with_another_delimiter_is_pointed_at(against_itself, caplog, header, delimiter):
    """It is one column, as was said, and a line of the log says what to do."""
    outcome = against_itself(f"{header}\n1{delimiter}2\n")
    assert [feature.name for feature in outcome.statistics.features] == [header]
    assert "set field_delimiter (--field-delimiter) to it" in caplog.text
