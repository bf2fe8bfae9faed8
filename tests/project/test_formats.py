"""Outside of an entry nobody asks which format it is."""

import ast
from pathlib import Path

import pytest

import engine
from engine.readers.formats import FORMATS, in_container, on_command_line

ROOT = Path(engine.__file__).parent
FOLDERS = {ROOT / "readers" / name for name in ("csv", "capture", "merged", "parquet", "scripted", "transform")}
LITERAL = ROOT / "readers" / "formats.py"
NAMES = {
    *(name for known in on_command_line() for name in known.names),
    *(container.key for _, container in in_container()),
}
SOURCES = sorted(path for path in ROOT.rglob("*.py") if path != LITERAL and not FOLDERS & set(path.parents))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_asks_for_a_format(path):
    """No isinstance and no comparison with the class of a format's options, no name of one, and no list of them."""
    classes = {kind.__name__ for kind in FORMATS}
    for node in ast.walk(ast.parse(path.read_text())):
        asked = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} & classes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("isinstance", "type"):
            assert not asked, f"line {node.lineno} asks for {asked}"
        if isinstance(node, ast.Compare | ast.Match):
            assert not asked, f"line {node.lineno} compares with {asked}"
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            keys = node.keys if isinstance(node, ast.Dict) else node.elts
            named = {each.value for each in keys if isinstance(each, ast.Constant)} & NAMES
            assert len(named) < 2, f"line {node.lineno} lists {named}"


def test_the_names_of_formats_are_known_here():
    """Else the test above could not fail."""
    assert {"csv", "tsv", "capture", "json", "parquet", "sagemakerCaptureJson"} <= NAMES
