"""The exit message: the one sentence of a run that the platform reads, stores and shows."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.errors import EngineError, JobError, public
from engine.stores.address import is_address

MESSAGE_BYTES = 1024
"""The longest message in bytes; with a longer one the platform lets the job fail."""

_log = logging.getLogger(__name__)


def completed(violations: int, *, records_found: bool) -> str:
    """Return the message of a complete analysis; the platform tells runs with violations by its first word.

    There is no singular. A baseline run counts 0 *violations*.
    """
    if violations:
        return f"CompletedWithViolations: Job completed successfully with {violations} violations."
    text = "Completed: Job completed successfully with no violations."
    return text if records_found else f"{text} No records were found, so nothing was compared."


def merged(count: int, *, of_records: int) -> str:
    """Return the message of a complete merge, which counts no violations: *count* records *of_records* got their labels."""
    text = "Completed: Job completed successfully with no violations."
    if not of_records:
        return f"{text} No records were found, so nothing was merged."
    return f"{text} {count} of {of_records} captured records were merged with ground truth."


def write(root: Path, text: str) -> None:
    """Make *text* the exit message below *root*, the platform's folder; nothing is written where there is none."""
    if not root.is_dir():
        return
    path = _path(root)
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(_cut(text))
    except OSError as error:
        _log.error("The exit message cannot be written to %s: %s", path, error.strerror)


def write_unless_there(root: Path, text: str) -> None:
    """Make *text* the exit message below *root* unless there is one: the first reason is the one that counts."""
    if not _is_there(_path(root)):
        write(root, text)


def asked_place(argv: Sequence[str], environ: Mapping[str, str]) -> str | None:
    """Return where the message is to be written besides, by the last --message-path of *argv* or by *environ*; None for nowhere.

    It is looked for on its own: what is wrong with other settings is to be told there.
    """
    place = environ.get("message_path")
    for word, following in zip(argv, (*argv[1:], ""), strict=False):
        flag, equals, value = word.partition("=")
        if flag.replace("_", "-") == "--message-path":
            place = value if equals else following
    return place or None


def write_at(place: str | None, text: str) -> None:
    """Make *text* the content of the file, here or in a store, at *place*; None is nowhere. What fails is logged alone."""
    if place is None:
        return
    try:
        if is_address(place):
            from engine.stores.objects import objects_in

            folder, _, name = place.rpartition("/")
            objects_in(folder, JobError).write(name, _cut(text))
        else:
            Path(place).write_bytes(_cut(text))
    except (OSError, EngineError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        _log.error("The exit message cannot be written to %s: %s", public(place), reason)


def _path(root: Path) -> Path:
    return root / "output" / "message"


def _is_there(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _cut(text: str) -> bytes:
    """Return *text* in UTF-8, without what exceeds the limit and without half a character before it."""
    return text.encode("utf-8", "replace")[:MESSAGE_BYTES].decode("utf-8", "ignore").encode()
