"""Making a job of what was given although a part of it is wrong, so that the rest can be looked at."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from engine.doctor.findings import Findings
from engine.errors import EngineError

Made = TypeVar("Made")


def made_of_the_rest(
    given: Mapping[str, object],
    instead: Mapping[str, object],
    make: Callable[[Mapping[str, object]], Made],
    findings: Findings,
) -> Made | None:
    """Return what *make* makes of what is *given*; each error is a finding, and what has led to it is left out.

    *instead* has what to take in the place of each part that may be left out. None where an error stays whatever is.
    """
    while True:
        error = _error(given, make)
        if error is None:
            return make(given)
        with findings.looking():
            raise error
        rest = next((each for each in _without_one(given, instead) if _differs(error, _error(each, make))), None)
        if rest is None:
            return None
        given = rest


def _without_one(given: Mapping[str, object], instead: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return *given* in each way in which one part of it is as usual."""
    return [{**given, name: usual} for name, usual in instead.items() if given.get(name) != usual]


def _error(given: Mapping[str, object], make: Callable[[Mapping[str, object]], object]) -> EngineError | None:
    try:
        make(given)
    except EngineError as error:
        return error
    return None


def _differs(one: EngineError, other: EngineError | None) -> bool:
    return other is None or (one.code, str(one)) != (other.code, str(other))
