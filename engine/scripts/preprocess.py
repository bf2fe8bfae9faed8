"""A preprocessing script of the user's: it makes rows of records, a batch of them at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from engine.job.dataset import Script
from engine.machine import this_host
from engine.scripts.child.frames import packed
from engine.scripts.child.handlers import PREPROCESS
from engine.scripts.conversation import Conversation, talking
from engine.scripts.faults import Record, Task
from engine.scripts.memory import memory_share
from engine.scripts.output import Kept

__all__ = ["Handler", "Record", "preprocessing"]


class Handler:
    """The script's preprocess_handler, in a process of its own."""

    __slots__ = ("_conversation", "_ear")

    def __init__(self, conversation: Conversation, ear: Kept) -> None:
        self._conversation, self._ear = conversation, ear

    def rows(self, records: Sequence[Record]) -> bytes:
        """Return the rows of *records*, in their order: of each row one line, a JSON object of texts, booleans and nulls.

        The names of an object are sorted, and each line ends with LF. Raises ScriptError where the script fails.
        """
        if not records:
            return b""
        self._conversation.restart_clock()
        return self._conversation.ask(packed([record.text for record in records]), records)

    @property
    def said(self) -> tuple[str, ...]:
        """What the script has printed and logged until now: its first lines in their order, and how many more."""
        return self._ear.lines


@contextmanager
def preprocessing(script: Script, shape: str, *, memory: int | None = None) -> Iterator[Handler]:
    """Give the handler of *script* for records of the *shape* "capture" (a JSON object a line) or "line" (its text).

    Its process may take *memory* bytes; None for its share of half of what there is, where each processor has one.
    Raises ScriptError where the script cannot be loaded. The process and what it has started end with the context.
    """
    host = this_host()
    task = Task(script, PREPROCESS, shape, memory or memory_share(host, host.cores))
    ear = Kept()
    with talking(task, ear) as conversation:
        yield Handler(conversation, ear)
        conversation.leave()
