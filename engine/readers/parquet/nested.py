"""Nested Arrow columns laid out: members of structs, positions of lists, and JSON text of what is neither."""

import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.profile.typed.casts import spark_texts
from engine.profile.typed.plain import plain
from engine.profile.typed.present import TypedValues
from engine.profile.types import STRING
from engine.readers.parquet.columns import is_list


def member(batch: pa.RecordBatch, path: Sequence[str]) -> pa.Array:
    """Return what stands at *path*; a member of a missing struct is missing."""
    values = batch.column(batch.schema.get_field_index(path[0]))
    for step in path[1:]:
        values = _storage(values)
        values = pc.struct_field(values, [values.type.get_field_index(step)])
    return _storage(values)


def _storage(values: pa.Array) -> pa.Array:
    return values.storage if isinstance(values, pa.ExtensionArray) else values


class Positions:
    """The values of lists by their position; `width` is how many the longest list has."""

    __slots__ = ("_lengths", "_starts", "_values", "width")

    def __init__(self, lists: pa.Array) -> None:
        lists = _offset_lists(lists)
        self._values = _without_views(lists.values)
        self._starts = lists.offsets.to_numpy()[:-1].astype(np.int64)
        self._lengths = pc.list_value_length(lists).fill_null(0).to_numpy()
        self.width = int(self._lengths.max(initial=0))

    def at(self, place: int) -> pa.Array:
        """Return the values at *place*; missing where a list ends before."""
        if place >= self.width:
            return pa.nulls(len(self._starts), self._values.type)
        return self._values.take(pa.array(self._starts + place, mask=self._lengths <= place))


_VIEWS = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}


def _without_views(values: pa.Array) -> pa.Array:
    """Return *values* in a form that Arrow takes values from by their places."""
    return values.cast(_VIEWS[values.type]) if values.type in _VIEWS else values


def _offset_lists(lists: pa.Array) -> pa.Array:
    if pa.types.is_list(lists.type) or pa.types.is_large_list(lists.type):
        return lists
    return lists.cast(pa.large_list(lists.type.value_type))


def json_texts(values: pa.Array) -> pa.StringArray:
    """Return each of *values* as JSON without blanks; missing where it is missing.

    Numbers and times are as Spark prints them, times and bytes in quotes, and NaN is null. Made row by row.
    """
    present = values.is_valid().to_numpy(zero_copy_only=False)
    return pa.array(_texts(values), pa.string(), mask=~present)


def _texts(values: pa.Array) -> list[str]:
    """Return the JSON text of each of *values*, `null` for a missing one."""
    values = _storage(values)
    kind = values.type
    if pa.types.is_struct(kind):
        found = _objects(values)
    elif pa.types.is_map(kind):
        found = _joined(values, [f"{_key(key)}:{item}" for key, item in _entries(values)], "{}")
    elif is_list(kind):
        lists = _offset_lists(values)
        found = _joined(lists, _texts(lists.values), "[]")
    else:
        return _plain_texts(plain(values))
    return [text if there else "null" for text, there in zip(found, values.is_valid().to_pylist(), strict=True)]


def _objects(values: pa.StructArray) -> list[str]:
    names = [json.dumps(field.name, ensure_ascii=False) for field in values.type.fields]
    members = [_texts(child) for child in values.flatten()]
    return [
        "{" + ",".join(f"{name}:{texts[row]}" for name, texts in zip(names, members, strict=True)) + "}"
        for row in range(len(values))
    ]


def _entries(values: pa.MapArray) -> "zip[tuple[str, str]]":
    return zip(_texts(values.keys), _texts(values.items), strict=True)


def _key(text: str) -> str:
    return text if text.startswith('"') else f'"{text}"'


def _joined(values: pa.Array, texts: list[str], brackets: str) -> list[str]:
    begin, end = brackets[0], brackets[1]
    offsets = values.offsets.to_pylist()
    return [f"{begin}{','.join(texts[offsets[row] : offsets[row + 1]])}{end}" for row in range(len(values))]


def _plain_texts(values: pa.Array) -> list[str]:
    if pa.types.is_string(values.type):
        found = [
            None if each is None else each.decode("utf-8", "replace") for each in values.view(pa.binary()).to_pylist()
        ]
        return [json.dumps(text, ensure_ascii=False) for text in found]
    typed = TypedValues.of(values)
    there = values.is_valid()
    if pa.types.is_floating(values.type):
        there = pc.and_(there, pc.invert(pc.is_nan(values).fill_null(False)))
    texts = iter(spark_texts(typed.values))
    as_text = typed.kind == STRING
    return [(json.dumps(next(texts)) if as_text else next(texts)) if each else "null" for each in there.to_pylist()]
