"""A script that fails ends as an error that says where and what to do; nothing waits for it, nothing of it stays."""

import os
import re
import sys
import time
from pathlib import Path

import pytest

from engine.errors import ScriptError
from engine.job.dataset import Script
from engine.scripts.faults import SENTENCES
from engine.scripts.preprocess import Record, preprocessing

RECORDS = [Record("day.csv", 7, b"SECRETCELL"), Record("day.csv", 8, b"SECRETCELL")]
AT = " in preprocess_handler on day.csv, line 8"
TAKES = ": preprocess_handler is expected to take (inference_record) or (inference_record, logger); it"
ROWS = ": a dict for a row, a list of dicts, or [] to leave the record out was expected"
PIPE = ": the pipe for its answers was closed or written to{at}; let it close and write only what it has opened itself"
AT_SECOND = """import os, sys, time
seen = []
def preprocess_handler(line):
    seen.append(line)
    if len(seen) == 2:
        {}
    return []
def write_to_all():
    for file in range(3, 4096):
        try:
            os.write(file, b"x" * 64)
        except OSError:
            pass
"""
"""A script in which a statement is met with the second record."""


def fault(script, *, shape="line", memory=None):
    with pytest.raises(ScriptError) as caught, preprocessing(script, shape, memory=memory) as handler:  # noqa: PT012
        handler.rows(RECORDS[:1])
        handler.rows(RECORDS[1:])
    assert "SECRETCELL" not in str(caught.value)
    return str(caught.value).removeprefix(script.path)


LOADING = (
    pytest.param(
        "def f(:\n", ", line 1: not Python as {version} reads it (SyntaxError); mend the script", id="no Python"
    ),
    pytest.param(
        "x = 1\n  y = 2\n",
        ", line 2: not Python as {version} reads it (IndentationError); mend the script",
        id="indentation",
    ),
    pytest.param(
        "\nimport nosuch.thing\n",
        ", line 2: it imports nosuch, which is not there; put it into the script's folder, or install it for {python}",
        id="a module that is missing",
    ),
    pytest.param(
        "from os import nosuch\n",
        ", line 1: ImportError while it was loaded; its traceback is in the log",
        id="a name that is missing",
    ),
    pytest.param(
        "1 / 0\n", ", line 1: ZeroDivisionError while it was loaded; its traceback is in the log", id="an error"
    ),
    pytest.param(
        "import sys\nsys.exit(1)\n",
        ", line 2: SystemExit while it was loaded; its traceback is in the log",
        id="an exit",
    ),
    pytest.param(
        "import os\nos._exit(4)\n",
        ": its process ended with code 4 while it was loaded; let it return instead",
        id="a hard exit",
    ),
    pytest.param(
        "", ": a function preprocess_handler was expected, found no function; define it", id="an empty script"
    ),
    pytest.param(
        "import json\ndef process(): ...\ndef handler(): ...",
        ": a function preprocess_handler was expected, found process, handler; define it",
        id="other functions",
    ),
    pytest.param(
        "preprocess_handler = 1",
        ": a function preprocess_handler was expected, found no function; define it",
        id="no function",
    ),
    pytest.param("def preprocess_handler(): ...", f"{TAKES} takes ()", id="no parameter"),
    pytest.param(
        "def preprocess_handler(a, b, c, d='SECRET'): ...", f"{TAKES} takes (a, b, c, d)", id="many parameters"
    ),
    pytest.param("def preprocess_handler(a, *, key): ...", f"{TAKES} takes (a, *, key)", id="a keyword"),
)
HANDLING = (
    pytest.param("raise ValueError(line)", f", line 6: ValueError{AT}; its traceback is in the log", id="an error"),
    pytest.param("sys.exit()", f", line 6: SystemExit{AT}; its traceback is in the log", id="an exit"),
    pytest.param(
        "(lambda f: f(f))(lambda f: f(f))",
        f", line 6: RecursionError{AT}; its traceback is in the log",
        id="a recursion without end",
    ),
    pytest.param("os._exit(3)", f": its process ended with code 3{AT}; let it return instead", id="a hard exit"),
    pytest.param(
        "os._exit(0)", f": its process ended with code 0{AT}; let it return instead", id="a hard exit that is fine"
    ),
    pytest.param(
        "os.abort()", f": its process was ended by SIGABRT{AT}; look for a fault in what it imports", id="a crash"
    ),
    pytest.param(
        "os.kill(os.getpid(), 9)",
        f": its process was ended by SIGKILL{AT}, as the system does where memory is short; let it hold less at a time, "
        "or give the job a machine with more memory",
        id="a kill",
    ),
    pytest.param(
        "return {'a': 'x' * 70_000_000}",
        f": rows of at most 64 million characters were expected{AT}, and it returned a longer one; let it leave out or cut "
        "long texts",
        id="a row that is longer than any",
    ),
    pytest.param("return None", f"{ROWS}{AT}; it returned None", id="None"),
    pytest.param("return 'SECRETCELL'", f"{ROWS}{AT}; it returned str", id="a text"),
    pytest.param("return [{}, 3]", f"{ROWS}{AT}; it returned a list with int in it", id="a list of other things"),
    pytest.param("return (lambda: (yield))()", f"{ROWS}{AT}; it returned generator", id="a generator"),
    pytest.param("os.closerange(3, 4096); time.sleep(600)", f"{PIPE.format(at=AT)}", id="files closed"),
    pytest.param("write_to_all(); time.sleep(600)", f"{PIPE.format(at=AT)}", id="files written to"),
)


