"""What may be wrong with the user's scripts."""

import json

from messages.case import BOTH, CONTAINER, Case

_AT = " in preprocess_handler on <path>/day.csv, line 2"
_LOG = "; its traceback is in the log"
_MORE = "give the job a machine with more memory"
_ROWS = f"a dict for a row, a list of dicts, or [] to leave the record out was expected{_AT}; it returned"
_HANDLER = "def preprocess_handler(line):\n    "


def _case(code: str, wrong: str, says: str, text: str, *, traceback: bool = False, **settings: str) -> Case:
    """A preprocessing script with the *text*."""
    return Case(
        code=code,
        wrong=wrong,
        says=f"<script>{says}",
        files={"pre.py": text},
        settings={"record_preprocessor_script": "{folder}/pre.py", **settings},
        doors=(CONTAINER,),
        traceback=traceback,
    )


CASES = (
    Case(
        code="json-text-with-script",
        wrong="A script is to get lines of a file that is one list of objects",
        says="<path>: the file is one JSON text, and a preprocessing script gets lines: write one object a line, or leave the "
        "script out",
        files={"data/day.csv": '[{"city": "SECRETCELL"}]', "pre.py": f"{_HANDLER}return []\n"},
        settings={"dataset_format": '{"json": {}}', "record_preprocessor_script": "{folder}/pre.py"},
        doors=(CONTAINER,),
    ),
    _case(
        "script-not-on-host",
        "A script is gone when it is to be started, or is not on every host",
        ": there is no such file; name the script, a file of Python that is there on every host",
        "import os\nos.remove(__file__)\ndef preprocess_handler(line):\n    return {'a': 1}\n",
    ),
    _case(
        "script-unreadable",
        "A script is a folder when it is to be started",
        ": cannot be read: <reason of the system>; name the script, a file of Python",
        "import os\nos.remove(__file__)\nos.mkdir(__file__)\ndef preprocess_handler(line):\n    return {'a': 1}\n",
    ),
    _case(
        "script-not-python",
        "A script is no Python",
        ", line 1: not Python as <version> reads it (SyntaxError); mend the script",
        "f(:\n",
    ),
    _case(
        "script-import-not-found",
        "A script imports what is not there",
        ", line 1: it imports nosuch, which is not there; put it into the script's folder, or install it for <python>",
        "import nosuch\n",
        traceback=True,
    ),
    _case(
        "script-failed-to-load",
        "A script fails while it is loaded",
        f", line 1: <type of the error> while it was loaded{_LOG}",
        "x = 1 / 0\n",
        traceback=True,
    ),
    _case(
        "script-without-handler",
        "A script has no handler",
        ": a function preprocess_handler was expected, found <the functions that are there>; define it",
        "def handler(line): ...\n",
    ),
    _case(
        "script-handler-parameters-wrong",
        "A handler takes other parameters",
        ": preprocess_handler is expected to take (inference_record) or (inference_record, logger); it takes (a, b, c)",
        "def preprocess_handler(a, b, c): ...\n",
    ),
    Case(
        code="script-raised-error",
        wrong="A handler raises an error",
        says=f"<script>, line 2: <type of the error>{_AT}{_LOG}",
        files={"pre.py": f"{_HANDLER}return [1 / 0]\n"},
        settings={"record_preprocessor_script": "{folder}/pre.py"},
        words=("baseline", "{folder}/data", "-o", "{folder}/out", "--preprocess", "{folder}/pre.py"),
        doors=BOTH,
        traceback=True,
    ),
    _case("script-result-wrong", "A handler returns no rows", f": {_ROWS} <type of it>", f"{_HANDLER}return line\n"),
    _case(
        "script-result-wrong",
        "A handler returns a list of other things",
        f": {_ROWS} a list with <type> in it",
        f"{_HANDLER}return [1]\n",
    ),
    _case(
        "script-row-too-long",
        "A handler returns a row that is longer than any",
        ": rows of at most 64 million characters were expected in preprocess_handler on <path>/day.csv, line 2, and it "
        "returned a longer one; let it leave out or cut long texts",
        f"{_HANDLER}return {{'a': 'x' * 70_000_000}}\n",
    ),
    Case(
        code="script-record-not-an-object",
        wrong="A captured record is JSON that Python does not read, as with a number of thousands of digits",
        says="<script>: a JSON object was expected in preprocess_handler on <path>/day.csv, line 1, and no such record can "
        "be given to it; mend the file",
        files={
            "data/day.csv": '{"captureData": {"endpointInput": {"data": "1", "encoding": "CSV"}}, "n": %s}\n'
            % ("7" * 5000),
            "pre.py": f"{_HANDLER}return []\n",
        },
        settings={
            "dataset_format": '{"sagemakerCaptureJson": {"captureIndexNames": ["endpointInput"]}}',
            "record_preprocessor_script": "{folder}/pre.py",
        },
        doors=(CONTAINER,),
    ),
    _case(
        "script-too-slow",
        "A handler takes too long",
        f": it took longer than 0.5 seconds{_AT} and was ended; make it faster, or give it more time with script_timeout",
        f"{_HANDLER}while True: pass\n",
        script_timeout="0.5",
    ),
    _case(
        "script-out-of-memory",
        "A handler takes too much memory",
        f", line 2: memory ran out{_AT}; it may take <number> MiB here, so let it hold less at a time, or {_MORE}",
        f"{_HANDLER}bytearray(1 << 50)\n",
        traceback=True,
    ),
    _case(
        "script-killed",
        "A handler is ended by the system",
        f": its process was ended by SIGKILL{_AT}, as the system does where memory is short; let it hold less at a time, "
        f"or {_MORE}",
        f"import os\n{_HANDLER}os.kill(os.getpid(), 9)\n",
    ),
    _case(
        "script-crashed",
        "A handler crashes Python",
        f": its process was ended by <signal>{_AT}; look for a fault in what it imports",
        f"import os\n{_HANDLER}os.abort()\n",
    ),
    _case(
        "script-exited",
        "A handler ends its process",
        f": its process ended with code 3{_AT}; let it return instead",
        f"import os\n{_HANDLER}os._exit(3)\n",
    ),
    _case(
        "script-pipe-broken",
        "A handler closes files that are not its own",
        f": the pipe for its answers was closed or written to{_AT}; let it close and write only what it has opened itself",
        f"import os, time\n{_HANDLER}os.closerange(3, 99)\n    time.sleep(600)\n",
    ),
    Case(
        code="script-process-failed-to-start",
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
        code="script-raised-error",
        wrong="A postprocessing script fails",
        says=f"<script>, line 1: <type of the error> in postprocess_handler{_LOG}",
        files={"post.py": "def postprocess_handler(): 1 / 0\n"},
        settings={"post_analytics_processor_script": "{folder}/post.py"},
        doors=(CONTAINER,),
        leaves=("statistics.json", "constraints.json"),
        traceback=True,
    ),
)
