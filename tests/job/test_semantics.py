"""The two settings differ in the rows of one table, which the engine asks and the page for users is made from."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from job.page import PAGE, page

import engine
from engine.job import semantics
from engine.job.semantics import Matter, Semantics

ROOT = Path(engine.__file__).parent
SOURCES = sorted(path for path in ROOT.rglob("*.py") if path != Path(semantics.__file__))


def _nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text()))


def _is_setting(node: ast.AST) -> bool:
    """Whether *node* is a setting itself, or its word: `semantics`, whatever has it, or a member of Semantics."""
    text = ast.unparse(node).removesuffix(".value").removesuffix(".name")
    return text.split(".")[-1] == "semantics" or text.startswith("Semantics.")


def _parts(node: ast.AST) -> tuple[ast.AST, ...]:
    """Return what *node* decides by: the sides of a comparison, what is matched, a condition, the keys of a dict."""
    if isinstance(node, ast.Compare):
        return (node.left, *node.comparators)
    if isinstance(node, ast.Match):
        return (node.subject,)
    if isinstance(node, ast.MatchValue):
        return (node.value,)
    if isinstance(node, ast.Subscript):
        return (node.slice,)
    if isinstance(node, ast.Dict):
        return tuple(key for key in node.keys if key is not None)
    return ()


@pytest.mark.parametrize("matter", Matter, ids=lambda matter: matter.name)
def test_each_matter_is_as_the_setting_says(matter):
    """What one setting corrects the other leaves as it was seen, and a user can read how they differ."""
    assert Semantics.CORRECTED.corrects(matter)
    assert not Semantics.OBSERVED.corrects(matter)
    assert matter.value.observed != matter.value.corrected


def test_the_page_is_made_from_the_table():
    """docs/semantics.md is what the table gives; to write it anew: PYTHONPATH=tests python -m job.page."""
    assert PAGE.read_text() == page()


def test_a_row_is_one_row_of_a_table():
    """No text breaks the line or the cell that it stands in."""
    texts = [text for each in Matter for text in (each.value.matter, each.value.observed, each.value.corrected)]
    assert [text for text in texts if "|" in text or "\n" in text] == []
    assert len({each.value.matter for each in Matter}) == len(Matter)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_but_the_table_compares_the_settings(path):
    """Neither compared nor matched nor looked up: who does one thing or the other asks, and names the matter."""
    deciding = [ast.unparse(node) for node in _nodes(path) if any(map(_is_setting, _parts(node)))]
    assert deciding == []


def test_every_matter_is_asked_for():
    """Each row decides something in the engine, and each question names its row."""
    nodes = [node for path in SOURCES for node in _nodes(path)]
    asked = {
        ast.unparse(argument)
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "corrects"
        for argument in node.args
    }
    assert asked == {f"Matter.{each.name}" for each in Matter}
