"""The links of the Markdown in this repository, and the places that they can lead to."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = tuple(sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md"))))
"""Every page that a reader may open; none of an environment or of what was built."""

_FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[(?:[^][]|\[[^][]*\])*\]\(([^()\s]+)\)|!\[[^][]*\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.*?) *#*$", re.MULTILINE)
_ANCHOR = re.compile(r'<a id="([^"]+)">')


def links_of(page: Path) -> Iterator[str]:
    """Yield what the links and pictures of *page* point to, but for other sites."""
    for found in _LINK.finditer(_prose(page)):
        target = found[1] or found[2]
        if not re.match(r"[a-z]+:", target):
            yield target


def anchors_of(page: Path) -> set[str]:
    """Return the anchors of *page*: those of its headings, as GitHub and the site make them, and its own."""
    prose = _prose(page)
    headings = [_slug(found[1]) for found in _HEADING.finditer(prose)]
    repeated = {f"{slug}-{headings[:place].count(slug)}" for place, slug in enumerate(headings)}
    return {*headings, *repeated, *_ANCHOR.findall(prose)}


def _prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text())


def _slug(heading: str) -> str:
    words = re.sub(r"\[([^][]*)\]\([^()]*\)", r"\1", heading).replace("`", "").lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
