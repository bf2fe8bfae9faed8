"""What a path leads to in a JSON value: a member, an element, or the end of an expression of JMESPath."""

import json
from collections.abc import Mapping
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from engine.errors import JobError
from engine.readers.answers.attributes import INPUT, OUTPUT
from engine.readers.choice import is_position
from engine.wording import quoted


def value_at(value: Any, path: str) -> Any:
    """Return what *path* leads to in *value*: a member of that name, an element at that place, or the end of a JMESPath.

    None where it leads nowhere, or the value is of a kind that the expression cannot take.
    """
    if isinstance(value, dict) and path in value:
        return value[path]
    if is_position(path):
        inside = value if isinstance(value, list) else [value]
        return inside[int(path)] if int(path) < len(inside) else None
    try:
        return jmespath.search(path, value)
    except JMESPathError:
        return None


def text_of(value: object) -> str | None:
    """Return a JSON *value* as the text of a cell; null is missing, a list or an object is its JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, list | dict) else repr(value)


def refuse_no_paths(words: Mapping[str, str]) -> None:
    """Raise JobError where one of the attributes *words*, by their settings, is neither a name or a position nor a path."""
    for setting, word in words.items():
        path = word.removeprefix(OUTPUT).removeprefix(INPUT)
        if is_position(path) or path.replace("-", "_").replace(" ", "_").isidentifier():
            continue
        try:
            jmespath.compile(path)
        except JMESPathError as error:
            raise JobError(
                f"{setting} is expected to be a name, a position or a path of JMESPath, such as predictions[0].score; found "
                f"{quoted(word)}",
                code="attribute-no-path",
            ) from error
