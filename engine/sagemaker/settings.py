"""The settings of a job: process environment < the `Environment` of the processing job < command line.

Only the names of the contract are settings. Everything else in the job's `Environment` belongs to the user's scripts.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from engine.errors import JobError, public
from engine.job.variables import NAMES, OUT_OF_SCOPE, SECRET
from engine.wording import foreign, quoted

_FILE = "processingjobconfig.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force: `values` by the contract's names, none of them empty; `user` holds the user's own variables.

    `ignored` are the names of variables that were set and are out of scope. `process` is the environment of the engine's
    own process, of which the user's scripts see a part.
    """

    values: Mapping[str, str]
    user: Mapping[str, str]
    ignored: tuple[str, ...]
    process: Mapping[str, str] = field(default_factory=dict, repr=False)

    def get(self, name: str) -> str | None:
        """Return the value of the setting *name*, None where it is not set."""
        return self.values.get(name)

    def any_of(self, *names: str) -> bool:
        """Say whether one of *names* is set."""
        return any(name in self.values for name in names)

    def shown(self) -> Iterator[tuple[str, str]]:
        """Yield the settings as the log may show them: the contract's own, one line each, no password in an address."""
        for name in NAMES:
            if value := self.get(name):
                shown = "***" if name in SECRET else public(value)
                yield name, shown if shown == foreign(shown) else quoted(shown)


def collect(
    environ: Mapping[str, str], processing_config: Mapping[str, object] | None, flags: Mapping[str, str]
) -> Settings:
    """Return the settings that the three sources give together; an empty value unsets what an earlier source has set.

    *processing_config* is the content of the platform's processingjobconfig.json, None where there is no such file.
    """
    job = _environment(processing_config or {})
    merged = {**_only(environ, (*NAMES, *OUT_OF_SCOPE)), **job, **flags}
    return Settings(
        values=MappingProxyType({name: merged[name] for name in NAMES if merged.get(name)}),
        user=MappingProxyType({name: value for name, value in job.items() if name not in NAMES}),
        ignored=tuple(name for name in OUT_OF_SCOPE if merged.get(name)),
        process=MappingProxyType(dict(environ)),
    )


def flags_from(argv: Sequence[str]) -> dict[str, str]:
    """Return the settings on the command line: `--dataset-source X`, `--dataset-source=X` or `--dataset_source X`.

    Of a flag given twice the last one holds. Raises JobError for an unknown flag and for one without its value.
    """
    flags, words = {}, iter(argv)
    for word in words:
        flag, equals, value = word.partition("=")
        name = _setting(flag)
        flags[name] = value if equals else _following(flag, words)
    return flags


def _environment(processing_config: Mapping[str, object]) -> dict[str, str]:
    given = processing_config.get("Environment")
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise JobError(
            "processingjobconfig.json: Environment is expected to be an object of names and texts.",
            code="environment-not-an-object",
        )
    return {name: _text(value) for name, value in given.items()}


def _text(value: object) -> str:
    """Hand-written configurations hold numbers, booleans and objects where the platform has their JSON text."""
    if value is None:
        return ""
    try:
        return value if isinstance(value, str) else json.dumps(value)
    except RecursionError as error:
        raise JobError(
            f"{_FILE}: it is nested too deeply, or holds a number of too many digits.",
            code="platform-file-out-of-bounds",
        ) from error


def _only(given: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    return {name: given[name] for name in names if name in given}


def _setting(flag: str) -> str:
    name = flag.removeprefix("--").replace("-", "_")
    if flag.startswith("--") and name in NAMES:
        return name
    known = ", ".join(f"--{name.replace('_', '-')}" for name in NAMES)
    raise JobError(f"{quoted(flag)} is not a flag of the engine; known are {known}.", code="flag-unknown")


def _following(flag: str, words: Iterator[str]) -> str:
    value = next(words, None)
    if value is None or value.startswith("--"):
        raise JobError(
            f"{flag} needs a value behind it; write {flag}=VALUE for one that begins with --.",
            code="flag-without-value",
        )
    return value
