"""What a script prints and logs."""

import logging
import pickle

import pytest

from engine.errors import ScriptError
from engine.scripts.output import MOST_LINES, Lines, Logged
from engine.scripts.preprocess import Record, preprocessing

RECORDS = [Record("data.csv", number, b"%d" % number) for number in (1, 2)]


def said(script, text, records=RECORDS):
    with preprocessing(script(text), "line") as handler:
        handler.rows(records)
        return handler.said


def test_what_is_printed_and_logged_is_kept_in_its_order(script):
    """Both streams, the logger, and a program that the script runs write into one text."""
    text = """
    import os, sys
    print("loaded")
    def preprocess_handler(line, logger):
        print("print", line)
        print("error", line, file=sys.stderr)
        logger.info("info %s", line)
        logger.warning("warning %s", line)
        os.system("echo program " + line)
        return []
    """
    kinds = ("print {0}", "error {0}", "INFO info {0}", "WARNING warning {0}", "program {0}")
    assert said(script, text) == ("loaded", *(kind.format(number) for number in (1, 2) for kind in kinds))


def test_a_logger_that_a_script_sets_up_for_itself_does_not_double_the_words(script):
    """What goes to the handler's logger is told once, beside what the script logs through the root."""
    text = """
    import logging
    logging.basicConfig(level=logging.INFO)
    def preprocess_handler(line, logger):
        logger.info("mine %s", line)
        logging.getLogger("own").info("other %s", line)
        return []
    """
    assert said(script, text, RECORDS[:1]) == ("INFO mine 1", "INFO:own:other 1")


def test_a_last_line_without_its_end_is_kept(script):
    """What was printed is told, whether or not its line is complete."""
    assert said(script, "def preprocess_handler(line):\n    print(line, end=' ')\n    return []") == ("1 2 ",)


def test_of_many_lines_the_first_are_kept_and_the_others_counted(script):
    """A script that prints without end does not fill the memory of the engine."""
    lines = said(script, "def preprocess_handler(line):\n    print('x\\n' * 3000, end='')\n    return []")
    assert lines == ("x",) * MOST_LINES + ("(5000 more lines were printed)",)


def test_what_is_no_text_is_kept_as_far_as_it_is():
    """Bytes that are not UTF-8 are replaced, carriage returns before a line's end dropped."""
    assert list(Lines().feed(b"a\xffb\r\n\n")) == ["a\ufffdb", ""]


def test_a_line_without_end_is_cut():
    """Of a line the beginning is kept, however it arrives."""
    lines = Lines()
    assert list(lines.feed(b"x" * 8000)) == []
    assert list(lines.feed(b"x" * 8000)) == []
    assert list(lines.feed(b"x\ny\n")) == ["x" * 8192 + " ...", "y"]


@pytest.mark.parametrize(("length", "end"), [(8191, ""), (8192, ""), (8193, " ...")])
def test_a_line_of_just_the_longest_length_is_whole(length, end):
    """In one piece or in several; only what is left out is told."""
    whole = "x" * min(length, 8192) + end
    assert list(Lines().feed(b"x" * length + b"\n")) == [whole]
    lines = Lines()
    assert [*lines.feed(b"x" * 8000), *lines.feed(b"x" * (length - 8000)), *lines.feed(b"\n")] == [whole]


def test_what_is_printed_does_not_disturb_the_answers(script):
    """Printing to the standard output, by whatever way, is printing and nothing else."""
    text = """
    import os, sys
    def preprocess_handler(line):
        os.write(1, b"row\\n" * 10)
        sys.__stdout__.buffer.write(b"{}\\n")
        return {"line": line}
    """
    with preprocessing(script(text), "line") as handler:
        assert handler.rows(RECORDS) == b'{"line":"1"}\n{"line":"2"}\n'
        assert len(handler.said) == 22


def test_an_error_brings_home_what_was_printed_and_the_traceback(script):
    """The lines travel with the error out of a Spark task; the traceback begins in the script."""
    text = """
    def preprocess_handler(line):
        print("before")
        print("half a line", end="")
        return {"x": 1 / 0}
    """
    with pytest.raises(ScriptError) as caught:
        said(script, text)
    error = pickle.loads(pickle.dumps(caught.value))
    assert str(error) == str(caught.value)
    assert error.log[:3] == ("before", "half a line", "Traceback (most recent call last):")
    assert error.log[3].endswith('user.py", line 5, in preprocess_handler')
    assert error.log[-1] == "ZeroDivisionError: division by zero"


def test_a_log_has_the_first_lines_and_the_number_of_the_others(caplog):
    """A postprocessing script that prints in a loop fills no disk."""
    logged = Logged(logging.getLogger("engine"), "post.py")
    with caplog.at_level(logging.INFO, logger="engine"):
        for number in range(MOST_LINES + 3):
            logged.hear(b"%d\n" % number)
        logged.hear(b"and one without its end")
        logged.end()
    assert caplog.messages[0] == "post.py: 0"
    assert caplog.messages[MOST_LINES - 1 :] == [
        f"post.py: {MOST_LINES - 1}",
        "post.py: (4 more lines were printed)",
    ]
