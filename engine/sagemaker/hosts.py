"""The hosts of a processing job: which part this one has, and where the job's data lie."""

import json
import logging
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from enum import Enum
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import unquote, urlsplit

from engine.errors import JobError
from engine.sagemaker.platform import hosts, processing_config
from engine.sagemaker.settings import Settings
from engine.signals import signals_noted
from engine.spark.cluster.team import Team
from engine.spark.jvm.launch import has_name
from engine.wording import quoted

if TYPE_CHECKING:
    from engine.pipeline import Session
    from engine.spark.cluster.lead import Lead

HOSTS_TIMEOUT = 300.0
"""For how many seconds hosts wait for each other where the setting hosts_timeout says nothing."""

_SHARED = ("ProcessingJobArn", "ProcessingJobName", "RoleArn", "Environment")
_FILE = "file://"
_log = logging.getLogger(__name__)


class Distribution(Enum):
    """How the platform lays an input out over the hosts."""

    REPLICATED = "FullyReplicated"
    SHARDED = "ShardedByS3Key"


_INPUTS = {
    "S3Input": ("S3DataDistributionType", Distribution.REPLICATED),
    "EndpointInput": ("S3DataDistributionType", Distribution.REPLICATED),
    "BatchTransformInput": ("S3DataDistributionType", Distribution.REPLICATED),
    "DatasetDefinition": ("DataDistributionType", Distribution.SHARDED),
}
"""The kinds of inputs, with the key that says how one lies on the hosts, and what holds where it says nothing."""

_OTHER = {Distribution.REPLICATED: Distribution.SHARDED, Distribution.SHARDED: Distribution.REPLICATED}


class OverHosts(TypedDict, total=False):
    """What a run over several hosts is called with besides its job; see `engine.pipeline.run`."""

    session: "Session"
    shards: Sequence[str]


class OtherHosts:
    """The other hosts of the job, as long as this one runs: none, until `join` finds that there are some."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._lead: Lead | None = None
        self._shards: tuple[str, ...] = ()
        self.code: int | None = None

    def __enter__(self) -> "OtherHosts":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Tell the others `code`, how the job has ended here. A signal to stop shortens the wait for them, no more."""
        with signals_noted() as hurried, self._open:
            if self._lead and self.code is not None:
                self._lead.tell_end(self.code, hurried=hurried)

    def join(self, root: Path, settings: Settings) -> int | None:
        """Take this host's part in the job below *root*, the platform's folder.

        Where another host leads, work for it, and return the exit code that the job has ended with there. Where this
        one leads, or is alone, return None: the job is to be done. Raises JobError where hosts do not come together.
        """
        team = team_of(root, settings)
        if team is None:
            return None
        how = {distribution_of(processing_config(root), source) for source in sources_of(settings)}
        if team.current != team.lead:
            from engine.spark.cluster.follow import follow

            return follow(team)
        from engine.spark.cluster.lead import leading

        self._lead = self._open.enter_context(leading(team))
        if Distribution.SHARDED in how:
            self._shards = team.names
        return None

    def arguments(self) -> "OverHosts":
        """Return what a run over all hosts is called with besides its job: nothing where this host is alone."""
        return {"session": self._lead.session, "shards": self._shards} if self._lead else {}


def team_of(root: Path, settings: Settings) -> Team | None:
    """Return the hosts that the platform names below *root*, None where this one is alone."""
    found = hosts(root)
    if len(found.names) < 2:
        return None
    if not has_name():
        raise JobError(
            f"The user id {os.getuid()} has no name on this system, and Spark on several hosts needs one: "
            f"run the containers as a user with a name, such as root.",
            code="user-without-name",
        )
    return Team(found.current, found.names, _secret(root, settings, found.names), _timeout(settings))


def sources_of(settings: Settings) -> tuple[str, ...]:
    """Return where the data of the job lie, of a merge those of both sides: what is not set lies nowhere."""
    return tuple(source for name in ("dataset_source", "ground_truth_source") if (source := settings.get(name)))


def distribution_of(config: Mapping[str, object] | None, source: str) -> Distribution:
    """Return how the input that holds *source* lies on the hosts, by the processing job's description.

    Where no input holds it, every host is taken to see the same. Raises JobError for a folder above several inputs that
    lie differently.
    """
    place = _place(source)
    held = [(folder, how) for folder, how in _inputs(config or {}) if place.is_relative_to(folder)]
    if held:
        return max(held, key=lambda input_: len(input_[0].parts))[1]
    below = {how for folder, how in _inputs(config or {}) if folder.is_relative_to(place)}
    if len(below) > 1:
        raise JobError(
            f"{source} holds several inputs, of which some are {Distribution.REPLICATED.value} and some "
            f"{Distribution.SHARDED.value}: name the folder of one of them as dataset_source.",
            code="inputs-distributed-differently",
        )
    return below.pop() if below else Distribution.REPLICATED


def _inputs(config: Mapping[str, object]) -> Iterator[tuple[PurePosixPath, Distribution]]:
    inputs = config.get("ProcessingInputs")
    for given in inputs if isinstance(inputs, list) else ():
        for name, (key, default) in _INPUTS.items():
            described = given.get(name) if isinstance(given, Mapping) else None
            if isinstance(described, Mapping) and described.get("LocalPath"):
                other = _OTHER[default]
                yield _place(str(described["LocalPath"])), other if described.get(key) == other.value else default


def _place(address: str) -> PurePosixPath:
    """Return the local path *address* without detours, so that two spellings of a place are equal; another as it is."""
    if "://" in address and not address.startswith(_FILE):
        return PurePosixPath(address)
    path = unquote(urlsplit(address).path) if address.startswith(_FILE) else address
    return PurePosixPath("/", os.path.abspath(path).lstrip("/"))


def _secret(root: Path, settings: Settings, names: tuple[str, ...]) -> str:
    """Return what all hosts of the job know, and strangers do not: spark_secret, else what the platform tells of it."""
    if given := settings.get("spark_secret"):
        return given
    config = processing_config(root) or {}
    shared = {name: config[name] for name in _SHARED if config.get(name)}
    if not shared:
        _log.warning(
            "There is no processingjobconfig.json to make a secret of that only the hosts of this job know: "
            "set spark_secret, unless no stranger can reach the hosts"
        )
    return json.dumps([shared, names], sort_keys=True)


def _timeout(settings: Settings) -> float:
    text = settings.get("hosts_timeout")
    if text is None:
        return HOSTS_TIMEOUT
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise JobError(
            f"hosts_timeout is expected to be a number of seconds above 0; found {quoted(text)}.",
            code="hosts-timeout-invalid",
        )
    return seconds
