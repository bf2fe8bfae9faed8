"""The setting dataset_format: a JSON object that names one format and says how it is written."""

import json
from collections.abc import Mapping

from engine.errors import JobError
from engine.job.dataset import FormatOptions
from engine.readers.formats import in_container
from engine.readers.spelling import Options, kind_of, spelled

_SIBLINGS = ("compression",)
_EXAMPLE = '{"csv": {"header": true}}'


def parse(text: str) -> FormatOptions:
    """Return the format that *text* names, spelled as in the SDK (`csv`, `header`) or the API (`Csv`, `Header`).

    Raises JobError where it is not JSON, names no format or several, or an unknown option.
    """
    name, options = _one_format(_object(_loaded(text), "dataset_format"))
    read = {container.key: container for _, container in in_container()}
    written: FormatOptions = read[name].parse(Options(name, _object(options, f"dataset_format: {name}")))
    return written


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if _is_json(f"{text}}}}}"):
            raise JobError(
                "dataset_format lacks two closing braces at its end: YARN takes away two in a row from what a program is given, "
                'so leave a blank between them, as in {"csv": {"header": true} }.',
                code="dataset-format-without-braces",
            ) from error
        raise JobError(
            f"dataset_format is not JSON: {error.msg} at character {error.pos + 1}; write for example {_EXAMPLE}.",
            code="dataset-format-not-json",
        ) from error
    except (RecursionError, ValueError) as error:
        raise JobError(
            f"dataset_format is nested too deeply or holds a number of too many digits; write for example {_EXAMPLE}.",
            code="dataset-format-out-of-bounds",
        ) from error


def _is_json(text: str) -> bool:
    """Whether it is JSON; a text that is almost nested too deeply is so with a closing brace, and is none."""
    try:
        json.loads(text)
    except (RecursionError, ValueError):
        return False
    return True


def _object(value: object, what: str) -> Mapping[str, object]:
    if isinstance(value, dict):
        return value
    raise JobError(
        f"{what} is expected to be an object, such as {_EXAMPLE}; found {kind_of(value)}.",
        code="dataset-format-not-an-object",
    )


def _one_format(given: Mapping[str, object]) -> tuple[str, object]:
    """A key whose value is null is as good as absent: that is how an API's empty fields are printed."""
    known = _keys()
    present = {key: value for key, value in given.items() if value is not None}
    named = spelled(present, (*known, *_SIBLINGS))
    formats = [name for name in named if name not in _SIBLINGS]
    if len(formats) == 1:
        return formats[0], named[formats[0]]
    found = "none" if not formats else f"{len(formats)} ({', '.join(formats)})"
    raise JobError(
        f"dataset_format is expected to name one of {', '.join(known)}; found {found}.", code="dataset-format-not-one"
    )


def _keys() -> tuple[str, ...]:
    """Return the keys of the formats that the contract knows."""
    return tuple(sorted(container.key for _, container in in_container()))
