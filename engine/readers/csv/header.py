"""Where the columns of a table stand in each of its files."""

from typing import TYPE_CHECKING

from engine.errors import DatasetError
from engine.readers.csv.naming import header_names
from engine.readers.csv.records import FirstRecord, read_first
from engine.readers.tally import Tally
from engine.readers.text.window import LOOK_AHEAD, Window

if TYPE_CHECKING:
    from engine.readers.csv.table import CsvTable

Order = tuple[int, ...]
"""The place of each selected column among the fields of a record."""


class Headers:
    """The headers of a table's files: each may name the columns in an order of its own.

    The last header's bytes are kept: a dataset of many small files has the same one again and again.
    """

    __slots__ = ("_last", "_table", "order")

    def __init__(self, table: "CsvTable") -> None:
        self._table = table
        self._last: tuple[bytes, Order, int] | None = None
        self.order = _places(table.names, table.selected)

    def pass_over(self, window: Window) -> tuple[Order, Tally]:
        """Move a window at its file's begin behind the header; return the columns' order and the lines passed."""
        if self._last is not None:
            raw, order, lines = self._last
            window.read(max(LOOK_AHEAD, len(raw)))
            if window.block.startswith(raw):
                window.at = len(raw)
                return order, Tally(path=window.path, lines=lines)
        return self._parse(window)

    def _parse(self, window: Window) -> tuple[Order, Tally]:
        first = read_first(window, self._table.dialect)
        if first is None:
            return self.order, Tally()
        order = self._order_of(first, window.path)
        raw = window.block[: first.next]
        # Another file may close the quote that this one leaves open.
        if (
            raw.endswith(b"\n") and not first.tally.open_quotes
        ):  # behind a lone CR the next file might have a LF that belongs to it
            self._last = raw, order, first.tally.lines
        window.at = first.next
        return order, first.tally

    def _order_of(self, first: FirstRecord, path: str) -> Order:
        table = self._table
        names = header_names(first.fields, path=path, semantics=table.semantics)
        if sorted(names) != sorted(table.names):
            raise DatasetError(
                f"{path}: its header names other columns than the one of {table.described_by}: "
                f"{len(set(table.names) - set(names))} are missing and "
                f"{len(set(names) - set(table.names))} more are there; "
                f"all files of a dataset must have the same columns, in any order",
                code="header-differs",
            )
        return _places(names, table.selected)


def _places(names: tuple[str, ...], selected: tuple[str, ...]) -> Order:
    places = {name: place for place, name in enumerate(names)}
    return tuple(places[name] for name in selected)
