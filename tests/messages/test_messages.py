"""Bad input gets its sentence and its exit code, and leaves no document."""

import json
from functools import partial

import pytest
from messages.case import CLUSTER, COMMAND_LINE, CONTAINER, DEFECT, DOCUMENTS, EXIT_CODES, PYTHON
from messages.cases import CASES
from messages.processes import PROCESSES as ON_ONE_HOST
from messages.processes_hosts import ON_HOSTS
from messages.troubles import OWN, SHARED

from engine import merging, pipeline
from engine.__main__ import main

SECRETS = ("SECRETCELL", "SECRETKEY")
FEATURES = [{"name": "id", "inferred_type": "Integral"}, {"name": "city", "inferred_type": "String"}]
SETTINGS = {
    "dataset_source": "{folder}/data",
    "dataset_format": '{"csv": {"header": true}}',
    "output_path": "{folder}/out",
}
NO_DATA = 3

WITHOUT_DATA = ("no-records", "no-records-measured")
"""What is no error at the command line, but no data."""
PROCESSES = ON_ONE_HOST | ON_HOSTS


def _doors(case):
    """Return the doors to run *case* by: for a process of its own one, since what a door adds is seen in all others.

    Calls from Python and programs of a cluster have tests of their own.
    """
    if case.doors in ((PYTHON,), (CLUSTER,)):
        return ()
    return case.doors[:1] if case.trouble in PROCESSES else case.doors


pairs = [pytest.param(case, door, id=f"{case.name}-{door}") for case in CASES for door in _doors(case)]


@pytest.fixture
def folder(tmp_path):
    """Give a folder with data, a baseline, the documents of a former run, and the platform's files."""
    for name, text in {
        "data/day.csv": "id,city\n1,SECRETCELL\n2,SECRETCELL\n",
        "baseline/constraints.json": json.dumps({"version": 0.0, "features": FEATURES}),
        "baseline/statistics.json": json.dumps({"version": 0.0, "dataset": {"item_count": 2}, "features": FEATURES}),
        **{f"out/{name}": "of a former run" for name in DOCUMENTS},
        "ml/config/other.json": "",
        "empty/.keep": "",
    }.items():
        _put(tmp_path / name, text)
    return tmp_path


def _put(place, content):
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content if isinstance(content, bytes) else content.encode())


def _settings(case, folder):
    given = {**SETTINGS, **case.settings}
    return {name: value.replace("{folder}", str(folder)) for name, value in given.items() if value is not None}


def _flags(case, folder):
    """Return the settings of *case* as the container's flags."""
    return [*(f"--{name.replace('_', '-')}={value}" for name, value in _settings(case, folder).items()), *case.flags]


def _words(case, folder):
    """Return the words of the command line for *case*: its own, or those that its settings come to."""
    if case.words is not None:
        return [word.replace("{folder}", str(folder)) for word in case.words]
    given = _settings(case, folder)
    words = [given["dataset_source"], "-o", given["output_path"], "--encoding", given.get("text_encoding", "utf-8")]
    if "baseline_constraints" not in given:
        return ["baseline", *words]
    return ["monitor", *words, "--baseline", given["baseline_constraints"].rpartition("/")[0]]


@pytest.fixture
def said(folder, session, spark, monkeypatch, caplog, capfd):
    """Give a function that runs a case by a door and tells its exit code and all that was said."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "SECRETKEY")

    def inside(case, words):
        if case.trouble in SHARED:
            for module, name in ((pipeline, "run"), (merging, "merge")):
                monkeypatch.setattr(module, name, partial(getattr(module, name), session=session))
        with (SHARED | OWN)[case.trouble](folder, spark):
            code = main(words, {"MY_TOKEN": "SECRETKEY"}, root=folder / "ml")
        return code, caplog.text + capfd.readouterr().err

    def said(case, door):
        for name, content in case.files.items():
            _put(folder / name, content.replace("{folder}", str(folder)) if isinstance(content, str) else content)
        words = _flags(case, folder) if door == CONTAINER else _words(case, folder)
        return PROCESSES[case.trouble](folder, words) if case.trouble in PROCESSES else inside(case, words)

    return said


@pytest.mark.parametrize(("case", "door"), pairs)
def test_bad_input_is_one_sentence_and_no_document(case, door, folder, said):
    """The exit code says failure, log and message say why, without data and secrets; what a case says of documents holds."""
    code, text = said(case, door)
    message = folder / "ml" / "output" / "message"

    assert code == (NO_DATA if case.code in WITHOUT_DATA and door == COMMAND_LINE else EXIT_CODES[door]), text
    assert [line for line in text.splitlines() if case.pattern.search(line)], text
    if case.code and door == CONTAINER:
        assert [line for line in text.splitlines() if f"[{case.code}] " in line and case.pattern.search(line)], text
    if case.code == DEFECT:
        assert "ZeroDivisionError" in text
    else:
        assert ("Traceback" in text) == case.traceback, text
        assert case.traceback or "its traceback is in the log" not in case.says
        assert not [secret for secret in SECRETS if secret in text]
    if door == CONTAINER and case.trouble not in PROCESSES:
        assert case.pattern.fullmatch(message.read_text()) or len(message.read_bytes()) > 1000
        assert not [secret for secret in SECRETS if secret in message.read_text()]
    assert [name for name in DOCUMENTS if (folder / "out" / name).exists()] == list(case.leaves)
    assert not [name for name in DOCUMENTS if (folder / "sealed" / name).exists()]
