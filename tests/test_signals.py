"""A signal to stop ends a run by Stopped, whatever the moment."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.signals import Stopped, look_for_signals, signals_noted, stopped_by_signals

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def hang_up():
    """A hang-up has its usual effect, also where the whole test run was started under nohup."""
    former = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, former)


def _in_a_callback(do):
    """Do it while compiled code calls back, which lets no exception out."""
    ctypes.CFUNCTYPE(None)(do)()


def _busy(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def _stopped(do):
    """Do it as a run is done, and return how it is stopped."""
    with pytest.raises(Stopped) as stop, stopped_by_signals():
        do()
    return stop.value


def _killed(number):
    os.kill(os.getpid(), number)
    _busy(5)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops(number):
    """By its name, which the exit message tells."""
    assert _stopped(lambda: _killed(number)).signal_name == signal.Signals(number).name


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_that_foreign_code_swallows_stops_all_the_same():
    """At the next step of the run, not at its end."""
    went_on = []

    def run():
        _in_a_callback(lambda: os.kill(os.getpid(), signal.SIGTERM))
        _busy(5)
        went_on.append("to the end")

    _stopped(run)
    assert went_on == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_swallowed_signal_is_seen_before_a_step_that_cannot_be_taken_back():
    """And where a run ends right behind it."""

    def lost():
        _in_a_callback(lambda: os.kill(os.getpid(), signal.SIGTERM))

    def run():
        lost()
        look_for_signals()
        pytest.fail("it went on")

    _stopped(run)
    _stopped(lost)


def test_further_signals_do_not_disturb_the_cleaning_up():
    """Nor does what is met on the way out hide why."""
    cleaned = []

    def run():
        try:
            _killed(signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            _busy(0.2)
            cleaned.append(True)
            raise OSError("met on the way out")

    assert _stopped(run).signal_name == "SIGTERM"
    assert cleaned == [True]


def test_nothing_is_left_of_it():
    """The handlers are the former ones, and no alarm clock runs."""
    former = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM)]
    _stopped(lambda: _killed(signal.SIGTERM))
    assert [
        signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM)
    ] == former
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    look_for_signals()


def test_a_hang_up_that_is_ignored_stays_ignored():
    """That is what nohup asks for."""
    former = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopped_by_signals():
            os.kill(os.getpid(), signal.SIGHUP)
            _busy(0.1)
    finally:
        signal.signal(signal.SIGHUP, former)


def test_a_signal_is_noted_where_it_must_not_disturb():
    """While a host waits for others."""
    with signals_noted() as came:
        assert not came()
        os.kill(os.getpid(), signal.SIGHUP)
        assert came()


CONTAINER = "sys.argv[:] = ['engine', '--output-path', sys.argv[1]]; runpy.run_module('engine', run_name='__main__', alter_sys=True)"
COMMAND_LINE = (
    "sys.argv[:] = ['model-monitor', 'baseline', 'data.csv', '-o', sys.argv[1]]; "
    "next(iter(entry_points(group='console_scripts', name='model-monitor'))).load()()"
)


@pytest.mark.parametrize(("program", "code"), [(CONTAINER, 255), (COMMAND_LINE, 2)])
def test_a_signal_that_comes_before_anything_is_imported_is_not_lost(tmp_path, program, code):
    """It waits until it is heeded: the run is stopped, and says so."""
    program = (
        "import os, runpy, signal, sys; from importlib.metadata import entry_points\n"
        "import engine.signals as signals; hold = signals.hold_signals\n"
        "signals.hold_signals = lambda: (hold(), os.kill(os.getpid(), signal.SIGTERM))\n" + program
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == code, ended.stderr
    assert "stopped by SIGTERM before the analysis was complete" in ended.stderr
