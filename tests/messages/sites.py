"""Where the engine makes the errors that a user sees, read off its source."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import engine

ROOT = Path(engine.__file__).parent
ERRORS = {"JobError", "DatasetError", "DocumentError", "NoRecords", "ScriptError"}


@dataclass(frozen=True, slots=True)
class Site:
    """One place that makes an error: file:function, and the fixed parts of its sentence, in order."""

    at: str
    line: int
    parts: tuple[str, ...]


def sites() -> Iterator[Site]:
    """Yield every place in the engine that makes an error of the user's."""
    for path in sorted(ROOT.rglob("*.py")):
        yield from _sites(ast.parse(path.read_text()), str(path.relative_to(ROOT)), ())


def _sites(node: ast.AST, file: str, inside: tuple[str, ...]) -> Iterator[Site]:
    for child in ast.iter_child_nodes(node):
        named = isinstance(child, ast.FunctionDef | ast.ClassDef)
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in ERRORS and child.args:
            yield Site(f"{file}:{'.'.join(inside)}", child.lineno, tuple(_fixed(child.args[0])))
        yield from _sites(child, file, (*inside, child.name) if named else inside)


def _fixed(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from _fixed(value)
