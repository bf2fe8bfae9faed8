"""What the platform writes into the container before it starts: /opt/ml/config."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import JobError


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts of a job by name, in the platform's order, and which of them this one is."""

    current: str
    names: tuple[str, ...]

    @property
    def leads(self) -> bool:
        """Whether this is the host that speaks for all of them."""
        return self.current == self.names[0]


def processing_config(root: Path) -> Mapping[str, object] | None:
    """Return the processing job's description below *root*, None where there is none.

    Raises JobError for a broken one.
    """
    return _read(root / "config" / "processingjobconfig.json")


def hosts(root: Path) -> Hosts:
    """Return the hosts that the platform names below *root*: this one alone, where it names none."""
    path = root / "config" / "resourceconfig.json"
    config = _read(path) or {}
    current, names = config.get("current_host"), config.get("hosts")
    if not names:
        return Hosts("localhost", ("localhost",))
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or current not in names:
        raise JobError(
            f"{path}: hosts is expected to be a list of names, and current_host one of them.",
            code="platform-hosts-invalid",
        )
    return Hosts(str(current), tuple(names))


def _read(path: Path) -> Mapping[str, object] | None:
    try:
        content = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise JobError(f"{path}: it cannot be read ({error.strerror}).", code="platform-file-unreadable") from error
    except json.JSONDecodeError as error:
        raise JobError(
            f"{path}: it is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.",
            code="platform-file-not-json",
        ) from error
    except UnicodeDecodeError as error:
        raise JobError(
            f"{path}: expected UTF-8 text, found something else at byte {error.start + 1}.",
            code="platform-file-not-utf8",
        ) from error
    except (RecursionError, ValueError) as error:
        raise JobError(
            f"{path}: it is nested too deeply, or holds a number of too many digits.",
            code="platform-file-out-of-bounds",
        ) from error
    if not isinstance(content, dict):
        raise JobError(f"{path}: expected a JSON object.", code="platform-file-not-an-object")
    return content
