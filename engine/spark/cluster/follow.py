"""What a host does that does not lead: it offers its cores to Spark until the first host says that the run is done."""

import logging
import time
from contextlib import suppress
from pathlib import Path

from engine.errors import EngineError, JobError
from engine.home import share_kernel_cache
from engine.spark.cluster.printed import forward_output
from engine.spark.cluster.roster import DONE, FAILED, HERE, READY, SILENCE_SECONDS, WAIT, Report, Standing
from engine.spark.cluster.services import Running, refuse_restless, run_service, worker_of
from engine.spark.cluster.status import NoAnswer, ask
from engine.spark.cluster.team import LOG_SECONDS, WORKER, Team, refuse_taken
from engine.spark.scratch import scratch

_ASK_SECONDS = 0.5
_LAST_WORD_SECONDS = 1.0
_LEAVING_SECONDS = 3.0
_LONGEST_REASON = 500
_log = logging.getLogger(__name__)


def follow(team: Team) -> int:
    """Work for the first host and return the exit code that the run has ended with there.

    Raises JobError where the first host does not come in time or is lost, or Spark's worker cannot be kept running.
    """
    try:
        with scratch() as folder:
            return _take_part(team, Path(folder))
    except BaseException as error:
        reason = str(error) if isinstance(error, EngineError) else "it was stopped, or has met a defect"
        with suppress(NoAnswer):
            ask(team, Report(team.current, FAILED, reason[:_LONGEST_REASON]), _LAST_WORD_SECONDS)
        raise


def _take_part(team: Team, folder: Path) -> int:
    share_kernel_cache()
    refuse_taken(team, (WORKER,))
    standing = _wait_for_lead(team)
    while standing.phase == WAIT:
        standing = _ask_next(team, HERE)
    if standing.phase != DONE:
        standing = _work(team, folder)
    _log.info("%s has ended with exit code %s", team.lead, standing.code)
    _let_lead_leave(team)
    return standing.code or 0


def _work(team: Team, folder: Path) -> Standing:
    _log.info("Working for %s", team.lead)
    with forward_output(folder / "work"), run_service(team, worker_of(team, folder), folder) as worker:
        return _work_until_done(team, worker, folder)


def _work_until_done(team: Team, worker: Running, folder: Path) -> Standing:
    while (standing := _ask_next(team, READY)).phase != DONE:
        worker.keep()
        refuse_restless(folder)
    return standing


def _wait_for_lead(team: Team) -> Standing:
    """Return the first standing that the first host tells, once it is there."""
    begin = told = time.monotonic()
    while True:
        with suppress(NoAnswer):
            return ask(team, Report(team.current, HERE))
        now = time.monotonic()
        if now - begin > team.timeout:
            raise JobError(
                f"{team.lead}, the first host, has not answered {team.current} for {team.timeout:g} s: see its own "
                f"log, and that the hosts may reach each other on the ports of docs/hosts.md.",
                code="first-host-not-there",
            )
        if now - told > LOG_SECONDS:
            told = now
            _log.info("Waiting for %s: %.0f s of %g s", team.lead, now - begin, team.timeout)
        time.sleep(_ASK_SECONDS)


def _ask_next(team: Team, state: str) -> Standing:
    """Return the standing half a second from now. Raises JobError where the first host has been silent for long."""
    end = time.monotonic() + SILENCE_SECONDS
    while True:
        time.sleep(_ASK_SECONDS)
        with suppress(NoAnswer):
            return ask(team, Report(team.current, state))
        if time.monotonic() > end:
            raise JobError(
                f"{team.lead}, the first host, was there and has been silent for {SILENCE_SECONDS:g} s: it has ended "
                f"without a word, as a host that runs out of memory does, or the network between the hosts is cut.",
                code="first-host-lost",
            )


def _let_lead_leave(team: Team) -> None:
    """Wait a moment for the first host to end, for some platforms end all hosts when one has ended."""
    end = time.monotonic() + _LEAVING_SECONDS
    with suppress(NoAnswer):
        while time.monotonic() < end:
            ask(team, Report(team.current, READY))
            time.sleep(_ASK_SECONDS / 5)
