"""What the site takes from outside of docs/: the README as its first page, the other pages of the root, and files that they link to."""

import re
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).parents[1]
PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "benchmarks/README.md": "measuring.md",
}
"""Pages outside of docs/, by what the site calls them."""

_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^()\s#]+)")
_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def on_files(files: Any, config: Any) -> Any:
    """Add the pages of the root, the style, and whatever else of the repository a page links to."""
    from mkdocs.structure.files import File  # noqa: PLC0415 - a package of the site's own environment

    for name, page in PAGES.items():
        files.append(File.generated(config, page, content=_moved(name, (ROOT / name).read_text())))
    files.append(File.generated(config, "site.css", abs_src_path=str(Path(__file__).with_name("site.css"))))
    for name in sorted(_linked()):
        files.append(File.generated(config, f"files/{name}", content=(ROOT / name).read_bytes()))
    return files


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Lead the links of a page of docs/ to where the site has what they name."""
    source = page.file.src_uri
    moved = markdown if source in PAGES.values() else _moved(f"docs/{source}", markdown)
    # MkDocs knows anchors that Markdown makes, and none of HTML in a table.
    return _ANCHOR.sub(r"[](){ #\1 }", moved)


def _moved(name: str, text: str) -> str:
    """Return the *text* of the page *name* of the repository with its links as the site has them."""
    return _outside_of_code(text, lambda prose: _LINK.sub(lambda found: _place(_target(name, found[1])), prose))


def _place(target: str) -> str:
    if target in PAGES:
        return PAGES[target]
    return target.removeprefix("docs/") if target.startswith("docs/") else f"files/{target}"


def _target(name: str, link: str) -> str:
    """Return the file of the repository that *link* on the page *name* leads to."""
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / link).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def _linked() -> set[str]:
    """Return the files of the repository, outside of docs/ and the pages, that some page links to."""
    names = [*PAGES, *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
    targets = {
        _target(name, link) for name in names for link in _LINK.findall(_FENCE.sub("", (ROOT / name).read_text()))
    }
    return {target for target in targets if target not in PAGES and not target.startswith("docs/")}


def _outside_of_code(text: str, change: Any) -> str:
    """Return *text* with *change* made to all but its blocks of code."""
    parts = re.split(r"(^```.*?^```)", text, flags=re.DOTALL | re.MULTILINE)
    return "".join(part if part.startswith("```") else change(part) for part in parts)
