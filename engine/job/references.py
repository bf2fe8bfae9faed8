"""Further datasets that rules may name, as a user says it: NAME=PATH."""

import re
from collections.abc import Sequence

from engine.errors import JobError
from engine.wording import quoted

PRIMARY = "primary"
"""What rules call the run's own data."""

_NAME = re.compile("[A-Za-z][A-Za-z0-9_]*")


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
