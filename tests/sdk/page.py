"""The code of docs/sagemaker.md, as its tests run and read it."""

import ast
import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "sagemaker.md").read_text()
SETUP, TABLE, MORE, WRONG, LOCAL = (
    "## Setup",
    "## What the SDKs of today want otherwise",
    "## More of the monitor",
    "## When something is wrong",
    "## On your own machine, in the SDK's local mode",
)


def cells(sdk: str, start: str = SETUP, end: str | None = TABLE) -> list[str]:
    """Return the cells for the SDK "v2" or "v3" between the headings *start* and *end*, or the page's, in their order."""
    part = PAGE[PAGE.index(start) : None if end is None else PAGE.index(end)]
    found = re.findall(r"(?:<!-- (v\d) -->\n)?```python\n(.*?)```", part, flags=re.DOTALL)
    return [cell for only, cell in found if only in ("", sdk)]


def imports(sdk: str) -> str:
    """Return all that the page imports for the SDK."""
    lines = [ast.unparse(node) for cell in cells(sdk, SETUP, WRONG) for node in ast.parse(cell).body if _imports(node)]
    return "\n".join(lines)


def files() -> dict[str, str]:
    """Return the files that the page shows, by their names."""
    return dict(re.findall(r"`(\w+\.py)`:\n```py\n(.*?)```", PAGE, flags=re.DOTALL))


def _imports(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)
