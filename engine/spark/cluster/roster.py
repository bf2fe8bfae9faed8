"""What the first host knows of the others, and what it tells them."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

SILENCE_SECONDS = 20.0
"""After so long without a word a host that was there counts as lost."""

WAIT, WORK, DONE = "wait", "work", "done"
HERE, READY, FAILED = "here", "ready", "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """What a host says of itself: HERE; READY, its Spark worker runs; or FAILED and why."""

    host: str
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the run stands: WAIT, WORK (Spark's master runs) or DONE, then with the exit code."""

    phase: str
    code: int | None = None


class Roster:
    """The reports of the hosts that follow, by name, and the standing that each of them was told last. Thread-safe."""

    def __init__(self, names: tuple[str, ...], clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._names = names
        self._reports: dict[str, tuple[Report, float]] = {}
        self._told: dict[str, str] = {}
        self._standing = Standing(WAIT)

    def hear(self, report: Report) -> Standing | None:
        """Note *report* and return the standing; None for a host that does not belong here."""
        if report.host not in self._names:
            return None
        with self._lock:
            self._reports[report.host] = (report, self._clock())
            self._told[report.host] = self._standing.phase
            return self._standing

    def proceed(self, standing: Standing) -> None:
        """Tell *standing* to whoever asks from now on."""
        with self._lock:
            self._standing = standing

    def absent(self) -> tuple[str, ...]:
        """Return the hosts that have not said a word."""
        with self._lock:
            return tuple(name for name in self._names if name not in self._reports)

    def lost(self) -> Report | None:
        """Return what became of the first host that cannot take part any more, None where there is none."""
        with self._lock:
            for report, at in self._reports.values():
                if report.state == FAILED:
                    return report
                if self._clock() - at > SILENCE_SECONDS:
                    return replace(report, state=FAILED, reason="")
        return None

    def untold(self) -> tuple[str, ...]:
        """Return the hosts that have been there, have not failed, and do not know that the run is done."""
        with self._lock:
            there = [name for name, (report, _) in self._reports.items() if report.state != FAILED]
            return tuple(name for name in there if self._told[name] != DONE)
