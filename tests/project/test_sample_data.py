"""The demo's two tables are what sample_data/README.md says."""

import csv
import json
import runpy
from pathlib import Path

import numpy as np
import pytest

SAMPLE_DATA = Path(__file__).parents[2] / "sample_data"
FAULTY = {"income.monthly", "purpose", "account age", "existing_debt", "interest_rate"}
NUMBERS = ("age", "loan_amount", "term_months", "credit_score", "savings_change", "defaulted")
CATEGORIES = ("employment", "existing_customer")

Table = dict[str, list[str]]


@pytest.fixture(scope="module")
def training() -> Table:
    return _read("training.csv")


@pytest.fixture(scope="module")
def window() -> Table:
    return _read("window.csv")


@pytest.mark.parametrize("name", ["training.csv", "window.csv", "window.jsonl"])
def test_generating_again_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    """The generator writes exactly the committed files."""
    runpy.run_path(str(SAMPLE_DATA / "generate.py"))["write_tables"](tmp_path)
    assert (tmp_path / name).read_bytes() == (SAMPLE_DATA / name).read_bytes()


def test_generating_captures_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """The generator writes exactly the committed captures."""
    runpy.run_path(str(SAMPLE_DATA / "generate.py"))["write_captures"](tmp_path)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.jsonl")}
    kept = (SAMPLE_DATA / "captures").rglob("*.jsonl")
    assert made == {path.relative_to(SAMPLE_DATA): path.read_bytes() for path in kept}
    assert len(made) == 2


def test_the_window_is_there_as_json_lines(window: Table) -> None:
    """The same cells in the same order; what is empty there is null here, and a number has its own digits."""
    with (SAMPLE_DATA / "window.jsonl").open(encoding="utf-8") as file:
        objects = [json.loads(line, parse_int=str, parse_float=str) for line in file]
    cells = [["" if cell is None else str(cell) for cell in each.values()] for each in objects]
    spelled = [[{"True": "true", "False": "false"}.get(cell, cell) for cell in row] for row in cells]
    assert spelled == [list(row) for row in zip(*window.values(), strict=True)]
    assert {tuple(each) for each in objects} == {tuple(window)}


def test_tables_have_the_same_columns(training: Table, window: Table) -> None:
    """Both tables have the same 14 columns, 5,000 rows and 1,500."""
    assert list(training) == list(window)
    assert [len(training), len(training["age"]), len(window["age"])] == [14, 5000, 1500]


def test_income_is_missing_more_often(training: Table, window: Table) -> None:
    """4 percent of the incomes are missing in training, 22 percent in the window."""
    assert training["income.monthly"].count("") == 5000 * 4 // 100
    assert window["income.monthly"].count("") == 1500 * 22 // 100


def test_purpose_has_a_new_category(training: Table, window: Table) -> None:
    """The window holds one purpose that training does not."""
    assert set(window["purpose"]) - set(training["purpose"]) == {"solar panels"}
    assert window["purpose"].count("solar panels") == 45


def test_account_age_holds_words(training: Table, window: Table) -> None:
    """12 account ages of the window are a word, the rest and all of training are integers."""
    assert all(text.isdecimal() for text in training["account age"])
    assert [text for text in window["account age"] if not text.isdecimal()] == ["unknown"] * 12


def test_debt_turns_negative(training: Table, window: Table) -> None:
    """6 debts of the window are negative, none in training."""
    assert min(_numbers(training["existing_debt"])) == 0.0
    assert sum(_numbers(window["existing_debt"]) < 0) == 6


def test_interest_rate_drifts(training: Table, window: Table) -> None:
    """The rates have moved far beyond the default threshold of 0.1."""
    assert _drift(_numbers(training["interest_rate"]), _numbers(window["interest_rate"])) > 0.3


def test_other_columns_are_as_complete(training: Table, window: Table) -> None:
    """No column but the faulty one is less complete in the window."""
    lower = {name for name in training if _completeness(window[name]) < _completeness(training[name])}
    assert lower == {"income.monthly"}


@pytest.mark.parametrize("name", CATEGORIES)
def test_other_categories_are_known(name: str, training: Table, window: Table) -> None:
    """The other columns of categories hold the same ones."""
    assert set(window[name]) == set(training[name])


@pytest.mark.parametrize("name", NUMBERS)
def test_other_numbers_keep_their_sign_and_distribution(name: str, training: Table, window: Table) -> None:
    """The other numbers do not drift, and turn negative only where they were in training."""
    before, after = _numbers(training[name]), _numbers(window[name])
    assert _drift(before, after) == 0.0
    assert (after.min() < 0) == (before.min() < 0)


def test_every_column_is_looked_at(training: Table) -> None:
    """A column is faulty, a number, a category, or the id, which is a new text in every row."""
    assert set(training) == FAULTY | {*NUMBERS, *CATEGORIES, "application_id"}
    assert len(set(training["application_id"])) == 5000


def _read(name: str) -> Table:
    with (SAMPLE_DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: [row[column] for row in rows] for column in rows[0]}


def _numbers(texts: list[str]) -> np.ndarray:
    return np.array([float(text) for text in texts if text])


def _completeness(texts: list[str]) -> float:
    return sum(text != "" for text in texts) / len(texts)


def _drift(one: np.ndarray, other: np.ndarray) -> float:
    """Return the Robust distance: the largest difference of the two distribution functions less that of chance."""
    values = np.union1d(one, other)
    shares = [np.searchsorted(np.sort(sample), values, side="right") / len(sample) for sample in (one, other)]
    chance = 1.8 * ((len(one) + len(other)) / (len(one) * len(other))) ** 0.5
    return max(0.0, float(np.abs(shares[0] - shares[1]).max()) - chance)
