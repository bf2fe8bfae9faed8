"""A table of plain values, for a cell of a notebook and for pandas."""

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from engine.errors import JobError
from engine.wording import foreign

if TYPE_CHECKING:
    import pandas

MOST_ROWS = 200
"""Rows that a cell shows; the number of the others stands below them. pandas has all of them."""

_LONGEST, _LONGEST_NAME, _LONGEST_TITLE = 300, 60, 500
"""Characters of a text that a cell shows: a sentence is whole. A name, which is what the first column has, is cut earlier, so that
the numbers stay beside it, and is whole where a pointer rests on it."""

_LEFT, _RIGHT = "text-align:left;padding:2px 8px", "text-align:right;padding:2px 8px"


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of values by *columns*; a value is a text, a number, a truth, a tuple of texts, or None where it is not known."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the rows as a DataFrame of pandas, in their order. Raises JobError where pandas is not installed."""
        try:
            import pandas  # noqa: PLC0415 - for whoever asks; the engine itself needs none
        except ImportError as error:
            raise JobError(
                "to_pandas needs pandas, and this Python has none: install it, or read the same from the objects themselves",
                code="pandas-not-found",
            ) from error
        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    def to_html(self, title: str) -> str:
        """Return the rows as a table of HTML under *title*. Texts are cut, escaped, and command nothing."""
        styles = [_RIGHT if self._is_of_numbers(place) else _LEFT for place in range(len(self.columns))]
        named = zip(self.columns, styles, strict=True)
        head = "".join(f'<th scope="col" style="{style}">{shown(name)}</th>' for name, style in named)
        body = "".join(f"<tr>{_named(row[0])}{''.join(map(_cell, row[1:]))}</tr>" for row in self.rows[:MOST_ROWS])
        more = len(self.rows) - MOST_ROWS
        note = f"<p>{more:,} more rows are not shown; to_pandas() has them.</p>" if more > 0 else ""
        caption = f'<caption style="{_LEFT}">{shown(title)}</caption>'
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"

    def _is_of_numbers(self, place: int) -> bool:
        return any(map(_is_number, (row[place] for row in self.rows[:MOST_ROWS])))


class Shown:
    """What a notebook shows as a table with a title, and a line of text as the title alone: a sketch has thousands of numbers."""

    __slots__ = ()

    @property
    def title(self) -> str:
        """What stands above the table."""
        raise NotImplementedError

    def grid(self) -> Grid:
        """Return the rows."""
        raise NotImplementedError

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the rows and columns of `grid` as a table. Raises JobError where pandas is not installed."""
        return self.grid().to_pandas()

    def __repr__(self) -> str:
        return f"<{self.title}>"

    def _repr_html_(self) -> str:
        return self.grid().to_html(self.title)


def shown(value: object) -> str:
    """Return *value* as HTML: "" for None, six digits of a number, the beginning and the end of a long text."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.6g}" if math.isfinite(value) else escape(str(value))
    if isinstance(value, int) and _is_number(value):
        return f"{value:,}"
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return escape(foreign(text, _LONGEST))


def _named(value: object) -> str:
    """Return the first cell of a row, in which a long text is cut."""
    if not isinstance(value, str) or len(value) <= _LONGEST_NAME:
        return _cell(value)
    whole, cut = escape(foreign(value, _LONGEST_TITLE)), escape(foreign(value, _LONGEST_NAME))
    return f'<td style="{_LEFT}" title="{whole}">{cut}</td>'


def _cell(value: object) -> str:
    return f'<td style="{_RIGHT if _is_number(value) else _LEFT}">{shown(value)}</td>'


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
