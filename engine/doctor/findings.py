"""What a look at a run to come has found: what will go wrong, what is doubtful, and what is well."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.ending import fault_of
from engine.wording import foreign

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a run would end with: its code and its sentence, which says what to do."""

    code: str
    sentence: str


class Findings:
    """What was found until now. A look that fails is a finding, and the next one goes on."""

    __slots__ = ("_doubts", "_met", "_well", "_wrong")

    def __init__(self) -> None:
        self._wrong: dict[Wrong, None] = {}
        self._doubts: dict[str, None] = {}
        self._well: list[str] = []
        self._met = 0

    @property
    def met(self) -> int:
        """How often something wrong or doubtful was met, also where it was known already."""
        return self._met

    @property
    def wrong(self) -> tuple[Wrong, ...]:
        """What will go wrong, each once, in the order in which it was found."""
        return tuple(self._wrong)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a run would warn of, or what looks like a mistake."""
        return tuple(self._doubts)

    @property
    def well(self) -> tuple[str, ...]:
        """What was looked at and found well."""
        return tuple(self._well)

    def doubt(self, sentence: str) -> None:
        """Take in what is doubtful."""
        self._met += 1
        self._doubts[foreign(sentence, 4000)] = None

    def note(self, what: str) -> None:
        """Take in *what* is well."""
        self._well.append(what)

    @contextmanager
    def looking(self, what: str = "") -> Iterator[None]:
        """Take in the error that ends the look, and what the engine warns of meanwhile; *what* is well without either.

        An error that the engine did not foresee is a finding too, for the run would meet it; the log has its traceback. What
        another look has found already is told once, and what is looked at is not well all the same.
        """
        before = self._met
        try:
            with _heard(self.doubt):
                yield
        except Exception as error:
            fault = fault_of(error)
            self._met += 1
            self._wrong[Wrong(fault.code, fault.sentence)] = None
            if fault.traceback:
                _log.error("A defect of the engine:", exc_info=error)
        if what and before == self._met:
            self.note(what)


class _Ear(logging.Handler):
    def __init__(self, hear: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._hear = hear

    def emit(self, record: logging.LogRecord) -> None:
        self._hear(record.getMessage())


@contextmanager
def _heard(hear: Callable[[str], None]) -> Iterator[None]:
    """Hand to *hear* what the engine would log from warnings on; nothing of it goes anywhere else meanwhile."""
    log, ear = logging.getLogger("engine"), _Ear(hear)
    propagates = log.propagate
    log.addHandler(ear)
    log.propagate = False
    try:
        yield
    finally:
        log.propagate = propagates
        log.removeHandler(ear)
