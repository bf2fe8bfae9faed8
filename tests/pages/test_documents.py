"""docs/documents.md has every field that a document of the engine's has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import engine
from engine.analysis.data_quality.checks import CHECKS
from engine.documents.data_quality.monitoring import OFFICIAL, PATHS
from engine.documents.kinds import DOCUMENTS

PAGE = (Path(__file__).parents[2] / "docs" / "documents.md").read_text()
NAMED = {word for span in re.findall(r"`([^`]+)`", PAGE) for word in re.findall(r"\w+", span)}
WRITERS = [path for path in (Path(engine.__file__).parent / "documents").rglob("*.py") if path.parent.name != "json"]


def _written(path: Path) -> Iterator[str]:
    """Yield the keys of the objects that a module writes down in its `to_json` and what that calls, as far as they are texts."""
    for function in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)):
        if function.name not in ("to_json", "_categorical", "_dataset", "_one"):
            continue
        for node in ast.walk(function):
            keys = node.keys if isinstance(node, ast.Dict) else [node.slice] if isinstance(node, ast.Subscript) else []
            yield from (key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def test_each_field_has_its_place() -> None:
    """Whatever the classes of the documents write."""
    fields = {field for path in WRITERS for field in _written(path)}
    assert len(fields) > 50
    assert fields - NAMED == set()


def test_each_setting_of_a_baseline_has_its_place_and_its_default() -> None:
    """As the official container has them."""
    for name, path in PATHS.items():
        default = getattr(OFFICIAL.distribution if "." in path else OFFICIAL, name)
        (row,) = re.findall(rf"^\| `{path}` .*$", PAGE, flags=re.MULTILINE)
        assert row.split("|")[-2].strip().strip("`") == str(default)


def test_each_document_and_each_check_is_named() -> None:
    """By its official name."""
    assert all(f"`{name}`" in PAGE for name in (*DOCUMENTS, *CHECKS))
