"""How texts that are not the engine's own stand in its sentences: escaped, cut, and no more of them than can be read.

Names of columns and features, file names, keys and settings come from outside: raw in a log, a line break in one would
begin a line of its own, an escape would command the terminal, a mark of direction would turn the line round.
"""

import logging
from collections.abc import Iterable

MOST_LISTED = 20
"""So many texts are named in a sentence; the others are counted."""

LONGEST = 200
"""Characters of a foreign text that are shown: its beginning and its end."""

_LONGEST_SENTENCE = 4000
_LONGEST_MESSAGE = 10_000
"""Characters of one message of the log: more than the longest line of a script's that is kept."""

_BETWEEN = " ... "


def foreign(text: str, longest: int = LONGEST) -> str:
    """Return *text* for a sentence: no character in it commands anything, and at most *longest* or so are shown.

    What cannot be printed (control characters, line breaks, marks of direction, halves of surrogate pairs) is written
    as Python would write it in quotes; only a tab stays.
    """
    cut = _cut(text, longest)
    if cut.isprintable():
        return cut
    return "".join(each if each.isprintable() or each == "\t" else repr(each)[1:-1] for each in cut)


def quoted(text: str) -> str:
    """Return *text* for a sentence in quotes, for where it begins and ends has to be seen."""
    return repr(_cut(text, LONGEST))


def listed(texts: Iterable[str]) -> str:
    """Return foreign *texts* for a sentence, at most 20 of them and the number of the others."""
    every = tuple(texts)
    return ", ".join(map(foreign, every[:MOST_LISTED])) + more_than(MOST_LISTED, len(every))


def more_than(named: int, count: int) -> str:
    """Return how many of *count* are not among those *named*, as the end of a list; nothing where all of them are."""
    return f" and {count - named} more" if count > named else ""


def sentence(text: str) -> str:
    """Return a whole message that may hold foreign texts as they came: one line, of a length that can be read."""
    return foreign(text, _LONGEST_SENTENCE)


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    end = longest // 4
    return text[: longest - end] + _BETWEEN + text[len(text) - end :]


class OneLine(logging.Filter):
    """Keeps each message of a log in one line, whatever stands in it; a traceback has lines of its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let *record* pass, its text made safe to show."""
        record.msg, record.args = foreign(record.getMessage(), _LONGEST_MESSAGE), None
        if record.exc_info and not record.exc_text:
            lines = logging.Formatter().formatException(record.exc_info).split("\n")
            record.exc_text = "\n".join(foreign(line, _LONGEST_MESSAGE) for line in lines)
        return True
