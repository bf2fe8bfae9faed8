"""The exit message: the one sentence of a run that the platform reads, stores and shows."""

import logging
from pathlib import Path

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
