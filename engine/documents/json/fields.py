"""Reading the fields of a JSON object, each of an expected kind, with the place of what is not.

A kind is a function `(value, *, source) -> T` that raises DocumentError; `from_json` of a document class is one too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn, Protocol, TypeVar

from engine.documents.json.codec import as_double
from engine.errors import DocumentError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: the document's name and the path inside it, empty for the whole document."""

    document: str
    path: str = ""

    @classmethod
    def of(cls, source: "str | Place") -> "Place":
        """Take the name of a document for its outermost place."""
        return source if isinstance(source, Place) else cls(source)

    def key(self, name: str) -> "Place":
        """The member *name* of the object here."""
        return Place(self.document, f"{self.path}.{name}" if self.path else name)

    def item(self, index: int) -> "Place":
        """The element *index*, counted from 0, of the list here."""
        return Place(self.document, f"{self.path}[{index}]")

    def __str__(self) -> str:
        return f"{self.document}: {self.path}" if self.path else self.document


Source = str | Place


class Kind(Protocol[T_co]):
    """What a value is expected to be."""

    def __call__(self, value: object, /, *, source: Source) -> T_co: ...


class _Absent:
    """Stands for the value of a key that is not there."""


_ABSENT = _Absent()
_NAMES: Mapping[type, str] = {
    _Absent: "nothing", type(None): "null", bool: "true or false", int: "a number", float: "a number", str: "text",
    list: "a list", dict: "an object",
}  # fmt: skip


def wrong(value: object, *, expected: str, source: Source) -> NoReturn:
    """Raise the error of a *value* that is not as *expected*; it names the kind of the value and never the value."""
    raise DocumentError(
        f"{source}: expected {expected}, found {_NAMES.get(type(value), 'something else')}",
        code="document-value-of-another-kind",
    )


def number(value: object, *, source: Source) -> float:
    """A number, or "NaN", "Infinity" or "-Infinity" as text."""
    if type(value) is float:
        return value
    double = as_double(value)
    return wrong(value, expected="a number", source=source) if double is None else double


def non_negative(value: object, *, source: Source) -> float:
    """A number of at least 0, which may be infinite."""
    found = number(value, source=source)
    return found if found >= 0 else _out_of(found, expected="a number of at least 0", source=source)


def share(value: object, *, source: Source) -> float:
    """A number from 0 to 1."""
    found = number(value, source=source)
    return found if 0 <= found <= 1 else _out_of(found, expected="a number from 0 to 1", source=source)


MOST = (1 << 63) - 1
"""The greatest whole number of a document: they are Java's longs."""


def count(value: object, *, source: Source) -> int:
    """A whole number of at least 0; 5.0 counts as one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return wrong(value, expected="a whole number", source=source)
    if value < 0:
        raise DocumentError(
            f"{source}: expected a whole number of at least 0, found a negative one", code="document-count-negative"
        )
    if value > MOST:
        raise DocumentError(
            f"{source}: expected a whole number that 64 bits hold, found a greater one", code="document-count-too-great"
        )
    return value


def text(value: object, *, source: Source) -> str:
    """A text, also an empty one."""
    return value if isinstance(value, str) else wrong(value, expected="text", source=source)


def _out_of(found: float, *, expected: str, source: Source) -> NoReturn:
    what = "NaN" if found != found else "a negative one" if found < 0 else "a greater one"
    raise DocumentError(f"{source}: expected {expected}, found {what}", code="document-number-out-of-range")


def flag(value: object, *, source: Source) -> bool:
    """True or false."""
    return value if isinstance(value, bool) else wrong(value, expected="true or false", source=source)


def numbers(value: object, *, source: Source) -> tuple[float, ...]:
    """A list of numbers; quick where all of them are written with a fraction."""
    if isinstance(value, list) and set(map(type, value)) == {float}:
        return tuple(value)
    return each(number)(value, source=source)


def choice(*known: str) -> Kind[str]:
    """One of the *known* texts."""
    listed = " or ".join(f'"{name}"' for name in known)

    def one_of(value: object, /, *, source: Source) -> str:
        if not isinstance(value, str):
            return wrong(value, expected=listed, source=source)
        if value not in known:
            raise DocumentError(f"{source}: expected {listed}, found another text", code="document-word-unknown")
        return value

    return one_of


def each(kind: Kind[T]) -> Kind[tuple[T, ...]]:
    """A list whose elements are all of *kind*."""

    def all_of(value: object, /, *, source: Source) -> tuple[T, ...]:
        if not isinstance(value, list):
            return wrong(value, expected="a list", source=source)
        place = Place.of(source)
        return tuple(kind(element, source=place.item(i)) for i, element in enumerate(value))

    return all_of


class Fields:
    """The members of one JSON object, read by key; what was not read is the rest."""

    def __init__(self, value: object, source: Source) -> None:
        self._members = value if isinstance(value, dict) else wrong(value, expected="an object", source=source)
        self._place = Place.of(source)
        self._read: set[str] = set()
        self._groups: dict[str, Fields] = {}

    def __contains__(self, key: str) -> bool:
        return self._members.get(key) is not None

    def required(self, key: str, kind: Kind[T]) -> T:
        """Read the member *key*, which must be there."""
        self._read.add(key)
        return kind(self._members.get(key, _ABSENT), source=self._place.key(key))

    def optional(self, key: str, kind: Kind[T]) -> T | None:
        """Read the member *key*; None where it is absent or null."""
        self._read.add(key)
        return self.required(key, kind) if key in self else None

    def group(self, key: str) -> "Fields":
        """The members of the object *key*, which must be there; what is not read of them belongs to the rest."""
        self._groups[key] = group = self.required(key, Fields)
        return group

    def optional_group(self, key: str) -> "Fields":
        """The same, without members where the object is absent or null."""
        self._read.add(key)
        return self.group(key) if key in self else Fields({}, self._place.key(key))

    def rest(self) -> dict[str, object]:
        """What nobody read, in order: unknown keys, and groups that hold unknown keys or nothing at all."""
        unread = {key: value for key, value in self._members.items() if key not in self._read}
        groups = {key: group.rest() for key, group in self._groups.items()}
        return {key: rest for key, rest in groups.items() if rest or not self._members[key]} | unread

    def refuse(self, foreign: Mapping[str, str], *, expected: str) -> None:
        """Raise an error where a key tells that this is another document: *foreign* says which key tells which."""
        for key, document in foreign.items():
            if key in self._members:
                raise DocumentError(
                    f"{self._place}: expected {expected}, found {document} (it has {key})",
                    code="document-of-another-kind",
                )


def stated(members: Mapping[str, object], extra: Mapping[str, object]) -> dict[str, object]:
    """Join what a class knows with what it kept aside: None is left out, objects on both sides are joined as well."""
    joined = {key: _joined(value, extra.get(key)) for key, value in members.items() if value is not None}
    return joined | {key: value for key, value in extra.items() if key not in joined}


def _joined(value: object, rest: object) -> object:
    return stated(value, rest) if isinstance(value, dict) and isinstance(rest, dict) else value
