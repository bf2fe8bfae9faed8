"""Tables of Markdown, as the pages that are made have them."""

from collections.abc import Iterable, Iterator


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table: its head, the rule below it, and one line a row."""
    yield _line(head)
    yield "|" + "---|" * len(head)
    yield from map(_line, rows)


def code(text: str) -> str:
    """Return *text* as code, "" for an empty one."""
    return f"`{text}`" if text else ""


def _line(cells: tuple[str, ...]) -> str:
    escaped = (cell.replace("|", r"\|") for cell in cells)
    return f"|{'|'.join(f' {cell} ' if cell else ' ' for cell in escaped)}|"
