"""Where the engine makes the errors that a user sees, read off its source."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import engine

ROOT = Path(engine.__file__).parent
ERRORS = {"JobError", "DatasetError", "DocumentError", "NoRecords", "ScriptError"}
TABLE = "Sentence"
"""What holds the sentence of an error and its code where several of them stand in a table."""


@dataclass(frozen=True, slots=True)
class Site:
    """A sentence in the source: its file and line, its code ("" where it has none), and its fixed parts, in order."""

    file: str
    line: int
    code: str
    parts: tuple[str, ...]

    def said_by(self, sentence: str) -> bool:
        """Tell whether the fixed parts stand, in their order, in *sentence*."""
        return re.search(".*".join(map(re.escape, self.parts)), sentence) is not None


def sites() -> Iterator[Site]:
    """Yield every sentence of the engine's errors; not where an error takes over the code of another, or a table's."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield from _site(node, node.func.id, str(path.relative_to(ROOT)))


def _site(call: ast.Call, name: str, file: str) -> Iterator[Site]:
    if name == TABLE:
        code, text = call.args
        yield Site(file, call.lineno, _text(code), tuple(part for fixed in _fixed(text) for part in _around(fixed)))
    elif name in ERRORS and call.args:
        code = next((keyword.value for keyword in call.keywords if keyword.arg == "code"), ast.Constant(""))
        if not (isinstance(code, ast.Attribute) and code.attr == "code"):
            yield Site(file, call.lineno, _text(code), tuple(_fixed(call.args[0])))


def _text(node: ast.expr) -> str:
    """Return the text that *node* is; what is none in the source cannot be looked for there."""
    assert isinstance(node, ast.Constant), f"a code is a text in quotes; found {ast.unparse(node)}"
    return node.value


def _around(text: str) -> Iterator[str]:
    """Yield what stands around the {names} of a sentence of a table."""
    yield from re.split(r"\{\w+\}", text)


def _fixed(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from _fixed(value)
