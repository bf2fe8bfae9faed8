"""What a handler returns becomes lines of JSON, whose values are text, true, false or null."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.scripts.child.trouble import Trouble

_line = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

_INFINITE = float("inf")

LONGEST_ROW = 64 << 20
"""Characters that the texts of one row may have together: more than any endpoint takes, and what a task can still hold."""


def lines_of(returned: object) -> list[str]:
    """Return a line for each row that a handler *returned*: a dict is a row, a list of dicts several, [] none.

    Each line is a JSON object that ends with LF, its names sorted. Raises Trouble for anything else.
    """
    if isinstance(returned, dict):
        return [_row(returned)]
    if not isinstance(returned, list):
        raise Trouble("returned", found=_name(returned))
    strange = next((row for row in returned if not isinstance(row, dict)), returned)
    if strange is not returned:
        raise Trouble("returned", found=f"a list with {_name(strange)} in it")
    return [_row(row) for row in returned]


def cell_of(value: object) -> str | bool | None:
    """Return *value* as a cell: text, or None for a missing one (None, NaN and their like in numpy and pandas).

    A list or a dict is its JSON text, bytes are UTF-8, a float has the digits that it needs. A boolean stays one: how it
    is spelled is its column's matter.
    """
    make = CELLS.get(type(value))
    return make(value) if make else _other(value)


def _row(row: Mapping[object, object]) -> str:
    cells = {
        name if type(name) is str else str(name): value if type(value) is str else cell_of(value)
        for name, value in row.items()
    }
    if sum(len(cell) for cell in cells.values() if isinstance(cell, str)) > LONGEST_ROW:
        raise Trouble("long", most=LONGEST_ROW >> 20)
    return _line(cells) + "\n"


def _number(value: float) -> str | None:
    if value != value:  # only NaN differs from itself
        return None
    # The patterns of numbers know no infinity by name, and read what is too large for a double as one.
    return repr(value) if abs(value) != _INFINITE else f"{'-' * (value < 0)}1e999"


def _json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=_plain)
    except (TypeError, ValueError):
        return str(value)


def _plain(value: object) -> object:
    make = getattr(value, "tolist", None)
    return make() if callable(make) else str(value)


CELLS: Mapping[type, Callable[..., str | bool | None]] = {
    str: lambda value: value,
    type(None): lambda _: None,
    bool: lambda value: value,
    int: str,
    float: _number,
    Decimal: lambda value: None if value.is_nan() else str(value),
    bytes: lambda value: value.decode("utf-8", "replace"),
    list: _json,
    tuple: _json,
    dict: _json,
}
"""How values of each type become cells; a kind of one of these (an enumeration of texts) is read as that."""

KINDS: Mapping[type, Callable[..., object]] = {
    str: str.__str__,
    int: int.__int__,
    float: float.__float__,
    **dict.fromkeys((Decimal, bytes, list, tuple, dict), lambda value: value),
}
"""What a value of a type made from one of these is without that type."""

MISSING = frozenset({"NAType", "NaTType"})
"""The types of what pandas writes for a missing value; pandas itself need not be there."""


def _other(value: object) -> str | bool | None:
    if type(value).__name__ in MISSING:
        return None
    if hasattr(value, "dtype") and hasattr(value, "item"):
        return _json(value) if getattr(value, "ndim", 0) else _of_plain(value.item())
    kind = next((kind for kind in KINDS if isinstance(value, kind)), None)
    if kind is None:
        return str(value)
    return CELLS[kind](KINDS[kind](value))


def _of_plain(value: object) -> str | bool | None:
    make = CELLS.get(type(value), str)
    return make(value)


def _name(value: object) -> str:
    return "None" if value is None else type(value).__name__
