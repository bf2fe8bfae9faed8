"""What is wrong with a folder to load is one sentence with its code, raised to the caller."""

import sys
from pathlib import Path

import pytest
from messages.cases_loading import CASES

import engine
from engine.errors import EngineError


def _without_documents(folder: Path) -> object:
    return engine.load(folder)


def _without_pandas(folder: Path) -> object:
    (folder / "constraint_violations.json").write_text('{"violations" : []}')
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pandas", None)
        return engine.load(folder).violations.to_pandas()


def _without_statistics(folder: Path) -> object:
    (folder / "constraint_violations.json").write_text('{"violations" : []}')
    run = engine.load(folder)
    return run.compared_with(run)


def _without_the_feature(folder: Path) -> object:
    (folder / "statistics.json").write_text('{"version" : 0.0, "dataset" : {"item_count" : 0}, "features" : []}')
    run = engine.load(folder)
    return run.compared_with(run).of("wage")


CALLS = {
    "nothing-to-load": _without_documents,
    "pandas-not-found": _without_pandas,
    "nothing-to-compare-with": _without_statistics,
    "feature-not-in-run": _without_the_feature,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_folder_that_cannot_be_loaded_is_one_sentence(case, tmp_path: Path) -> None:
    """The error's text is the sentence, and its code the one of the table."""
    with pytest.raises(EngineError) as caught:
        CALLS[case.code](tmp_path)

    assert case.pattern.fullmatch(str(caught.value)), str(caught.value)
    assert caught.value.code == case.code
