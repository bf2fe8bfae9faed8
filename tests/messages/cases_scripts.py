"""What may be wrong with the user's scripts."""

import json

from messages.case import BOTH, CONTAINER, Case

_AT = " in preprocess_handler on <path>/day.csv, line 2"
_LOG = "; its traceback is in the log"
_MORE = "give the job a machine with more memory"
_ROWS = f"a dict for a row, a list of dicts, or [] to leave the record out was expected{_AT}; it returned"
_HANDLER = "def preprocess_handler(line):\n    "


def _case(wrong: str, says: str, text: str, **settings: str) -> Case:
    """A preprocessing script with the *text*."""
    return Case(
        at="scripts/faults.py:explained",
        wrong=wrong,
        says=f"<script>{says}",
        files={"pre.py": text},
        settings={"record_preprocessor_script": "{folder}/pre.py", **settings},
        doors=(CONTAINER,),
    )


CASES = (
    _case(
        "A script is no Python", ", line 1: not Python as <version> reads it (SyntaxError); mend the script", "f(:\n"
    ),
    _case(
        "A script imports what is not there",
        ", line 1: it imports nosuch, which is not there; put it into the script's folder, or install it for <python>",
        "import nosuch\n",
    ),
    _case(
        "A script fails while it is loaded", f", line 1: <type of the error> while it was loaded{_LOG}", "x = 1 / 0\n"
    ),
    _case(
        "A script has no handler",
        ": a function preprocess_handler was expected, found <the functions that are there>; define it",
        "def handler(line): ...\n",
    ),
    _case(
        "A handler takes other parameters",
        ": preprocess_handler is expected to take (inference_record) or (inference_record, logger); it takes (a, b, c)",
        "def preprocess_handler(a, b, c): ...\n",
    ),
    Case(
        at="scripts/faults.py:explained",
        wrong="A handler raises an error",
        says=f"<script>, line 2: <type of the error>{_AT}{_LOG}",
        files={"pre.py": f"{_HANDLER}return [1 / 0]\n"},
        settings={"record_preprocessor_script": "{folder}/pre.py"},
        words=("baseline", "{folder}/data", "-o", "{folder}/out", "--preprocess", "{folder}/pre.py"),
        doors=BOTH,
    ),
    _case("A handler returns no rows", f": {_ROWS} <type of it>", f"{_HANDLER}return line\n"),
    _case("A handler returns a list of other things", f": {_ROWS} a list with <type> in it", f"{_HANDLER}return [1]\n"),
    _case(
        "A handler takes too long",
        f": it took longer than 0.5 seconds{_AT} and was ended; make it faster, or give it more time with script_timeout",
        f"{_HANDLER}while True: pass\n",
        script_timeout="0.5",
    ),
    _case(
        "A handler takes too much memory",
        f", line 2: memory ran out{_AT}; it may take <number> MiB here, so let it hold less at a time, or {_MORE}",
        f"{_HANDLER}bytearray(1 << 50)\n",
    ),
    _case(
        "A handler is ended by the system",
        f": its process was ended by SIGKILL{_AT}, as the system does where memory is short; let it hold less at a time, "
        f"or {_MORE}",
        f"import os\n{_HANDLER}os.kill(os.getpid(), 9)\n",
    ),
    _case(
        "A handler crashes Python",
        f": its process was ended by <signal>{_AT}; look for a fault in what it imports",
        f"import os\n{_HANDLER}os.abort()\n",
    ),
    _case(
        "A handler ends its process",
        f": its process ended with code 3{_AT}; let it return instead",
        f"import os\n{_HANDLER}os._exit(3)\n",
    ),
    _case(
        "A handler closes files that are not its own",
        f": the pipe for its answers was closed or written to{_AT}; let it close and write only what it has opened itself",
        f"import os, time\n{_HANDLER}os.closerange(3, 99)\n    time.sleep(600)\n",
    ),
    Case(
        at="scripts/faults.py:explained",
        wrong="A script's variables are more than the system takes",
        says="<script>: its process cannot be started: <reason of the system>",
        files={
            "pre.py": f"{_HANDLER}return []\n",
            "ml/config/processingjobconfig.json": json.dumps({"Environment": {"LONG": "x" * 200_000}}),
        },
        settings={"record_preprocessor_script": "{folder}/pre.py"},
        doors=(CONTAINER,),
    ),
    Case(
        at="scripts/faults.py:explained",
        wrong="A postprocessing script fails",
        says=f"<script>, line 1: <type of the error> in postprocess_handler{_LOG}",
        files={"post.py": "def postprocess_handler(): 1 / 0\n"},
        settings={"post_analytics_processor_script": "{folder}/post.py"},
        doors=(CONTAINER,),
    ),
)
