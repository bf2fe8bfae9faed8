"""What a script's process does with a request: it calls the handler, for each record or once."""

from collections.abc import Callable
from typing import Any

from engine.scripts.child.frames import unpacked
from engine.scripts.child.record import InferenceRecord
from engine.scripts.child.trouble import Trouble, raised
from engine.scripts.child.values import lines_of

ANSWERING = -1
"""What stands in the place of a record's number while an answer is on its way."""

SHAPES: dict[str, Callable[[str], Any]] = {"capture": InferenceRecord.of, "line": str}
"""What a handler is given for a line, by the shape of the records."""

Work = Callable[[bytes], bytes]
"""Makes an answer of a request's payload; raises Trouble where the script fails."""


def preprocessing(call: Callable[[Any], object], make: Callable[[str], Any], path: str, note: memoryview) -> Work:
    """Return what makes rows of records: *make* a record of each line, *call* the handler of the script at *path*.

    In *note* stands the number of the record that is being handled.
    """

    def work(payload: bytes) -> bytes:
        lines: list[str] = []
        try:
            for number, text in enumerate(unpacked(payload), 1):
                note[0] = number
                lines += lines_of(call(_made(make, text)))
        except Trouble:
            raise
        except BaseException as error:
            raise raised(error, path) from error
        note[0] = ANSWERING
        return "".join(lines).encode("utf-8", "replace")

    return work


def postprocessing(call: Callable[[], object], path: str) -> Work:
    """Return what calls the handler of the script at *path*, and answers nothing."""

    def work(_payload: bytes) -> bytes:
        try:
            call()
        except BaseException as error:
            raise raised(error, path) from error
        return b""

    return work


def _made(make: Callable[[str], Any], text: bytes) -> Any:
    try:
        return make(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise Trouble("record") from error
