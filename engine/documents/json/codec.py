"""JSON text as the official container prints and reads it.

The layout is that of Jackson 2's default pretty printer: `"key" : value`, two blanks a level, the members of an object
on lines of their own, the elements of an array on the line of their bracket, no line break at the end. Doubles are laid
out as Java's `Double.toString` does it; infinite and undefined ones are the texts "Infinity", "-Infinity" and "NaN".
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from typing import Any, NoReturn

from engine.documents.json.numerals import NON_FINITE, shortest
from engine.documents.json.packed import PackedDoubles
from engine.errors import DocumentError

Doubles = Callable[[list[float]], list[str]]

_MANY = 10_000
"""So many packed doubles are worth a compiled way to write them, which takes some time to load."""

_ESCAPED = re.compile('["\\\\\x00-\x1f\ud800-\udfff]')
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TEXT_OR_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*"|(?P<constant>NaN|-?Infinity)', re.DOTALL)


def dumps(value: object, *, doubles: Doubles = shortest) -> str:
    """Print *value* (dict, list, tuple, PackedDoubles, str, int, float, bool, None) as one document.

    *doubles* is asked once, for doubles of the document in their order: for all, or where many are packed for those of
    which not every Java writes the same. A dict keeps its order. Half of a surrogate pair, which no file can hold as it is,
    is escaped.
    """
    return b"".join(printed(value, doubles=doubles)).decode()


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as pieces of UTF-8, which belong one behind the other; it can be gone through again and again.

    Many packed doubles become text when their turn comes, and never all at once: `pieces` has them with the texts of those
    that not every Java writes the same.
    """

    pieces: "tuple[bytes | tuple[PackedDoubles, tuple[str, ...]], ...]"

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield _written(*piece)


def printed(value: object, *, doubles: Doubles = shortest) -> Printed:
    """Do the same, and return the document as pieces; *doubles* is not asked any more when these are gone through."""
    page = _Page()
    page.print(value, "\n")
    return page.finished(doubles)


def loads(text: str, *, source: str, packing: Callable[[dict[str, Any]], Any] | None = None) -> object:
    """Read JSON; whole numbers stay int, others are float, beyond the range of doubles infinite.

    *packing* is given each object as soon as it is read, and returns what is to stand in its place. Raises DocumentError with
    *source*, line and column where *text* is not JSON.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_hook=packing)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise DocumentError(
            f"{source}: {where}: expected JSON, found other text ({error.msg})", code="document-not-json"
        ) from error
    except _BareConstantError as error:
        where = _place_of_constant(text)
        raise DocumentError(
            f"{source}: {where}: expected JSON, found {error} without quotes", code="document-constant-without-quotes"
        ) from error
    except ValueError as error:
        raise DocumentError(
            f"{source}: expected JSON, found a number of too many digits", code="document-number-too-long"
        ) from error
    except RecursionError as error:
        raise DocumentError(
            f"{source}: expected a document, found JSON that is nested too deeply", code="document-nested-too-deeply"
        ) from error


def as_double(value: object) -> float | None:
    """Return the number that *value* is, or that the text "NaN", "Infinity" or "-Infinity" stands for; else None."""
    if isinstance(value, str):
        return float(value) if value in NON_FINITE else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


class _BareConstantError(ValueError):
    """NaN or Infinity stands in a document without quotes, which Python's reader would let pass."""


def _refuse_constant(name: str) -> NoReturn:
    raise _BareConstantError(name)


def _place_of_constant(text: str) -> str:
    start = next(found.start() for found in _TEXT_OR_CONSTANT.finditer(text) if found["constant"])
    return f"line {text.count(chr(10), 0, start) + 1}, column {start - text.rfind(chr(10), 0, start)}"


