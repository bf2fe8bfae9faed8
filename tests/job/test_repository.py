"""What a run is among those that are kept."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from engine.errors import JobError
from engine.job.repository import repository_at, tags_said
from engine.job.times import MonitoringWindow

START, END = datetime(2024, 3, 18, 13, tzinfo=UTC), datetime(2024, 3, 18, 14, tzinfo=UTC)


def test_a_run_is_of_the_start_of_its_window():
    """Which is among its tags, as its end is; tags without a value are left out."""
    found = repository_at("p", at=None, window=MonitoringWindow(START, END), tags={"schedule": "s", "endpoint": None})
    assert (found.at, found.is_named) == (START, True)
    assert found.tags == (
        ("schedule", "s"),
        ("window_end", "2024-03-18T14:00:00Z"),
        ("window_start", "2024-03-18T13:00:00Z"),
    )


def test_a_time_that_is_named_wins():
    """Over the window's start."""
    at = START.astimezone(timezone(timedelta(hours=2))) - timedelta(days=1)
    assert repository_at("p", at=at, window=MonitoringWindow(START, END), tags={}).at == at


def test_a_run_without_a_window_is_of_now():
    """And no other run is the same one."""
    before = datetime.now(UTC)
    found = repository_at("p", at=None, window=None, tags={})
    assert before <= found.at <= datetime.now(UTC)
    assert (found.tags, found.is_named) == ((), False)


def test_without_a_path_nothing_is_kept():
    """Whatever else is said."""
    assert repository_at(None, at=START, window=None, tags={"a": "b"}) is None


@pytest.mark.parametrize("words", [["a"], ["a="], ["=b"], [" a=b"], ["run=x"], ["window_start=x"], ["a=1", "a=2"]])
def test_what_is_no_tag_is_refused(words):
    """A value may hold anything, an equals sign among it."""
    assert tags_said(["a=b=c", "d e=f"], flag="--tag") == {"a": "b=c", "d e": "f"}
    with pytest.raises(JobError, match="is expected to be KEY=VALUE"):
        tags_said(words, flag="--tag")
