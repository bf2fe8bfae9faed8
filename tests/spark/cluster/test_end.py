"""The end of a run over several hosts: whoever is to hear of it does, and nobody is waited for in vain."""

import os
import threading
import time
from dataclasses import replace

import pytest

from engine.spark.cluster import follow as cluster_follow
from engine.spark.cluster import lead as cluster
from engine.spark.cluster.follow import follow
from engine.spark.cluster.lead import Lead
from engine.spark.cluster.roster import DONE, FAILED, HERE, Report, Roster, Standing
from engine.spark.cluster.status import ask, serve_status
from engine.spark.cluster.team import Team

_NETWORK = f"127.{os.getpid() % 200 + 20}.{os.getpid() // 200 % 250}"
LEAD, OTHER = f"{_NETWORK}.3", f"{_NETWORK}.4"
LONG = 300.0
TEAM = Team(LEAD, (LEAD, OTHER), "what only they know", timeout=LONG)


def lead(roster: Roster, timeout: float = LONG) -> Lead:
    """Return the first host's part, without Spark's services, which an end does not need."""
    return Lead(replace(TEAM, timeout=timeout), roster, services=None)


def test_a_complete_run_is_so_for_a_host_that_comes_later():
    """The first host waits for it, though the run was over before it came."""
    roster = Roster((OTHER,))
    with serve_status(TEAM, roster):
        ending = threading.Thread(target=lead(roster).tell_end, args=(0,))
        ending.start()
        ending.join(timeout=0.3)
        assert ending.is_alive()
        assert ask(TEAM, Report(OTHER, HERE)) == Standing(DONE, 0)
        ending.join()


def test_a_host_that_never_comes_is_waited_for_as_long_as_hosts_wait():
    """Then the run ends all the same."""
    roster = Roster((OTHER,))
    lead(roster, timeout=0.2).tell_end(0)
    assert roster.absent() == (OTHER,)


@pytest.mark.parametrize("code", [0, 255])
def test_a_host_that_has_failed_is_not_waited_for(code):
    """It knows why it has ended."""
    roster = Roster((OTHER,))
    roster.hear(Report(OTHER, FAILED, "Its disk is full."))
    lead(roster).tell_end(code)
    assert roster.untold() == ()


@pytest.mark.parametrize(("code", "hurried"), [(255, False), (0, True)])
@pytest.mark.parametrize("there", [True, False])
def test_a_failed_or_stopped_run_waits_for_a_moment(monkeypatch, code, hurried, there):
    """Whether the other host has been there or not, it has a chance to hear, and no more."""
    monkeypatch.setattr(cluster, "_TELLING_SECONDS", 0.2)
    roster = Roster((OTHER,))
    if there:
        roster.hear(Report(OTHER, HERE))
    begin = time.monotonic()
    lead(roster).tell_end(code, hurried=lambda: hurried)
    assert roster.untold() == ((OTHER,) if there else ())
    assert time.monotonic() - begin >= 0.2


def test_a_host_whose_peers_have_no_address_yet_goes_on_reporting(monkeypatch):
    """The first host waits for addresses; one that waited here would be silent, and taken for lost."""
    monkeypatch.setattr(cluster_follow, "_LEAVING_SECONDS", 0.0)
    team = replace(TEAM, current=OTHER, names=(LEAD, OTHER, "no-such-host.invalid"))
    roster = Roster(team.followers)
    roster.proceed(Standing(DONE, 0))
    with serve_status(replace(team, current=LEAD), roster):
        assert follow(team) == 0