class _Page:
    """A document in print: pieces of text, with gaps where the doubles go once they are all known."""

    def __init__(self) -> None:
        self._pieces: list[str | tuple[PackedDoubles, tuple[str, ...]]] = []
        self._doubles: list[float] = []
        self._gaps: list[tuple[int, int, int]] = []  # the piece, and from where to where its doubles reach
        self._packed: list[tuple[int, PackedDoubles]] = []  # the piece, and what goes there

    def finished(self, doubles: Doubles) -> Printed:
        """Fill the gaps, each with its doubles and commas between them."""
        unsure = self._note_packed()
        texts = doubles(self._doubles) if self._doubles else []
        if not math.isfinite(sum(self._doubles)):
            texts = [f'"{double}"' if double in NON_FINITE else double for double in texts]
        for piece, start, end in self._gaps:
            self._pieces[piece] = texts[start] if end == start + 1 else ", ".join(texts[start:end])
        for piece, packed, start, end in unsure:
            self._pieces[piece] = (packed, tuple(texts[start:end]))
        return Printed(tuple(chain.from_iterable(_joined(kind, own) for kind, own in groupby(self._pieces, type))))

    def _note_packed(self) -> list[tuple[int, PackedDoubles, int, int]]:
        """Return where packed doubles go, where they are many, and from where to where those that are unsure are printed."""
        if sum(len(packed) for _, packed in self._packed) < _MANY:
            for piece, packed in self._packed:
                self._leave_gap(packed, piece)
            return []
        from engine.documents.json.many import unsure_among  # noqa: PLC0415 - compiled, which few need

        noted = []
        for piece, packed in self._packed:
            start = len(self._doubles)
            self._doubles.extend(unsure_among(packed))
            noted.append((piece, packed, start, len(self._doubles)))
        return noted

    def print(self, value: object, line: str) -> None:
        """Add *value*; *line* is the line break and the blanks that begin a line at its depth."""
        if isinstance(value, str):
            self._pieces.append(_quoted(value))
        elif isinstance(value, float):
            self._leave_gap((value,))
        elif isinstance(value, dict):
            self._print_object(value, line)
        elif isinstance(value, list | tuple):
            self._print_array(value, line)
        elif isinstance(value, PackedDoubles):
            self._print_packed(value)
        else:
            self._pieces.append(_word(value))

    def _print_object(self, value: dict[str, object], line: str) -> None:
        inner = line + "  "
        before = "{" + inner
        for key, member in value.items():
            if isinstance(member, str):
                self._pieces.append(f"{before}{_key(key)}{_quoted(member)}")
            else:
                self._pieces.append(before + _key(key))
                self.print(member, inner)
            before = "," + inner
        self._pieces.append(line + "}" if value else "{ }")

    def _print_packed(self, value: PackedDoubles) -> None:
        self._pieces.append("[ ")
        if value:
            self._packed.append((len(self._pieces), value))
            self._pieces.append("")
        self._pieces.append(" ]" if value else "]")

    def _print_array(self, value: list[Any] | tuple[Any, ...], line: str) -> None:
        if value and all(issubclass(kind, float) for kind in set(map(type, value))):
            self._pieces.append("[ ")
            self._leave_gap(value)
            self._pieces.append(" ]")
            return
        before = "[ "
        for element in value:
            self._pieces.append(before)
            self.print(element, line)
            before = ", "
        self._pieces.append(" ]" if value else "[ ]")

    def _leave_gap(self, doubles: Sequence[float], piece: int | None = None) -> None:
        """Let *doubles* go to a piece: to a new one, or to one that is there."""
        start = len(self._doubles)
        self._doubles.extend(doubles)
        self._gaps.append((len(self._pieces) if piece is None else piece, start, len(self._doubles)))
        if piece is None:
            self._pieces.append("")


def _joined(kind: type, pieces: Iterable[Any]) -> Iterable[Any]:
    """Return texts as one piece, made bytes when it is whole and not word by word; packed doubles stay as they are."""
    return ("".join(pieces).encode(),) if kind is str else pieces


def _written(packed: PackedDoubles, unsure: tuple[str, ...]) -> bytes:
    """Return the text of *packed*; *unsure* are the texts of those that not every Java writes the same."""
    from engine.documents.json.many import write_doubles  # noqa: PLC0415 - compiled, which few need

    written = write_doubles(packed)
    return written.filled(list(unsure)) if unsure else written.text


@lru_cache(maxsize=1 << 10)
def _key(name: str) -> str:
    """Return what stands before a member; the same few names come for every feature."""
    return f"{_quoted(name)} : "


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"' if _ESCAPED.search(text) else f'"{text}"'


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    return _SHORT_ESCAPES.get(character) or f"\\u{ord(character):04X}"


def _word(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return int.__repr__(value)
    raise TypeError(f"a document cannot hold a {type(value).__name__}")
