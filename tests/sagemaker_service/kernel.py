"""The other side of a notebook: runs what it is told in a Python that has an SDK, and nothing of this checkout.

Its words are the SDK's modules that wait for jobs: they are imported first, and wait by a faster clock.

A line of standard input is `[mode, source]` as JSON, mode "exec" or "eval"; the answer is a line of standard output with
`printed` and `value`, or with `error`, the exception's class, its sentence and the traceback.
"""

import contextlib
import importlib
import io
import json
import os
import sys
import time
import traceback
import types

HURRY = 20
"""So many times faster go the clocks by which the SDKs wait for a job's log, which they look at every 30 seconds."""


class _ShortSleep(types.ModuleType):
    """The module time, whose sleep is short."""

    def __getattr__(self, name):
        return getattr(time, name)

    @staticmethod
    def sleep(seconds):
        time.sleep(seconds / HURRY)


class _Clock(_ShortSleep):
    """The module time, hurried in all that it does."""

    @staticmethod
    def time():
        return time.time() * HURRY


def _hurry(waiting, *sleeping):
    """Let the module *waiting* go by a faster clock, and the modules *sleeping*, which make names of the time, sleep less."""
    for name, clock in ((waiting, _Clock), *((name, _ShortSleep) for name in sleeping)):
        importlib.import_module(name).time = clock("time")


def _answer(mode, source, names):
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            if mode == "exec":
                exec(compile(source, "<cell>", "exec"), names)
                value = None
            else:
                value = eval(source, names)
        return {"printed": printed.getvalue(), "value": value}
    except BaseException as error:
        return {"error": [type(error).__name__, str(error), traceback.format_exc()]}


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what is printed out of turn goes to the log, and no answer
    _hurry(*sys.argv[1:])
    names = {"__name__": "__main__"}
    for line in sys.stdin:
        mode, source = json.loads(line)
        answers.write(json.dumps(_answer(mode, source, names), default=str) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
