"""What of a document nobody knows: it is kept and written back, and has no effect."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Protocol

from engine.documents.json.fields import Place

_GROUPS = frozenset(
    {
        "distribution",
        "categorical",
        "num_constraints",
        "string_constraints",
        "monitoring_config",
        "distribution_constraints",
    }
)
"""Objects that are left out where nothing known is in them."""


class Document(Protocol):
    """A document, or a part of one: a dataclass that keeps what it does not know in `extra`."""

    def to_json(self) -> dict[str, object]: ...


def unknown_keys(document: Document, *, most: int) -> tuple[str, ...]:
    """Return the paths of the keys that *document* has and its class does not know, in its order, at most *most*.

    An unknown object is one key. The order is that in which the document is written back.
    """
    if not _has_kept_aside(document):  # nearly always, and a document may be large
        return ()
    found = _unknown(document.to_json(), _known(document).to_json(), Place(""))
    return tuple(place.path for place, _ in zip(found, range(most), strict=False))


def _has_kept_aside(part: Any) -> bool:
    """Return whether *part* or a part of it has kept anything aside."""
    if isinstance(part, tuple):
        return bool(part) and is_dataclass(part[0]) and any(map(_has_kept_aside, part))
    if not is_dataclass(part) or isinstance(part, type):
        return False
    members = ((name, getattr(part, name)) for name in _names(type(part)))
    return any(bool(member) if name == "extra" else _has_kept_aside(member) for name, member in members)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _known(part: Any) -> Any:
    """Return *part* without what it has kept aside, as deep as its dataclasses go."""
    if isinstance(part, tuple) and part and is_dataclass(part[0]):
        return tuple(map(_known, part))
    if not is_dataclass(part) or isinstance(part, type):  # a class is a dataclass too, and no part of a document
        return part
    members = {each.name: {} if each.name == "extra" else _known(getattr(part, each.name)) for each in fields(part)}
    return replace(part, **members)


def _unknown(value: object, known: object, place: Place) -> Iterator[Place]:
    if isinstance(value, Mapping) and isinstance(known, Mapping):
        for key, member in value.items():
            if key in known or key in _GROUPS:
                yield from _unknown(member, known.get(key, {}), place.key(key))
            else:
                yield place.key(key)
    elif isinstance(value, list) and isinstance(known, list):
        for index, (element, other) in enumerate(zip(value, known, strict=True)):
            yield from _unknown(element, other, place.item(index))
