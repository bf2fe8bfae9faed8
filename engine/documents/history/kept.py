"""A repository of metrics: a folder with a file for each run, each of them a repository of Deequ's.

So runs that end at once write to different files, and none is lost. The names begin with the time of the run.
"""

import hashlib
import logging
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from engine.documents import folder
from engine.documents.history.places import place_at
from engine.documents.history.run_metrics import NotDeequsError, RunMetrics, runs_in
from engine.documents.json.codec import dumps
from engine.errors import DocumentError
from engine.job.repository import MetricsRepository
from engine.wording import foreign

_log = logging.getLogger(__name__)

_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z)-[0-9a-f]+\.json")
_ENDING = ".json"
_AT_ONCE = 16
"""So many files are read at a time: a store takes its time for each."""


def milliseconds(moment: datetime) -> int:
    """Return *moment* as Deequ's dates are: in milliseconds since 1970."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def prepare(repository: MetricsRepository) -> None:
    """Make the folder where it is absent. Raises JobError where it cannot be made, read or written to."""
    place = place_at(repository.path)
    place.prepare()
    place.names()


def keep(repository: MetricsRepository, run: RunMetrics) -> None:
    """Write the metrics of *run* to the file that is its own, in the place of what was kept of the same run."""
    place_at(repository.path).write(_file_name(repository, run), dumps(run.to_json()) + "\n")
    _log.info("The metrics of this run are in %s", foreign(repository.path))


def runs_before(
    repository: MetricsRepository, is_wanted: Callable[[RunMetrics], bool], *, most: int | None
) -> tuple[RunMetrics, ...]:
    """Return the runs before the time of this one that are wanted, the oldest first; at most the last *most*.

    A file that is not what Deequ writes is told in the log and left out. Files of other names than the engine's own are
    read as well, whatever their runs' times are.
    """
    names = [name for name in place_at(repository.path).names() if name.endswith(_ENDING)]
    others = [name for name in names if not _NAME.fullmatch(name)]
    own = [name for name in reversed(names) if _NAME.fullmatch(name) and name < _stamp(repository.at)]
    before = milliseconds(repository.at)
    found = [run for run in _read(repository.path, others) if run.at < before and is_wanted(run)]
    newest = 0
    for first in range(0, len(own), _AT_ONCE):
        if most is not None and newest >= most:
            break
        some = [run for run in _read(repository.path, own[first : first + _AT_ONCE]) if is_wanted(run)]
        found.extend(some)
        newest += len(some)
    found.sort(key=lambda run: (run.at, run.tags))
    return tuple(found if most is None else found[-most:])


def _read(path: str, names: Sequence[str]) -> Iterator[RunMetrics]:
    """Yield the runs in the files *names*, in their order."""

    def runs(name: str) -> tuple[RunMetrics, ...] | str:
        file = folder.document_in(path, name)
        try:
            return runs_in(folder.read(file))
        except NotDeequsError:
            return f"{file}: expected the JSON of a metrics repository of Deequ's, found another document"
        except DocumentError as error:
            return str(error)

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for found in threads.map(runs, names):
            if isinstance(found, str):
                _log.warning("%s; it is left out of the history: remove it, or put it right", found)
            else:
                yield from found


def _file_name(repository: MetricsRepository, run: RunMetrics) -> str:
    """Return the name of a run's file: the same for the same time and tags; of a run of now one that nobody else has."""
    key = hashlib.sha256(repr((run.at, run.tags)).encode()).hexdigest() if repository.is_named else uuid.uuid4().hex
    return f"{_stamp(repository.at)}-{key[:16]}{_ENDING}"


def _stamp(moment: datetime) -> str:
    written = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return written.replace(":", "-", 2).replace("+00:00", "Z")
