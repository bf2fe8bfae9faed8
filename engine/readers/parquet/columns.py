"""What columns the rows of a Parquet file have: its schema with all that is nested laid out, and whether two schemas agree.

Members of a struct have dotted names, and so has each position of a list of plain values (`a.0`, `a.1`, ...), of which there
are as many as the longest list has. Lists of nested values and maps are one column of JSON text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import takewhile

import pyarrow as pa

from engine.profile.typed.plain import plain


class Shape(Enum):
    """How many columns a leaf is: one, as many as its longest list has values, or one of JSON text."""

    VALUE = "value"
    LIST = "list"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a schema has below its structs: where it stands, its plain type (a list's: that of its values), its width."""

    path: tuple[str, ...]
    kind: pa.DataType
    shape: Shape = Shape.VALUE
    width: int = 0

    @property
    def name(self) -> str:
        """The steps to it, with dots between."""
        return ".".join(self.path)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        if self.shape is not Shape.LIST:
            return (self.name,)
        return tuple(f"{self.name}.{place}" for place in range(self.width))

    @property
    def empty(self) -> bool:
        """Whether it has no type, for it has no value."""
        return self.shape is Shape.VALUE and pa.types.is_null(self.kind)


Leaves = tuple[Leaf, ...]


def leaves_of(schema: pa.Schema) -> Leaves:
    """Return the leaves of *schema*, in its order."""
    return tuple(leaf for field in schema for leaf in _leaves((field.name,), field.type))


def _leaves(path: tuple[str, ...], kind: pa.DataType) -> Iterator[Leaf]:
    if isinstance(kind, pa.BaseExtensionType):
        yield from _leaves(path, kind.storage_type)
    elif pa.types.is_struct(kind):
        for field in kind.fields:
            yield from _leaves((*path, field.name), field.type)
    elif is_list(kind) and not pa.types.is_nested(kind.value_type):
        yield Leaf(path, plain_type(kind.value_type), Shape.LIST)
    elif pa.types.is_nested(kind):
        yield Leaf(path, pa.string(), Shape.JSON)
    else:
        yield Leaf(path, plain_type(kind))


def is_list(kind: pa.DataType) -> bool:
    """Whether *kind* is a list of any form."""
    forms = (
        pa.types.is_list,
        pa.types.is_large_list,
        pa.types.is_fixed_size_list,
        pa.types.is_list_view,
        pa.types.is_large_list_view,
    )
    return any(is_one(kind) for is_one in forms)


def plain_type(kind: pa.DataType) -> pa.DataType:
    """Return the type that a profile has for values of *kind*; a zone of time changes no moment, and so it is left out."""
    found = plain(pa.nulls(0, kind)).type
    return pa.timestamp("us") if pa.types.is_timestamp(found) else found


def names_of_all(leaves: Leaves) -> tuple[str, ...]:
    """Return the names of the columns of *leaves*."""
    return tuple(name for leaf in leaves for name in leaf.names)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the leaves of a file stand to those that are known.

    `missing` and `more` are names that only the one has or the other. `apart` are pairs of leaves whose types have
    nothing in common, `wider` leaves that are to take the place of known ones.
    """

    missing: tuple[str, ...]
    more: tuple[str, ...]
    apart: tuple[tuple[Leaf, Leaf], ...]
    wider: Leaves


def agree(known: Leaves, found: Leaves, which: frozenset[str]) -> Agreement:
    """Return how *found* stands to *known*: by name, in any order, and of those named in *which* by type too.

    A leaf without a type may be anything, structs included.
    """
    ours, theirs = ({leaf.name: leaf for leaf in leaves} for leaves in (known, found))
    pairs = [(leaf, theirs[leaf.name]) for leaf in known if leaf.name in which and leaf.name in theirs]
    both = [(one, other, wider_of(one, other)) for one, other in pairs]
    more = [leaf for leaf in found if leaf.name not in ours]
    unfolded = tuple(leaf for leaf in more if _emptied(leaf.name, ours))
    more = [leaf for leaf in more if leaf not in unfolded and not (leaf.empty and _below(leaf.name, ours))]
    missing = [leaf for leaf in known if leaf.name not in theirs and not _emptied(leaf.name, theirs)]
    return Agreement(
        missing=tuple(leaf.name for leaf in missing if not (leaf.empty and _below(leaf.name, theirs))),
        more=tuple(leaf.name for leaf in more),
        apart=tuple((one, other) for one, other, wider in both if wider is None),
        wider=(*(wider for one, _, wider in both if wider not in (None, one)), *unfolded),
    )


def _emptied(name: str, leaves: Mapping[str, Leaf]) -> bool:
    """Whether *name* is below a leaf that has no type."""
    steps = name.split(".")
    above = (leaves.get(".".join(steps[:end])) for end in range(1, len(steps)))
    return any(leaf is not None and leaf.empty for leaf in above)


def _below(name: str, leaves: Mapping[str, Leaf]) -> bool:
    """Whether one of *leaves* is below *name*."""
    return any(other.startswith(f"{name}.") for other in leaves)


def wider_of(one: Leaf, other: Leaf) -> Leaf | None:
    """Return the leaf that has room for the values of both, with the path of *one*; None where there is none."""
    if one.empty or other.empty:
        return replace(other if one.empty else one, path=one.path)
    kind = _wider_type(one.kind, other.kind)
    if one.shape is not other.shape or kind is None:
        return None
    return replace(one, kind=kind, width=max(one.width, other.width))


def _wider_type(one: pa.DataType, other: pa.DataType) -> pa.DataType | None:
    kinds = {one, other}
    if len(kinds) == 1:
        return one
    if pa.null() in kinds:
        return next(kind for kind in kinds if not pa.types.is_null(kind))
    if kinds == {pa.int32(), pa.int64()}:
        return pa.int64()
    if any(map(pa.types.is_floating, kinds)) and all(map(_is_number, kinds)):
        return pa.float64()
    if any(map(pa.types.is_decimal, kinds)) and all(map(_is_number, kinds)):
        return _wider_decimal(*map(_as_decimal, (one, other)))
    return None


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


_DIGITS = {pa.int32(): 10, pa.int64(): 19, pa.uint64(): 20}


def _as_decimal(kind: pa.DataType) -> pa.DataType:
    return pa.decimal128(_DIGITS[kind], 0) if kind in _DIGITS else kind


def _wider_decimal(one: pa.DataType, other: pa.DataType) -> pa.DataType | None:
    scale = max(one.scale, other.scale)
    precision = scale + max(one.precision - one.scale, other.precision - other.scale)
    if precision > 76:
        return None
    return pa.decimal128(precision, scale) if precision <= 38 else pa.decimal256(precision, scale)


def with_wider(leaves: Leaves, wider: Sequence[Leaf]) -> Leaves:
    """Return *leaves* with those that are *wider* in their places; None of them is of a type that cannot be joined."""
    result = list(leaves)
    for leaf in wider:
        place = next((place for place, known in enumerate(result) if known.name == leaf.name), None)
        if place is not None:
            result[place] = wider_of(result[place], leaf) or result[place]
        else:
            _unfold(result, leaf)
    return tuple(result)


def _unfold(leaves: list[Leaf], leaf: Leaf) -> None:
    """Put *leaf* in the place of one without a type that stands for what it is below of, or behind its neighbours."""
    place = next(
        (place for place, known in enumerate(leaves) if known.empty and _emptied(leaf.name, {known.name: known})), None
    )
    if place is not None:
        leaves[place] = leaf
    else:
        leaves.insert(max(range(len(leaves)), key=lambda at: (_common(leaves[at].path, leaf.path), at)) + 1, leaf)


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
