"""A dataset never breaks the constraints that were suggested from it, and nothing in the data breaks the checks."""

import csv
from contextlib import nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import baseline_of, described, evidence_from, holds

from engine.documents.folder import CONSTRAINTS, STATISTICS, VIOLATIONS, read
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.job.semantics import Semantics
from engine.pipeline import run
from engine.readers.csv.options import CsvFormat

NUMBERS = (
    "0", "-0", "00", "1", "-1", "+1", " 5", "- 5", "+ 5", "-  5", "9007199254740993", "-9007199254740993",
    "123456789012345678901234567890", "0.1", "1.5e3", "-2.5E-7", "1e308", "-1e308", "1.7976931348623157e308",
    "1e999", "-1e999", "5e-324", "1e-999", "-1e-999", "0.0", "-0.0", "12345678901234567890.5",
)  # fmt: skip
TEXTS = (
    "true", "false", "True", "NaN", "nan", "inf", "Infinity", "-Infinity", "null", "NullValue", "0x1F", ".5", "5.",
    "5 ", "1e", "1_000", "١", "é", "😀", "e\u0301", "\u200b", "a,b", 'a"b', "a\\b", "a\nb", " ", "Aa", "BB", "\x00",
    "\ufeff",
)  # fmt: skip

cells = st.one_of(st.none(), st.sampled_from(NUMBERS), st.sampled_from(TEXTS), st.text(min_size=1, max_size=5))
kinds_of_cells = st.sampled_from(
    [
        st.none(),
        st.sampled_from(NUMBERS),
        st.sampled_from([None, *NUMBERS]),
        st.sampled_from(["true", "false", None]),
        st.sampled_from(["true", "0", "- 5"]),
        st.sampled_from(TEXTS),
        st.integers().map(str),
        st.floats(allow_nan=False, allow_infinity=False).map(repr),
        st.floats().map(repr),
        cells,
    ]
)


@st.composite
def columns(draw: st.DrawFn) -> dict[str, list[str | None]]:
    """A few rows of a few columns, each of one kind, repeated up to some hundred times."""
    rows, times = draw(st.integers(1, 12)), draw(st.sampled_from([1, 1, 2, 30, 600]))
    names = draw(st.lists(st.text(min_size=1, max_size=3), min_size=1, max_size=3, unique_by=str.lower))
    kinds = {name: draw(kinds_of_cells) for name in names}
    return {name: draw(st.lists(kind, min_size=rows, max_size=rows)) * times for name, kind in kinds.items()}


@settings(max_examples=300, deadline=None)
@given(columns())
def test_every_suggestion_holds_on_the_data_it_was_made_from(data):
    """Described, suggested, written, read and checked: whatever the cells are, nothing is violated."""
    evidence = evidence_from(data, baseline_of(data))
    assert [item for item in evidence if not holds(item)] == []


@settings(max_examples=100, deadline=None)
@given(columns(), st.sampled_from(["LInfinity", "ChiSquared"]))
def test_every_way_to_measure_categories_holds_on_the_same_data(data, method):
    """No method finds a drift between a dataset and itself."""
    evidence = evidence_from(data, baseline_of(data), method=method)
    assert [item for item in evidence if not holds(item)] == []


@pytest.mark.parametrize("different", [119, 120, 121, 256, 257, 1000, 3000])
@pytest.mark.parametrize("cell", ["{}", "x{}", "{}.5", "-{}"])
def test_many_different_values_hold_on_their_own_baseline(different, cell):
    """The numbers of values at which categories are no longer shown, or counted, and at which the sketch compacts."""
    data = {"a": [cell.format(number) for number in range(different)] * 2 + [None]}
    assert all(map(holds, evidence_from(data, baseline_of(data))))


@settings(max_examples=200, deadline=None)
@given(columns(), columns(), st.sampled_from(Semantics), st.sampled_from(["LInfinity", "ChiSquared"]))
def test_any_data_can_be_checked_against_any_baseline(known, current, semantics, method):
    """Columns that have the same place are compared whatever they hold; the measured values are within their ranges."""
    renamed = {str(place): cells for place, cells in enumerate(known.values())}
    data = {str(place): cells for place, cells in enumerate(current.values())}
    width = min(len(renamed), len(data))
    baseline = baseline_of(dict(list(renamed.items())[:width]))
    for item in evidence_from(dict(list(data.items())[:width]), baseline, semantics, method=method):
        assert item.value >= 0
        assert described(item)


TABLE = {
    "empty": [None] * 6,
    "constant": ["7"] * 6,
    "wide": ["1e999", "-1e999", "1e308", "-1e308", "9007199254740993", "- 5"],
    "odd.name, \"quoted\"": ["NaN", "inf", "a\nb", 'a"b', "é", "😀"],
    "flag": ["true", "false", None, "true", "false", "true"],
    "mixed": ["true", "1", "x", None, " 5", "0x1F"],
}  # fmt: skip


@pytest.mark.parametrize("times", [1, 1000])
def test_a_run_against_its_own_baseline_finds_nothing(spark, tmp_path, times):
    """Through the files, Spark and Deequ, from a baseline run to a monitoring run on the same file."""
    data = tmp_path / "data.csv"
    with data.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TABLE)
        writer.writerows(list(zip(*TABLE.values(), strict=True)) * times)
    baseline, report = tmp_path / "baseline", tmp_path / "report"
    dataset = Dataset(str(data), CsvFormat(header=True))
    run(Job(dataset, str(baseline)), session=lambda _, **_sizing: nullcontext(spark))
    paths = BaselinePaths(statistics=str(baseline / STATISTICS), constraints=str(baseline / CONSTRAINTS))
    outcome = run(Job(dataset, str(report), paths), session=lambda _, **_sizing: nullcontext(spark))
    assert outcome.violations == ()
    assert outcome.records == 6 * times
    assert read(report / VIOLATIONS) == '{\n  "violations" : [ ]\n}'
