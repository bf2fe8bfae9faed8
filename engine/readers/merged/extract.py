"""The rows of a merged record: its truths beside the attributes of its answers."""

import base64
import binascii
import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.readers.answers.attributes import INPUT, OUTPUT
from engine.readers.answers.paths import text_of, value_at
from engine.readers.capture.envelope import statuses
from engine.readers.choice import is_position

Row = tuple[str | None, ...]
"""The texts of one row, in the order of the columns; None for what is missing."""

_SIDES = {OUTPUT: ("endpointOutput", "batchTransformOutput"), INPUT: ("endpointInput", "batchTransformInput")}
_JSON = json.JSONDecoder()


class UnreadError(Exception):
    """A record has no rows: `status` says why, as that of a captured record does."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Wanted:
    """The attributes to read: `truth` is the place or the path of the label, None for what is there; `answers` are places or
    paths in the endpoint's output, or with a prefix in its input."""

    truth: str | None
    answers: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names but the truth's, each once."""
        return tuple(dict.fromkeys(self._name(word) for word in self.answers))

    @staticmethod
    def _name(word: str) -> str:
        return word if word.startswith((OUTPUT, INPUT)) else f"{OUTPUT}{word}"


def rows_of(line: bytes, wanted: Wanted) -> list[Row]:
    """Return the rows of the record on a *line*; the truth comes first. One of several predictions has as many truths.

    Raises UnreadError where it is no merged record, or its sides have different numbers of rows.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadError(statuses.NOT_JSON) from error
    captured = record.get("captureData") if isinstance(record, dict) else None
    if not isinstance(captured, dict):
        raise UnreadError(statuses.NO_CAPTURE)
    truths = _truths(record.get("groundTruthData"), wanted.truth)
    columns = [_answers(captured, name, rows=len(truths)) for name in wanted.names]
    if any(len(column) != len(truths) for column in columns):
        raise UnreadError(statuses.ROWS)
    return list(zip(map(text_of, truths), *(map(text_of, column) for column in columns), strict=True))


def values_in(text: str) -> list[Any]:
    """Return the JSON values that stand in *text* one behind the other; UnreadError where there is something else."""
    values, at = [], 0
    text = text.strip()
    while at < len(text):
        try:
            value, at = _JSON.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise UnreadError(statuses.BODY) from error
        values.append(value)
        while text[at : at + 1].isspace():
            at += 1
    return values


def body_of(side: object) -> tuple[list[list[str]] | None, list[Any]]:
    """Return what a side of a record holds: the fields of its lines, or None and the values of its JSON."""
    if not isinstance(side, dict) or not isinstance(side.get("data"), str):
        raise UnreadError(statuses.NO_SIDE)
    text, kind = side["data"], side.get("encoding")
    if kind == "BASE64":
        text, kind = _decoded(text), "NONE"
    if kind == "NONE":
        named = str(side.get("observedContentType") or "").lower()
        kind = "JSON" if "json" in named or ("csv" not in named and text.lstrip()[:1] in ("{", "[")) else "CSV"
    if kind == "CSV":
        return _fields(text), []
    if kind == "JSON":
        return None, values_in(text)
    raise UnreadError(statuses.ENCODING)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except binascii.Error as error:
        raise UnreadError(statuses.BASE64) from error
    except UnicodeDecodeError as error:
        raise UnreadError(statuses.TYPE) from error


def _fields(text: str) -> list[list[str]]:
    if '"' in text:
        # A long text, such as a language model's answer, is a field as any other; Python has one limit for all readers.
        csv.field_size_limit(max(csv.field_size_limit(), len(text)))
        return [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    # Not splitlines: it ends lines at characters that may stand in a text, such as a next line (U+0085) or a separator.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line.split(",") for line in lines if line]


def _truths(truth: object, word: str | None) -> Sequence[Any]:
    if truth is None:
        return [None]
    fields, values = body_of(truth)
    if fields is not None:
        place = int(word) if word is not None and is_position(word) else 0
        return [_at(row, place) for row in fields] or [None]
    if len(values) == 1 and isinstance(values[0], list):
        values = values[0]
    return [_label(value, word) for value in values] or [None]


def _label(value: object, word: str | None) -> object:
    """Return the label in a JSON *value*: what *word* leads to, or its only member."""
    if word is not None:
        return value_at(value, word)
    if isinstance(value, dict):
        return next(iter(value.values())) if len(value) == 1 else None
    return value


def _answers(captured: Mapping[str, Any], name: str, *, rows: int) -> Sequence[Any]:
    """Return what the attribute called *name* is in each row; lists of as many values as there are *rows* are one each."""
    prefix = INPUT if name.startswith(INPUT) else OUTPUT
    word = name.removeprefix(prefix)
    fields, values = body_of(next((captured[side] for side in _SIDES[prefix] if captured.get(side)), None))
    if fields is not None:
        return [_at(row, int(word)) if is_position(word) else None for row in fields]
    found = [value_at(value, word) for value in values]
    if len(found) == 1 and rows > 1 and isinstance(found[0], list):
        return found[0]
    return found


def _at(row: Sequence[str], place: int) -> str | None:
    return row[place] if place < len(row) else None
