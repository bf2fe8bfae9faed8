"""A postprocess_handler is called once, and what it says is in the log."""

import logging
import os

import pytest

from engine.errors import ScriptError
from engine.scripts.postprocess import postprocess

LOG = logging.getLogger("engine.test")


@pytest.fixture
def said(script, caplog):
    """Give a function that runs a script and returns the lines that it has left in the log."""
    caplog.set_level(logging.INFO)

    def run(text, **options):
        postprocess(script(text, **options), LOG)
        return caplog.messages

    return run


def test_the_documented_example_speaks_in_the_log(said):
    """What is printed is logged under the script's name."""
    text = "def postprocess_handler():\n    print('Hello from post-proc script!')"
    assert said(text) == ["user.py: Hello from post-proc script!"]


def test_a_handler_may_take_a_logger(said):
    """As the one of a preprocessing script may."""
    assert said("def postprocess_handler(logger): logger.info('at work')") == ["user.py: INFO at work"]


def test_what_is_returned_does_not_matter(said):
    """Any value, and a line without an end."""
    assert said("def postprocess_handler():\n    print('a', end='')\n    return object()") == ["user.py: a"]


def test_threads_that_it_has_started_are_waited_for(said):
    """The process ends as any Python program does, with what its threads and its end still have to say."""
    text = """
    import atexit, threading
    def postprocess_handler():
        atexit.register(print, "end")
        threading.Timer(0.2, print, ["thread"]).start()
    """
    assert said(text) == ["user.py: thread", "user.py: end"]


def test_lines_are_logged_as_they_come(script):
    """A line is in the log while the script still works: here it waits until it is."""
    text = """
    import os
    def postprocess_handler():
        print("first")
        open(os.environ["PIPE"]).read()
    """
    work = script(text)
    pipe = work.path + ".pipe"
    os.mkfifo(pipe)

    class Answering(logging.Handler):
        def emit(self, record):
            open(pipe, "w").close()

    log = logging.Logger("answering")
    log.addHandler(Answering())
    postprocess(type(work)(work.path, (("PIPE", pipe),), work.seconds), log)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def process(): ...", ": a function postprocess_handler was expected, found process; define it"),
        ("def postprocess_handler(a, b): ...", ": postprocess_handler is expected to take () or (logger); it takes (a, b)"),
        ("def postprocess_handler():\n    1 / 0", ", line 2: ZeroDivisionError in postprocess_handler; its traceback is in the log"),
        ("import os\ndef postprocess_handler(): os._exit(7)",
         ": its process ended with code 7 in postprocess_handler; let it return instead"),
    ],
)  # fmt: skip
def test_a_fault_is_a_sentence(script, text, says):
    """The faults are those of a preprocessing script, without a record."""
    work = script(text)
    with pytest.raises(ScriptError) as caught:
        postprocess(work, LOG)
    assert str(caught.value) == work.path + says


@pytest.mark.parametrize(
    "text",
    [
        "import time\ndef postprocess_handler(): time.sleep(600)",
        "import threading, time\ndef postprocess_handler(): threading.Thread(target=time.sleep, args=(600,)).start()",
    ],
)
def test_a_script_that_takes_longer_than_it_may_is_ended(script, text):
    """The time is for all of it, its end included."""
    with pytest.raises(ScriptError, match=r"it took longer than 1 seconds in postprocess_handler and was ended"):
        postprocess(script(text, seconds=1.0), LOG)


def test_an_error_brings_the_traceback_alone(script, caplog):
    """What was printed before is in the log already."""
    caplog.set_level(logging.INFO)
    with pytest.raises(ScriptError) as caught:
        postprocess(script("def postprocess_handler():\n    print('before')\n    1 / 0"), LOG)
    assert caplog.messages == ["user.py: before"]
    assert caught.value.log[0] == "Traceback (most recent call last):"