@pytest.mark.parametrize(("text", "says"), LOADING)
def test_a_script_that_cannot_be_used_is_told_so_at_once(script, text, says):
    """It names the script and its line, before there is any record."""
    assert fault(script(text)) == says.replace("{version}", sys.version.split()[0]).replace("{python}", sys.executable)


@pytest.mark.parametrize(("statement", "says"), HANDLING)
def test_a_fault_names_the_record_that_was_handled(script, statement, says):
    """It names the script, and the file and the line of the record, and shows no data."""
    assert fault(script(AT_SECOND.format(statement))) == says


def test_pipes_that_are_closed_are_noticed_when_the_answer_is_due(script):
    """The record is not known any more then: the batch was done."""
    assert fault(script(AT_SECOND.format("os.closerange(3, 4096)"))) == PIPE.format(at="")


def test_a_script_that_is_not_there_is_named(tmp_path):
    """The path is what can be mended."""
    gone = Script(str(tmp_path / "gone.py"))
    assert fault(gone) == ": there is no such file; name the script, a file of Python that is there on every host"


def test_a_script_that_cannot_be_read_is_named(tmp_path):
    """A folder is no script."""
    assert fault(Script(str(tmp_path))) == ": cannot be read: Is a directory; name the script, a file of Python"


def test_a_record_that_takes_too_long_is_named_though_others_were_quick(script):
    """The time is one record's: that of the one that hangs, in the midst of its batch."""
    text = "import time\ndef preprocess_handler(line):\n    time.sleep(600 if line == 'slow' else 0)\n    return []"
    records = [Record("day.csv", number, b"quick") for number in range(1, 500)] + [Record("day.csv", 500, b"slow")]
    with pytest.raises(ScriptError) as caught, preprocessing(script(text, seconds=0.5), "line") as handler:
        handler.rows(records)
    assert str(caught.value).endswith(
        ": it took longer than 0.5 seconds in preprocess_handler on day.csv, line 500 and was ended; "
        "make it faster, or give it more time with script_timeout"
    )


def test_many_records_may_take_longer_than_one_may(script):
    """A batch has no limit of its own."""
    text = "import time\ndef preprocess_handler(line):\n    time.sleep(0.1)\n    return {'line': line}"
    with preprocessing(script(text, seconds=0.9), "line") as handler:
        assert handler.rows([Record("day.csv", 1, b"x")] * 15).count(b"\n") == 15


def test_a_pause_between_two_batches_is_no_time_of_the_scripts(script):
    """What the engine does meanwhile is its own affair, though the next batch begins at a record of the same number."""
    text = "import time\ndef preprocess_handler(line):\n    time.sleep(0.3)\n    return {'line': line}"
    with preprocessing(script(text, seconds=1.5), "line") as handler:
        handler.rows(RECORDS[:1])
        time.sleep(1.6)
        assert handler.rows(RECORDS[1:]) == b'{"line":"SECRETCELL"}\n'


def test_a_script_that_hangs_while_it_is_loaded_is_ended(script):
    """Loading has the time of a record."""
    says = fault(script("while True: pass", seconds=0.5))
    assert says.startswith(": it took longer than 0.5 seconds while it was loaded and was ended; ")


def test_a_script_that_takes_too_much_memory_is_told_how_much_it_may_take(script):
    """The limit is the script's own: it gets a MemoryError before anybody else is out of memory."""
    text = AT_SECOND.format("bytearray(600 << 20)")
    assert fault(script(text), memory=400 << 20) == (
        f", line 6: memory ran out{AT}; it may take 400 MiB here, so let it hold less at a time, "
        "or give the job a machine with more memory"
    )


def test_memory_that_runs_out_bit_by_bit_is_told_as_well(script):
    """There is room left to say so."""
    text = AT_SECOND.format("while True: seen.append(bytes(100))")
    assert ": memory ran out in preprocess_handler" in fault(script(text), memory=200 << 20)


def test_a_captured_line_that_is_no_object_is_no_record(script):
    """The fault is the file's, and is said so."""
    says = fault(script("def preprocess_handler(r): return []"), shape="capture")
    assert says == (
        ": a JSON object was expected in preprocess_handler on day.csv, line 7, "
        "and no such record can be given to it; mend the file"
    )


def test_a_process_that_cannot_be_started_is_an_error_of_the_script(script):
    """As where its variables are more than the system takes."""
    big = script("", BIG="x" * (4 << 20))
    assert fault(big) == f": its process cannot be started: {os.strerror(7)}"


def test_every_kind_of_fault_has_been_brought_about_here():
    """A new sentence needs its script: each stands, in its fixed parts, somewhere in this file."""
    source = re.sub(r"[\"']\s+f?[\"']", "", Path(__file__).read_text())
    for kind, sentence in SENTENCES.items():
        longest = max(re.split(r"\{\w+\}", sentence.text), key=len)
        assert longest in source, kind
