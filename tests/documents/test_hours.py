"""Merged records in a folder, here and in a store: all of a run or none, and nothing of other times touched."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.hours import file_name, owned_hours, settle
from engine.errors import JobError
from engine.job.times import MonitoringWindow, microseconds_of
from engine.stores.staging import staging_at

THIRTEEN = datetime(2024, 3, 18, 13, tzinfo=UTC)
NAMES = [file_name(microseconds_of(THIRTEEN + timedelta(minutes=30 * half)), 0) for half in range(4)]


@pytest.fixture(params=["here", "in a store"])
def folder(request, tmp_path):
    """Give the name of a folder that is not there yet."""
    if request.param == "here":
        return str(tmp_path / "out")
    return f"s3://{request.getfixturevalue('s3').bucket}/out"


def look(folder):
    """Return what lies in *folder*, hidden files among it."""
    staging = staging_at(folder, "0", JobError)
    return set(staging.names())


def write(folder, names, window=None, *, token="a1"):
    """Do as a merge does that writes a line to each of *names*."""
    with owned_hours(folder, window, token) as staging:
        for name in names:
            with staging.writing(name) as stream:
                stream.write(b"{}\n")
        assert not set(names) & look(folder)
        settle(staging, names)


def test_names_tell_hour_minute_and_number():
    """The year has four digits, whatever it is."""
    assert NAMES[:2] == ["2024/03/18/13/00-00-00000.jsonl", "2024/03/18/13/30-00-00000.jsonl"]
    assert (
        file_name(microseconds_of(datetime(17, 1, 2, 3, 4, 5, 6, tzinfo=UTC)), 123_456)
        == "0017/01/02/03/04-05-123456.jsonl"
    )


@given(st.lists(st.datetimes(timezones=st.just(UTC)), min_size=2, max_size=2))
def test_names_are_in_the_order_of_times(times):
    """To the second, as far as they tell them."""
    seconds = [time.replace(microsecond=0) for time in sorted(times)]
    one, other = (file_name(microseconds_of(time), 0) for time in seconds)
    assert (one < other) == (seconds[0] < seconds[1])


def test_files_appear_when_all_are_there(folder):
    """And the empty file that says so is the last one."""
    write(folder, NAMES)
    assert look(folder) == {*NAMES, "_SUCCESS"}


def test_a_run_removes_its_window_and_nothing_else(folder):
    """To the second, start included and end not; files of other names are somebody else's."""
    other = "2024/03/18/13/45-00-123-4567.jsonl"
    write(folder, [*NAMES, other])
    write(folder, [], MonitoringWindow(THIRTEEN + timedelta(minutes=30), THIRTEEN + timedelta(hours=1)))
    assert look(folder) == {NAMES[0], *NAMES[2:], other, "_SUCCESS"}
    write(folder, [])
    assert look(folder) == {other, "_SUCCESS"}


def test_a_run_that_fails_leaves_nothing(folder):
    """Not even what says that a former one was complete."""
    write(folder, NAMES)
    with suppress(ZeroDivisionError), owned_hours(folder, None, "b2") as staging:
        with staging.writing(NAMES[0]) as stream:
            stream.write(b"half")
        raise ZeroDivisionError
    assert look(folder) == set()


def test_what_cannot_be_put_in_its_place_takes_the_others_with_it(folder):
    """A file that was never written is none."""
    with owned_hours(folder, None, "c3") as staging:
        with staging.writing(NAMES[0]):
            pass
        with pytest.raises(JobError, match="Merged records cannot be written to the output folder"):
            settle(staging, NAMES[:2])
    assert look(folder) == set()


def test_the_next_run_removes_what_a_killed_one_has_left(tmp_path):
    """It lies in a hidden folder."""
    folder = tmp_path / "out"
    left = staging_at(str(folder), "dead", JobError)
    with left.writing(NAMES[0]) as stream:
        stream.write(b"half")
    assert [path.name for path in folder.iterdir()] == [".merge-dead.unfinished"]
    write(str(folder), NAMES[:1])
    assert {path.name for path in Path(folder).iterdir()} == {"2024", "_SUCCESS"}


def test_a_folder_belongs_to_one_run_at_a_time(tmp_path):
    """A second one says so."""
    with (
        owned_hours(str(tmp_path), None, "a"),
        pytest.raises(JobError, match="Another run writes"),
        owned_hours(str(tmp_path), None, "b"),
    ):
        pass
