"""Points and spans of time, as people and platforms write them."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.errors import JobError
from engine.job.times import microseconds_of, moment, offset, start_of_last


def utc(*numbers):
    """Return the time in UTC that *numbers* are, from the year on."""
    return datetime(*numbers, tzinfo=UTC)


NOW = utc(2024, 3, 18, 14)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-03-18T13:00:00Z", utc(2024, 3, 18, 13)),
        ("2024-03-18T13:00:00z", utc(2024, 3, 18, 13)),
        (" 2024-03-18T13:00:00Z\n", utc(2024, 3, 18, 13)),
        ("2024-03-18t13:00", utc(2024, 3, 18, 13)),
        ("2024-03-18 13:00:05", utc(2024, 3, 18, 13, 0, 5)),
        ("2024-03-18T13:00:00.5Z", utc(2024, 3, 18, 13, 0, 0, 500_000)),
        ("2024-03-18T13:00:00,123456789Z", utc(2024, 3, 18, 13, 0, 0, 123_456)),
        ("2024-03-18T13:00:00.000Z", utc(2024, 3, 18, 13)),
        ("2024-03-18T13:00:00+00:00", utc(2024, 3, 18, 13)),
        ("2024-03-18T13:00:00+05:30", utc(2024, 3, 18, 7, 30)),
        ("2024-03-18T13:00:00-0330", utc(2024, 3, 18, 16, 30)),
        ("2024-03-18T13:00+02", utc(2024, 3, 18, 11)),
        ("2024-03-18T00:30:00+01:00", utc(2024, 3, 17, 23, 30)),
        ("2024-03-18", utc(2024, 3, 18)),
        ("2024-02-29", utc(2024, 2, 29)),
    ],
)
def test_a_time_is_in_utc(text, time):
    """A time without an offset is UTC, a date alone its first moment, and fractions end at the microsecond."""
    assert moment(text, name="start_time") == time


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "13:00",
        "1710766800",
        "2024-03-18T13",
        "2024-03-18T",
        "2024-03-18Z",
        "2024-3-18",
        "18.03.2024",
        "20240318T130000Z",
        "2024-W12-1",
        "2023-02-29",
        "2024-03-18T24:00:00",
        "2024-03-18T13:00:60Z",
        "2024-03-18T13:00.5Z",
        "2024-03-18T13:00:00 UTC",
        "2024-03-18T13:00:00+25:00",
        "2024-03-18T13:00:00+01:60",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "٢٠٢٤-03-18",
        "-PT1H",
    ],
)
def test_what_is_no_time_gets_a_sentence_with_an_example(text):
    """The sentence names the setting, shows how a time is written, and what was found."""
    with pytest.raises(JobError) as raised:
        moment(text, name="start_time")
    assert str(raised.value) == (
        f"start_time is expected to be a time of ISO 8601, such as 2024-03-18T13:00:00Z; found {text!r}"
    )


offsets = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=offsets))
def test_a_time_written_by_python_is_read_back(time):
    """Whatever its offset and its fraction; but for the first and the last day of all, which not every zone has."""
    assume(2 <= time.year <= 9998)
    assert moment(time.isoformat(), name="end_time") == time


@given(st.text())
def test_any_text_is_a_time_or_an_error_of_the_users(text):
    """Nothing else is raised."""
    with suppress(JobError):
        assert moment(text, name="end_time").tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("6h", timedelta(hours=6)),
        ("30m", timedelta(minutes=30)),
        ("2d", timedelta(days=2)),
        ("1w", timedelta(weeks=1)),
        ("1h30m", timedelta(hours=1, minutes=30)),
        ("1w2d3h4m", timedelta(weeks=1, days=2, hours=3, minutes=4)),
        ("90m", timedelta(minutes=90)),
        (" 6H ", timedelta(hours=6)),
    ],
)
def test_a_span_ends_at_the_given_time(text, span):
    """Weeks, days, hours and minutes, each at most once, from the longest to the shortest."""
    assert start_of_last(text, end=NOW) == NOW - span


@pytest.mark.parametrize(
    "text", ["", "6", "h", "0h", "-6h", "6 h", "30s", "30m1h", "1h1h", "1.5h", "6hours", "PT6H", "٦h", "9" * 30 + "w"]
)
def test_what_is_no_span_gets_a_sentence_with_examples(text):
    """No time at all is none either, and neither is more than there has been."""
    with pytest.raises(JobError) as raised:
        start_of_last(text, end=NOW)
    assert str(raised.value) == (
        f"--last is expected to be a span of time, such as 6h, 30m, 2d, 1w or 1h30m; found {text!r}"
    )


def test_a_span_from_before_the_first_year_is_none():
    """Times go back to the year 1."""
    with pytest.raises(JobError):
        start_of_last("2000000d", end=NOW)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("-P1D", timedelta(days=1)),
        ("P1D", timedelta(days=1)),
        (" -pt1h ", timedelta(hours=1)),
        ("-P1W", timedelta(weeks=1)),
        ("-P2DT3H4M5S", timedelta(days=2, hours=3, minutes=4, seconds=5)),
        ("PT0H", timedelta()),
    ],
)
def test_an_offset_leads_back_with_and_without_its_minus(text, span):
    """As a schedule has it: what is asked for is an earlier window."""
    assert offset(text, name="start_time_offset") == span


@pytest.mark.parametrize(
    "text", ["", "P", "-P", "PT", "-P1DT", "P1M", "P1Y", "1D", "+P1D", "--P1D", "P1.5D", "P9999999999D"]
)
def test_anything_else_is_no_offset(text):
    """Months and years have no length, and the future no window."""
    with pytest.raises(JobError, match="end_time_offset is expected to be a span of ISO 8601") as raised:
        offset(text, name="end_time_offset")
    assert raised.value.code == "time-offset-invalid"


@given(st.datetimes(timezones=st.just(UTC)))
def test_microseconds_are_exact(time):
    """For every time that there is."""
    assert utc(1970, 1, 1) + timedelta(microseconds=microseconds_of(time)) == time
