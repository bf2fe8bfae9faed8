"""The setting dataset_format: a JSON object that names one format and says how it is written."""

import json
from collections.abc import Callable, Mapping

from engine.errors import JobError
from engine.readers.capture.options import CAPTURE_SIDES, CaptureFormat
from engine.readers.csv.options import CsvFormat

_CAPTURE = "sagemakerCaptureJson"
_LATER = ("json", "parquet", "sagemakerMergeJson")
_FORMATS = ("csv", "json", "parquet", _CAPTURE, "sagemakerMergeJson")
_SIBLINGS = ("compression",)
_EXAMPLE = '{"csv": {"header": true}}'


def parse(text: str) -> CsvFormat | CaptureFormat:
    """Return the format that *text* names, spelled as in the SDK (`csv`, `header`) or the API (`Csv`, `Header`).

    Raises JobError where it is not JSON, names no format or several, one that cannot be read yet, or an unknown option.
    """
    name, options = _one_format(_object(_loaded(text), "dataset_format"))
    if name in _LATER:
        raise JobError(
            f"dataset_format asks for {name}, which this version of the engine does not read yet; it reads csv and "
            f"{_CAPTURE}."
        )
    return _READ[name](_object(options, f"dataset_format: {name}"))


def capture_sides(names: object) -> tuple[str, ...]:
    """Return the sides of a captured record that *names* choose, in the record's own order; none choose none.

    *names* are a list, or a text with commas; each is one of CAPTURE_SIDES in any case of letters, or its position
    there. Raises JobError for what is no text and no number, and leaves unknown ones to CaptureFormat.
    """
    given = names.split(",") if isinstance(names, str) else [] if names is None else names
    if not isinstance(given, list) or not all(type(name) in (str, int) for name in given):
        raise JobError(
            "captureIndexNames is expected to be a list of names, such as "
            f'["{CAPTURE_SIDES[0]}", "{CAPTURE_SIDES[1]}"], or of their positions; found {_found(given)}.'
        )
    chosen = {_SIDES.get(word.casefold(), word) for name in given if (word := str(name).strip())}
    return (*(side for side in CAPTURE_SIDES if side in chosen), *sorted(chosen - set(CAPTURE_SIDES)))


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise JobError(
            f"dataset_format is not JSON: {error.msg} at character {error.pos + 1}; write for example {_EXAMPLE}."
        ) from error


def _object(value: object, what: str) -> Mapping[str, object]:
    if isinstance(value, dict):
        return value
    raise JobError(f"{what} is expected to be an object, such as {_EXAMPLE}; found {_kind(value)}.")


def _one_format(given: Mapping[str, object]) -> tuple[str, object]:
    """A key whose value is null is as good as absent: that is how an API's empty fields are printed."""
    present = {key: value for key, value in given.items() if value is not None}
    named = _spelled(present, (*_FORMATS, *_SIBLINGS), "")
    formats = [name for name in named if name not in _SIBLINGS]
    if len(formats) == 1:
        return formats[0], named[formats[0]]
    found = "none" if not formats else f"{len(formats)} ({', '.join(formats)})"
    raise JobError(f"dataset_format is expected to name one of {', '.join(_FORMATS)}; found {found}.")


def _csv(given: Mapping[str, object]) -> CsvFormat:
    options = _spelled(given, tuple(_CSV_OPTIONS), "csv: ")
    return CsvFormat(**{name: _CSV_OPTIONS[name](name, value) for name, value in options.items() if value is not None})


def _captures(given: Mapping[str, object]) -> CaptureFormat:
    options = _spelled(given, ("captureIndexNames", "originalDatasetFormat"), f"{_CAPTURE}: ")
    return CaptureFormat(sides=capture_sides(options.get("captureIndexNames")))


def _spelled(given: Mapping[str, object], known: tuple[str, ...], where: str) -> dict[str, object]:
    """Return *given* under the names of *known*, whatever the case of its letters."""
    names = {name.casefold(): name for name in known}
    for key in given:
        if key.casefold() not in names:
            raise JobError(f"dataset_format: {where}{key!r} is unknown; known are {', '.join(known)}.")
    return {names[key.casefold()]: value for key, value in given.items()}


def _flag(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = value.casefold() if isinstance(value, str) else ""
    if word not in _WORDS:
        raise JobError(f"dataset_format: csv: {name} is expected to be true or false; found {_kind(value)}.")
    return _WORDS[word]


def _characters(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise JobError(f"dataset_format: csv: {name} is expected to be a text; found {_kind(value)}.")
    return value


def _position(name: str, value: object) -> str:
    place = _characters(name, value).upper()
    if place not in ("START", "END"):
        raise JobError(f"dataset_format: csv: {name} is {value!r}; known are START, END.")
    return place


def _kind(value: object) -> str:
    return _KINDS[type(value)]


def _found(given: object) -> str:
    """Return what *given* is, or of a list what the first one in it is that should not be there."""
    wrong = [value for value in given if type(value) not in (str, int)] if isinstance(given, list) else []
    return f"{_kind(wrong[0])} in it" if wrong else _kind(given)


_SIDES = {
    **{side.casefold(): side for side in CAPTURE_SIDES},
    **{str(position): side for position, side in enumerate(CAPTURE_SIDES)},
}
_WORDS = {"true": True, "false": False}
_KINDS = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
}
_CSV_OPTIONS: dict[str, Callable[[str, object], bool | str]] = {
    "header": _flag,
    "field_delimiter": _characters,
    "record_delimiter": _characters,
    "quote_character": _characters,
    "quote_escape_character": _characters,
    "output_columns_position": _position,
}
_READ: dict[str, Callable[[Mapping[str, object]], CsvFormat | CaptureFormat]] = {"csv": _csv, _CAPTURE: _captures}
