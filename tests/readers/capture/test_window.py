"""The time of a record, and which records a window has."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from captures import csv, lines, read_captures, record
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.job.times import MonitoringWindow
from engine.readers.capture.envelope.time import NO_TIME, microseconds

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(text):
    """Return what the reader takes *text* for; None where it is no time."""
    content = text.encode()
    found = microseconds(np.frombuffer(b"2" + content + b"9", dtype=np.uint8), 1, 1 + len(content))
    return None if found == NO_TIME else found


def expected(text):
    """Return what Python takes *text* for, without a zone as UTC; None where it is no time."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return ((time if time.tzinfo else time.replace(tzinfo=UTC)) - EPOCH) // timedelta(microseconds=1)


@settings(deadline=None, max_examples=300)
@given(
    st.datetimes(datetime.fromisoformat("0001-01-02"), datetime.fromisoformat("9999-12-30")),
    st.sampled_from(["auto", "seconds", "milliseconds", "microseconds"]),
    st.sampled_from(["", "Z", "+00:00", "-00:00", "+05:30", "-1130", "+23:59", "-08"]),
)
def test_a_time_is_what_python_reads(time, timespec, zone):
    """With fractions or without, in any zone; none is UTC."""
    text = time.isoformat(timespec=timespec) + zone
    assert micros(text) == expected(text)


@settings(deadline=None, max_examples=1000)
@given(
    st.sampled_from(["2024-02-29T13:00:00", "2023-12-31T23:59:59"]),
    st.sampled_from([*range(10), *range(11, 19)]),
    st.sampled_from("0123456789:x"),
    st.sampled_from(["", "Z", ".5Z", ".", ",25", ".1234567", "+0", "+5:00", "+05:", "+05:3", "+24:00", "ZZ", "é"]),
)
@example("2024-02-29T13:00:00", 3, "3", "Z")
@example("2024-02-29T13:00:00", 11, "2", "Z")
def test_what_is_no_time_is_none(time, place, other, tail):
    """One character is another, or the end is odd: the same time as Python's, or none where Python has none."""
    text = time[:place] + other + time[place + 1 :] + tail
    assert micros(text) == expected(text)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "1710766800", "18.03.2024 13:00:00", "2024-03-18T13:00Z", "2024-03-18T13:00:00+05:60"]
)
def test_a_text_of_another_form_is_no_time(text):
    """A record's time has seconds, and its zone hours and minutes."""
    assert micros(text) is None


@pytest.mark.parametrize("day", [f"{year}-02-29" for year in ("1600", "1900", "2000", "2023", "2024", "2100", "2400")])
def test_a_leap_day_is_one_in_the_years_that_have_it(day):
    """A hundredth year has none, unless it is a four hundredth."""
    assert micros(f"{day}T00:00:00Z") == expected(f"{day}T00:00:00Z")


@pytest.fixture
def hour(tmp_path):
    """Give a function that puts records of the given times into the folder of 13 o'clock, and reads those in a window."""

    def read(times, start, end):
        folder = tmp_path / "ep/AllTraffic/2024/03/18/13"
        folder.mkdir(parents=True)
        (folder / "a.jsonl").write_bytes(lines(*(record(csv(str(i)), time=time) for i, time in enumerate(times))))
        bounds = (None if text is None else datetime.fromisoformat(f"2024-03-18T{text}+00:00") for text in (start, end))
        return read_captures(tmp_path, window=MonitoringWindow(*bounds))

    return read


TIMES = (
    "2024-03-18T13:00:00Z",
    "2024-03-18T13:29:59.999999Z",
    "2024-03-18T13:30:00Z",
    "2024-03-18T14:45:00+01:00",
    "2024-03-18T13:59:59Z",
)


@pytest.mark.parametrize(
    ("start", "end", "rows"),
    [
        ("13:00", "14:00", [0, 1, 2, 3, 4]),
        ("13:30", "14:00", [2, 3, 4]),
        ("13:00", "13:30", [0, 1]),
        ("13:30", "13:45", [2]),
        ("13:29:59", None, [1, 2, 3, 4]),
        (None, "13:00:01", [0]),
    ],
)
def test_a_window_has_its_start_and_not_its_end(hour, start, end, rows):
    """Records outside are passed over: they are neither rows nor bad."""
    found = hour(TIMES, start, end)
    assert found.rows == [(str(i),) for i in rows]
    assert (found.tally.records, found.tally.lines, found.tally.bad) == (len(rows), 5, ())


@pytest.mark.parametrize("time", [None, "", "soon", "2024-03-18", 1710766800])
def test_a_record_without_a_time_belongs_to_its_hour(hour, time):
    """Where only a part of the hour is in the window, too."""
    assert hour([time], "13:30", "13:40").rows == [("0",)]


def test_times_decide_nothing_in_an_hour_that_is_inside(hour):
    """The folder says the hour; a record that is late in it stays."""
    assert hour(["2024-03-18T15:00:00Z"], "13:00", "14:00").rows == [("0",)]


def test_a_record_outside_is_not_looked_into(hour):
    """What its sides hold does not matter."""
    found = hour(["2024-03-18T13:00:00Z"], "13:30", "14:00")
    assert (found.rows, found.tally.records, found.tally.kinds) == ([], 0, {})
