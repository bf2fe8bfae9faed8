"""Further datasets that rules may name, as a user says it: NAME=PATH."""

import json
import re
from collections.abc import Sequence

from engine.errors import JobError
from engine.wording import quoted

PRIMARY = "primary"
"""What rules call the run's own data."""

_NAME = re.compile("[A-Za-z][A-Za-z0-9_]*")


def references_listed(text: str, *, name: str) -> tuple[tuple[str, str], ...]:
    """Return name and path of each dataset in *text*, the value of the setting *name*: NAME=PATH with commas between, or
    a JSON object of names and paths, where a path has a comma. Raises JobError as `references_said`.
    """
    try:
        given = json.loads(text) if text.lstrip().startswith("{") else None
    except (ValueError, RecursionError):
        given = None
    if isinstance(given, dict) and all(isinstance(path, str) for path in given.values()):
        return references_said([f"{name}={path}" for name, path in given.items()], flag=name)
    return references_said([word for part in text.split(",") if (word := part.strip())], flag=name)


def references_said(words: Sequence[str], *, flag: str) -> tuple[tuple[str, str], ...]:
    """Return name and path of each of *words*, NAME=PATH. Raises JobError for one that is none, and for a name of another."""
    found: dict[str, str] = {}
    for word in words:
        name, _, path = word.partition("=")
        if not _NAME.fullmatch(name) or not path or name.lower() in (PRIMARY, *map(str.lower, found)):
            raise JobError(
                f"{flag} {quoted(word)} is expected to be NAME=PATH, with a name of letters, digits and underscores that no "
                f"other has, and is not {PRIMARY}, which is the run's own data",
                code="reference-invalid",
            )
        found[name] = path
    return tuple(found.items())
