"""Questions to a script's process, and its answers; where it hangs, dies or fails there is an error instead."""

import json
import os
import selectors
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from engine.errors import ScriptError
from engine.scripts.channel import Channel, Garbled
from engine.scripts.child.frames import ANSWER, FAULT
from engine.scripts.child.trouble import trouble_of
from engine.scripts.faults import Record, Task, doing, end_of, explained
from engine.scripts.process import Process, start

TICK = 0.1
"""Seconds between two looks at whether the process lives and what it is at."""

GRACE = 2.0
"""Seconds that a process has to end when it is asked no more, or has closed the pipe of its answers."""


class Ear(Protocol):
    """Takes what a script prints."""

    @property
    def lines(self) -> tuple[str, ...]:
        """What no log has got yet."""

    def hear(self, data: bytes) -> None:
        """Take *data* as it was printed."""

    def end(self) -> None:
        """Nothing more is printed: a line that has no end is a whole one."""


@contextmanager
def talking(task: Task, ear: Ear) -> Iterator["Conversation"]:
    """Give a conversation with the process of *task*, its script loaded; *ear* hears what it prints."""
    with start(task) as process, selectors.DefaultSelector() as selector:
        conversation = Conversation(task, process, Channel(process, selector, ear.hear), ear)
        settings = {
            "path": os.path.abspath(task.script.path),
            "handler": task.handler,
            "shape": task.shape,
            "memory": task.memory,
            "search": [place for place in sys.path if place],
        }
        conversation.ask(json.dumps(settings).encode())
        yield conversation


class Conversation:
    """Asks one question at a time."""

    __slots__ = ("_channel", "_ear", "_looked", "_note", "_number", "_process", "_records", "_since", "_task", "_tick")

    def __init__(self, task: Task, process: Process, channel: Channel, ear: Ear) -> None:
        self._task, self._process, self._channel, self._ear = task, process, channel, ear
        self._number = -1
        self._records: Sequence[Record] = ()
        self._tick = min(TICK, task.script.seconds / 4)
        self._note, self._since, self._looked = 0, time.monotonic(), time.monotonic()

    def restart_clock(self) -> None:
        """Let the time that the script may take begin now."""
        self._since = time.monotonic()

    def ask(self, question: bytes, records: Sequence[Record] = ()) -> bytes:
        """Return the answer to *question*, which is about *records*; raises ScriptError where there is none."""
        self._number, self._records = self._number + 1, records
        self._channel.send(ANSWER, self._number, question)
        while (answer := self._answer()) is None:
            self._channel.wait(self._tick)
            if not self._channel.complete:
                self._judge_life()
                self._judge_time()
        self._channel.catch_up()
        return answer

    def finish(self) -> None:
        """Ask nothing more, and wait until the process has ended by itself; ScriptError where it takes too long."""
        self._channel.hang_up()
        while self._process.code is None:
            self._channel.wait(self._tick)
            self._judge_time()
        self._channel.catch_up()
        self._ear.end()

    def leave(self) -> None:
        """Ask nothing more, and give the process a moment to end by itself."""
        self._channel.hang_up()
        end = time.monotonic() + GRACE
        while not self._channel.closed and time.monotonic() < end:
            self._channel.wait(self._tick)

    def _answer(self) -> bytes | None:
        try:
            frame = self._channel.frame()
        except Garbled:
            raise self._fault("pipe") from None
        if frame is None:
            return None
        header, payload = frame
        if header.number != self._number:
            raise self._fault("pipe")
        if header.kind == FAULT:
            raise self._told(payload)
        return payload

    def _judge_life(self) -> None:
        """Raise ScriptError where the process has ended or closed its pipe without an answer."""
        if time.monotonic() - self._looked < self._tick and not self._channel.closed:
            return
        self._looked = time.monotonic()
        code = self._process.code
        if code is None and self._channel.closed:
            code = self._end_soon()
        elif code is None:
            return
        self._channel.collect()
        if self._channel.complete:
            return
        kind, details = ("pipe", {}) if code is None else end_of(code)
        raise self._fault(kind, **details)

    def _end_soon(self) -> int | None:
        """Return the code of a process that has closed its pipe, None where it goes on all the same."""
        end = time.monotonic() + GRACE
        while self._process.code is None and time.monotonic() < end:
            self._channel.wait(0.01)
        return self._process.code

    def _judge_time(self) -> None:
        """Raise ScriptError where the process is at the same record for longer than it may be."""
        note, now = self._process.note, time.monotonic()
        if note != self._note:
            self._note, self._since = note, now
        if now - self._since > self._task.script.seconds:
            raise self._fault("late")

    def _told(self, payload: bytes) -> ScriptError:
        try:
            trouble = trouble_of(payload)
        except ValueError:
            return self._fault("pipe")
        return self._fault(trouble.kind, trouble.log, **trouble.details)

    def _fault(self, kind: str, log: tuple[str, ...] = (), **details: object) -> ScriptError:
        """Return the error of this *kind*, when the process has ended and all that it printed is heard."""
        self._process.end()
        self._channel.catch_up()
        self._ear.end()
        return explained(kind, self._task, at=self._at(), details=details, log=(*self._ear.lines, *log))

    def _at(self) -> Record | str:
        note = self._process.note
        if 0 < note <= len(self._records):
            return self._records[note - 1]
        return doing(self._task.handler, loaded=self._number > 0)
