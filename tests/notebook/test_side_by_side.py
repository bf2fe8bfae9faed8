"""A run beside its baseline: the features as a table, and each with its distributions over each other."""

import re
from pathlib import Path

import pytest
from notebook.folders import RUN, STATISTICS, VIOLATIONS, written
from notebook.test_grid import HOSTILE, Seen

import engine
from engine.documents.json.codec import dumps, loads
from engine.notebook.loaded import Loaded
from engine.notebook.side_by_side import MOST_PICTURES, Comparison

KNOWN = {
    *("p", "span", "div", "figure", "figcaption", "b", "bdi", "svg", "title", "desc", "path", "rect"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}


def _loaded(folder: Path, name: str, documents: dict[str, str]) -> Loaded:
    (folder / name).mkdir()
    return engine.load(written(folder / name, documents))


@pytest.fixture
def compared(tmp_path: Path) -> Comparison:
    """Give the run of the folders beside a baseline of greater ages and other purposes."""
    older = STATISTICS.replace("[[1.0, 2.0, 3.0]]", "[[2.0, 3.0, 3.0]]").replace(
        '"value" : "home"', '"value" : "school"'
    )
    baseline = _loaded(tmp_path, "baseline", {"statistics.json": older})
    return _loaded(tmp_path, "run", RUN).compared_with(baseline)


def test_each_feature_has_its_row(compared: Comparison) -> None:
    """With what was violated, and how far the two are apart: a third of the ages are 1 and none was; a quarter is new."""
    frame = compared.to_pandas().set_index("name")
    assert frame["violations"].to_dict() == {"age": 1, "purpose": 0}
    assert frame["missing"]["age"] == 0.25
    assert frame["gap"].to_dict() == pytest.approx({"age": 1 / 3, "purpose": 0.25})


def test_columns_without_names_have_the_violations_of_their_places(tmp_path: Path) -> None:
    """Violations have the baseline's names; those of data without a header, which go by position, are others."""
    unnamed = STATISTICS.replace('"age"', '"_c0"').replace('"purpose"', '"_c1"')
    baseline = _loaded(tmp_path, "baseline", {"statistics.json": STATISTICS})
    run = _loaded(tmp_path, "run", {"statistics.json": unnamed, "constraint_violations.json": VIOLATIONS})
    frame = run.compared_with(baseline).to_pandas().set_index("name")
    assert frame["violations"].to_dict() == {"_c0": 1, "_c1": 0}


def test_numbers_lie_over_each_other_and_categories_beside(compared: Comparison) -> None:
    """Drawn as the report draws them; the feature with a violation comes first."""
    first, second = compared.pictures()
    assert (first.name, first.violations) == ("age", 1)
    assert first.overlay.baseline is not None
    assert [(bar.label, bar.baseline, bar.current) for bar in second.bars.bars] == [
        ("home", "0%", "25%"),
        ("school", "25%", "0%"),
        ("car", "75%", "75%"),
    ]


def test_features_can_be_chosen(compared: Comparison) -> None:
    """By name, in the order in which they are named."""
    page = compared.of("purpose")._repr_html_()
    assert "purpose" in page
    assert "age" not in re.sub(r"style=\"[^\"]*\"|percentage", "", page)


def test_a_cell_shows_the_table_and_the_pictures(compared: Comparison) -> None:
    """Each numerical feature has an outline of the baseline and one of now."""
    page = compared._repr_html_()
    assert page.count("<path ") == 2
    assert page.count("<rect ") == 2 * 3
    assert "4 records beside 4" in page


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text(tmp_path: Path, name: str) -> None:
    """As a feature and as a category: no element and no attribute comes of it."""
    document = loads(STATISTICS, source="")
    document["features"][0]["name"] = name
    document["features"][1]["string_statistics"]["distribution"]["categorical"]["buckets"][0]["value"] = name
    run = _loaded(tmp_path, "run", {"statistics.json": dumps(document), "constraint_violations.json": VIOLATIONS})
    page = run.compared_with(run)._repr_html_()
    seen = Seen(page)
    assert {tag for tag, _ in seen.elements} <= KNOWN
    assert not {each for _, names in seen.elements for each in names if each.startswith("on") or each == "src"}
    assert all(character.isprintable() or character == "\n" for character in page)


def test_many_features_are_cut_and_counted(tmp_path: Path) -> None:
    """The others are said to be there."""
    document = loads(STATISTICS, source="")
    document["features"] = [{**document["features"][0], "name": f"f{place}"} for place in range(MOST_PICTURES + 3)]
    run = _loaded(tmp_path, "run", {"statistics.json": dumps(document)})
    page = run.compared_with(run)._repr_html_()
    assert page.count("<figure") == MOST_PICTURES
    assert "3 more features are not drawn" in page


def test_a_run_without_a_baseline_of_the_feature_is_drawn_alone(tmp_path: Path) -> None:
    """What is new has nothing to be compared with."""
    document = loads(STATISTICS, source="")
    document["features"] = document["features"][1:]
    baseline = _loaded(tmp_path, "baseline", {"statistics.json": dumps(document)})
    compared = _loaded(tmp_path, "run", RUN).compared_with(baseline)
    assert next(each for each in compared.pictures() if each.name == "age").overlay.baseline is None
    assert compared.to_pandas().set_index("name")["gap"].isna()["age"]
