"""Tables of documents: for pandas as values, for a notebook as text that does nothing."""

import math
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from notebook.folders import RUN, written

import engine
from engine.errors import JobError
from engine.notebook.grid import MOST_ROWS, Grid

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a' onmouseover='alert(1)",
    "gnp.\u202eexe",
    "\x1b[31mred",
    "</td></table><h1>",
    "&lt;b&gt;",
)
KNOWN = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}


class Seen(HTMLParser):
    """The elements of a page with their attributes, and the texts of its cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.cells: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data):
        if self.cells and self.elements[-1][0] == "td":
            self.cells[-1] += data


def test_statistics_are_a_row_a_feature(tmp_path: Path) -> None:
    """Numbers stay numbers, and what a feature has not is missing."""
    frame = engine.load(written(tmp_path, RUN)).statistics.to_pandas().set_index("name")
    assert frame.loc["age"].to_dict() == {
        "inferred_type": "Integral",
        "num_present": 3,
        "num_missing": 1,
        "completeness": 0.75,
        "distinct": 3,
        "mean": 2.0,
        "sum": 6.0,
        "std_dev": 0.816496580927726,
        "min": 1.0,
        "max": 3.0,
    }
    assert frame["distinct"]["purpose"] == 2
    assert math.isnan(frame["mean"]["purpose"])


def test_constraints_and_violations_are_rows(tmp_path: Path) -> None:
    """By the names of the documents."""
    run = engine.load(written(tmp_path, RUN))
    assert run.constraints.to_pandas()["domains"][1] == ("car", "home")
    assert run.violations.to_pandas()[["feature_name", "constraint_check_type"]].to_numpy().tolist() == [
        ["age", "completeness_check"]
    ]


def test_without_pandas_a_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no traceback of an import."""
    run = engine.load(written(tmp_path, RUN))
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(JobError, match="needs pandas") as caught:
        run.statistics.to_pandas()
    assert caught.value.code == "pandas-not-found"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text(name: str) -> None:
    """It adds no element and no attribute, and turns no line round."""
    page = Grid((name,), ((name, (name, "x")),)).to_html(name)
    seen = Seen(page)
    assert {tag for tag, _ in seen.elements} <= KNOWN
    assert {each for _, names in seen.elements for each in names} <= {"style", "scope"}
    assert all(character.isprintable() for character in page)


def test_a_name_reads_as_it_is() -> None:
    """What is escaped in the page is not escaped twice."""
    assert Seen(Grid(("name",), (("a < b & 'c'",),)).to_html("")).cells == ["a < b & 'c'"]


def test_a_long_text_is_cut() -> None:
    """A megabyte is no cell."""
    assert len(Grid(("name",), (("x" * 10**6,),)).to_html("")) < 1000


def test_many_rows_are_cut_and_counted() -> None:
    """The others are said to be there."""
    page = Grid(("n",), tuple((n,) for n in range(MOST_ROWS + 7))).to_html("")
    assert len(Seen(page).cells) == MOST_ROWS
    assert "7 more rows are not shown" in page


def test_the_whole_run_is_shown(tmp_path: Path) -> None:
    """What is broken comes first."""
    page = engine.load(written(tmp_path, RUN))._repr_html_()
    assert page.index("1 violations") < page.index("4 records, 2 features") < page.index("constraints of 2 features")


def test_a_long_name_is_cut_and_whole_where_a_pointer_rests() -> None:
    """Its numbers would stand beyond the screen; a sentence in another column stays whole."""
    name, sentence = f"begin{'x' * 290}<end>", "y" * 300
    html = Grid(("name", "mean", "told"), ((name, 1.5, sentence),)).to_html("a table")

    (titled,) = re.findall(r'<td style="[^"]*" title="([^"]*)">([^<]*)</td>', html)
    assert unescape(titled[0]) == name
    assert re.fullmatch("beginx+ [.]{3} x+<end>", unescape(titled[1]))
    assert len(unescape(titled[1])) < 70
    assert f">{sentence}</td>" in html
