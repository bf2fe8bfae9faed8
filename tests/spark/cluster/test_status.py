"""The status service: who knows the key is told where the run stands, and nobody else changes anything."""

import os
import socket
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from engine.errors import JobError
from engine.spark.cluster.roster import (
    DONE,
    FAILED,
    HERE,
    READY,
    SILENCE_SECONDS,
    WAIT,
    WORK,
    Report,
    Roster,
    Standing,
)
from engine.spark.cluster.status import NoAnswer, ask, serve_status
from engine.spark.cluster.team import STATUS, Team, resolve

LEAD = f"127.{os.getpid() % 200 + 20}.{os.getpid() // 200 % 250}.1"
"""A loopback address of this test run's own, which serves as the name of a host."""

TEAM = Team(LEAD, (LEAD, "algo-2", "algo-3"), "what only they know", timeout=1.0)


@contextmanager
def service():
    roster = Roster(TEAM.followers)
    with serve_status(TEAM, roster):
        yield roster


def test_a_host_is_told_where_the_run_stands():
    """It is noted as there, and gets the phase that holds when it asks."""
    with service() as roster:
        assert ask(TEAM, Report("algo-2", HERE)) == Standing(WAIT)
        roster.proceed(Standing(WORK))
        assert ask(TEAM, Report("algo-2", READY)) == Standing(WORK)
        assert roster.absent() == ("algo-3",)


def test_the_end_is_told_with_its_exit_code():
    """The first host knows when everybody that is there has heard of the end."""
    with service() as roster:
        ask(TEAM, Report("algo-2", READY))
        roster.proceed(Standing(DONE, 255))
        assert roster.untold() == ("algo-2",)
        assert ask(TEAM, Report("algo-2", READY)) == Standing(DONE, 255)
        assert roster.untold() == ()


def test_another_key_is_not_answered_and_changes_nothing():
    """Whoever does not know the secret learns nothing and cannot pass for a host."""
    with service() as roster:
        with pytest.raises(NoAnswer):
            ask(replace(TEAM, secret="a guess"), Report("algo-2", FAILED))
        assert roster.absent() == ("algo-2", "algo-3")
        assert roster.lost() is None


def test_a_host_of_another_job_is_not_answered():
    """A name that is not among the hosts of the job is no host of it."""
    with service(), pytest.raises(NoAnswer):
        ask(TEAM, Report("algo-9", HERE))


def test_a_silent_stranger_does_not_keep_others_waiting():
    """Who connects and says nothing has a thread of its own."""
    with service(), socket.create_connection((LEAD, STATUS)), socket.create_connection((LEAD, STATUS)):
        assert ask(TEAM, Report("algo-2", HERE)) == Standing(WAIT)


@pytest.mark.parametrize("said", [b"\n", b"{}\n", b"[1]\n", b'{"challenge": 1}\n', b"GET / HTTP/1.1\n", b"x" * 9000])
def test_nonsense_is_not_answered(said):
    """Whatever a stranger says, the service goes on."""
    with service():
        with socket.create_connection((LEAD, STATUS)) as stranger:
            challenge = stranger.makefile("rb").readline()
            assert len(challenge) == 33
            with suppress(OSError):  # the service may have hung up before all was said
                stranger.sendall(said)
                stranger.shutdown(socket.SHUT_WR)
        assert ask(TEAM, Report("algo-2", HERE)) == Standing(WAIT)


def test_nobody_there_is_no_answer():
    """The first host may come later, or be gone."""
    with pytest.raises(NoAnswer):
        ask(TEAM, Report("algo-2", HERE))


def test_a_taken_port_is_explained():
    """The sentence names the port."""
    with service(), pytest.raises(JobError, match=f"Port {STATUS} of {LEAD}"), service():
        pass


def test_a_name_that_never_resolves_is_named():
    """It is asked for again until the time is over."""
    with pytest.raises(JobError, match=r"The name of host no-such-host\.invalid has had no address for 0\.1 s"):
        resolve("no-such-host.invalid", 0.1)


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_host_that_falls_silent_is_lost():
    """One that has never said a word is not lost but absent."""
    clock = Clock()
    roster = Roster(("algo-2", "algo-3"), clock)
    roster.hear(Report("algo-2", READY))
    clock.now = SILENCE_SECONDS
    assert roster.lost() is None
    clock.now += 0.1
    assert roster.lost() == Report("algo-2", FAILED)
    assert roster.absent() == ("algo-3",)


def test_a_host_that_gives_up_is_lost_with_its_reason():
    """And nobody waits for it to hear of the end."""
    roster = Roster(("algo-2",))
    roster.hear(Report("algo-2", FAILED, "Its disk is full."))
    roster.proceed(Standing(DONE, 255))
    assert roster.lost() == Report("algo-2", FAILED, "Its disk is full.")
    assert roster.untold() == ()


def test_keys_differ_by_purpose_and_by_secret():
    """Spark's key tells nothing of the status service's; both are 256 bits in hexadecimal digits."""
    keys = {TEAM.key("spark"), TEAM.key("status"), replace(TEAM, secret="x").key("spark")}
    assert len(keys) == 3
    assert {len(bytes.fromhex(key)) for key in keys} == {32}
