"""Where data lie: whatever a user may call that, there is a listing or a sentence."""

import contextlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.errors import EngineError
from engine.readers.store import open_store

ADDRESSES = st.sampled_from(["", "file://", "file:///", "mock://", "s4://", "://", "file:", "C:\\", "~/", "../"])
PATHS = st.builds(str.__add__, ADDRESSES, st.text(max_size=40))
LONG = "x" * 5000


def _ends_well(path):
    with contextlib.suppress(EngineError):
        assert all(file.size >= 0 for file in open_store(path).files())


@settings(deadline=None, max_examples=300)
@given(PATHS)
@example(LONG)
@example(f"file:///{LONG}")
@example("a\0b")
@example("\udce4")
@example("file:///\udce4")
@example("file:///a\0b")
@example("")
def test_any_path_is_listed_or_gets_a_sentence(tmp_path_factory, path):
    """In a folder where nothing is, so that few of them are there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.getbasetemp())
        _ends_well(path)


@pytest.mark.slow
@settings(deadline=None, max_examples=20_000)
@given(PATHS)
def test_any_path_ends_well_with_a_longer_search(path):
    """The same, with more patience."""
    _ends_well(path)
