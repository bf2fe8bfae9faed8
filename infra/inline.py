"""Puts files into the templates that hold their text: `python infra/inline.py`; a test compares them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEMPLATES = (ROOT / "infra/functions.yaml", ROOT / "infra/kubernetes.yaml")

_HOLDS = re.compile(r"( *)[\w.]+: \| # (\S+)")
"""The line before a file's text, which names it, and behind which the text stands two spaces further in."""


def inlined(template: str) -> str:
    """Return *template* with the text of each file that a line of it names."""
    kept: list[str] = []
    indent = None
    for line in template.splitlines():
        if indent is not None and (not line or line.startswith(indent)):
            continue
        indent = None
        kept.append(line)
        if held := _HOLDS.fullmatch(line):
            indent = f"{held[1]}  "
            kept.extend(f"{indent}{each}".rstrip() for each in (ROOT / held[2]).read_text().splitlines())
            kept.append("")
    return "\n".join(kept).rstrip("\n") + "\n"


if __name__ == "__main__":
    for path in TEMPLATES:
        path.write_text(inlined(path.read_text()))
