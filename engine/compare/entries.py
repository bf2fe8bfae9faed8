"""A document as text, cut into the entries of its list of features: most are equal as text, and need not be understood."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.compare.literals import EXACT
from engine.documents.json import codec
from engine.documents.json.fields import Fields

Key = tuple[str, int]
"""The name of a feature, and how many of that name come before it: none, in a document that is in order."""

_BLANK = re.compile(r"[ \t\r\n]*")
_SKIM = json.JSONDecoder()
_LIST = "features"


@dataclass(frozen=True, slots=True)
class Entry:
    """One feature: its text, and how many fields it has."""

    text: str
    fields: int

    def value(self) -> object:
        """Return the feature, its numbers as they are spelled."""
        return EXACT.decode(self.text)


@dataclass(frozen=True, slots=True)
class Entries:
    """The features of a document, by name and in their order, and the rest of it."""

    features: Mapping[Key, Entry]
    rest: Mapping[str, object]


def entries_of(text: str, *, source: str) -> Entries:
    """Cut the document *text* into its entries. DocumentError, with *source*, where it is no JSON, or no object."""
    try:
        return _cut(text)
    except (ValueError, IndexError, RecursionError):
        # What is wrong, and where, the reader of documents says; it takes some things that are no JSON to the letter.
        Fields(codec.loads(text, source=source), source)
        raise


def _cut(text: str) -> Entries:
    features: dict[Key, Entry] = {}
    rest: dict[str, object] = {}
    at = _past(text, _blank(text, 0), "{")
    while text[at] != "}":
        key, at = _SKIM.raw_decode(text, at)
        at = _past(text, _blank(text, at), ":")
        if key == _LIST and text[at] == "[":
            features, at = _named(text, at)
        else:
            rest[key], at = EXACT.raw_decode(text, at)
        at = _next(text, at, "}")
    if _blank(text, at + 1) != len(text):
        raise ValueError("more text")
    return Entries(features, rest)


def fields_in(value: object) -> int:
    """Return how many fields *value* has: plain values, and lists of nothing else, each count as one."""
    if isinstance(value, dict):
        return sum(map(fields_in, value.values()))
    if is_list_of_values(value) or not isinstance(value, list):
        return 1
    return sum(map(fields_in, value))


def is_list_of_values(value: object) -> bool:
    """Whether *value* is a list that holds plain values, or nothing."""
    return isinstance(value, list) and not any(isinstance(each, dict | list) for each in value)


def _named(text: str, at: int) -> tuple[dict[Key, Entry], int]:
    """Return the elements of the list at *at* of *text*, by their names, and where it ends."""
    found: dict[Key, Entry] = {}
    seen: dict[str, int] = {}
    at = _past(text, at, "[")
    while text[at] != "]":
        value, end = _SKIM.raw_decode(text, at)
        name = str(value.get("name")) if isinstance(value, dict) else ""
        seen[name] = seen.get(name, -1) + 1
        found[name, seen[name]] = Entry(text[at:end], fields_in(value))
        at = _next(text, end, "]")
    return found, at + 1


def _next(text: str, at: int, closing: str) -> int:
    """Return where the next member begins behind a comma, or where the *closing* bracket stands."""
    at = _blank(text, at)
    return at if text[at] == closing else _past(text, at, ",")


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return at if found is None else found.end()


def _past(text: str, at: int, sign: str) -> int:
    """Return where what follows the *sign* at *at* begins; ValueError where another one stands there."""
    if text[at] != sign:
        raise ValueError(sign)
    return _blank(text, at + 1)
