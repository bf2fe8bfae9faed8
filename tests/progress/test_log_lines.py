"""Progress in a log: a line now and then, that a person reads."""

import logging
import threading

import pytest

from engine.progress.log_lines import EVERY, clock, line, logged, share, size
from engine.progress.passes import Progress, Read


def test_a_line_says_bytes_rows_and_the_time_left():
    """As soon as anything is read; before that nobody knows the time."""
    assert line(Progress(112_700_000, lambda: Read(67_100_000, 2_382_314)), 60.0) == (
        "Read 67.1 MB of 112.7 MB (59 %), 2,382,314 rows, about 0:41 left"
    )
    assert line(Progress(2_000, lambda: Read(0, 0)), 60.0) == "Read 0 bytes of 2.0 kB (0 %), 0 rows"


def test_lines_come_ten_seconds_apart():
    """No more often than that in anybody's log."""
    assert EVERY == 10.0


def test_a_pass_that_ends_sooner_has_no_line(caplog):
    """And leaves no thread behind."""
    caplog.set_level(logging.INFO, "engine")
    with logged()(Progress(1, lambda: Read(1, 1))):
        assert any(thread.name == "progress" for thread in threading.enumerate())

    assert caplog.records == []
    assert not any(thread.name == "progress" for thread in threading.enumerate())


def test_a_pass_that_takes_longer_has_lines(caplog):
    """From a thread, while the pass goes on."""
    caplog.set_level(logging.INFO, "engine")
    looked = threading.Semaphore(0)

    def read():
        looked.release()
        return Read(1, 1)

    with logged(every=0.001)(Progress(2, read)):
        for _ in range(3):
            looked.acquire()

    assert {record.getMessage().split(",")[0] for record in caplog.records} == {"Read 1 bytes of 2 bytes (50 %)"}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (10**13, "10.0 TB"),
    ],
)
def test_sizes_are_short(number, text):
    """In the unit that keeps them so; a thousand of one is one of the next."""
    assert size(number) == text


def test_a_share_is_whole_when_all_is_done():
    """And not before; nothing is done at once."""
    assert [share(1000, done) for done in (0, 999, 1000)] == [0, 99, 100]
    assert share(0, 0) == 100


def test_times_are_those_of_a_clock():
    """Minutes and seconds, and hours where there are some."""
    assert [clock(seconds) for seconds in (0.4, 7, 754, 3723)] == ["0:00", "0:07", "12:34", "1:02:03"]
