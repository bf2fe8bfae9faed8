"""The doctor foresees what can be foreseen, by the code that the run would end with."""

import pytest
from messages.case import CONTAINER
from messages.cases import CASES
from messages.test_messages import _flags, _put, _words, folder  # noqa: F401 - the fixture is asked for by its name
from messages.troubles import OWN, SHARED
from messages.unforeseen import UNFORESEEN, UNFORESEEN_CASES

from engine.cli.examining import examine

TAKES_ITS_TIME = {
    "Nobody answers where the store should be",
    "The store fails each time",
    "The key of an object has two slashes in a row",
    "A script returns other names each time",
    "A handler closes files that are not its own",
    "A handler takes too long",
}


def _foreseen():
    """Yield each case with its first door: what is looked at is the same by the other one."""
    for case in CASES:
        if case.code not in UNFORESEEN and case.wrong not in UNFORESEEN_CASES:
            marks = [pytest.mark.slow] if case.wrong in TAKES_ITS_TIME else []
            yield pytest.param(case, case.doors[0], id=f"{case.name}-{case.doors[0]}", marks=marks)


@pytest.mark.parametrize(("case", "door"), tuple(_foreseen()))
def test_a_foreseeable_fault_is_foreseen(case, door, folder, monkeypatch):  # noqa: F811
    """In the situation of the case the code of the run is named, without data and secrets, and nothing is removed."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "SECRETKEY")
    for name, content in case.files.items():
        _put(folder / name, content.replace("{folder}", str(folder)) if isinstance(content, str) else content)
    words = _flags(case, folder) if door == CONTAINER else _words(case, folder)
    with (SHARED | OWN)[case.trouble](folder, None):
        found = examine(words, {"MY_TOKEN": "SECRETKEY"}, root=folder / "ml")
    told = (*(wrong.sentence for wrong in found.wrong), *found.doubts)
    assert case.code in [wrong.code for wrong in found.wrong], told
    assert any(map(case.pattern.search, told))
    assert not [each for each in told if "SECRETCELL" in each or "SECRETKEY" in each]
    assert (folder / "out" / "statistics.json").read_text() == "of a former run"


def test_the_table_of_what_is_not_foreseen_names_what_there_is():
    """Its codes and its cases are those of the table of messages."""
    assert set(UNFORESEEN) <= {case.code for case in CASES}
    assert set(UNFORESEEN_CASES) <= {case.wrong for case in CASES}
    assert {case.code for case in CASES if case.wrong in UNFORESEEN_CASES}.isdisjoint(UNFORESEEN)
