"""Where a pipeline is told something: what is there is looked at before anything is read."""

import os

import pytest

from engine.errors import JobError
from engine.gate.targets import Places, places_of, write_junit, write_summary


@pytest.mark.parametrize("word", ["junit", "summary"])
def test_what_is_no_plain_file_is_refused(tmp_path, word):
    """A device or a pipe would be replaced by a file, by root /dev/null too; a link to one is one."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")

    for path in ("/dev/null", str(tmp_path / "pipe"), str(tmp_path / "link")):
        with pytest.raises(
            JobError, match=rf"^--{word} is {path}, which cannot be written \(it is there and no plain"
        ) as told:
            places_of(**{"junit": None, "summary": None, word: path}, of_step=None)
        assert told.value.code == "gate-file-not-writable"


def test_a_file_and_a_link_to_one_are_fine(tmp_path):
    """They are replaced, and so is a link that leads nowhere."""
    (tmp_path / "file").write_text("of a former run")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "nowhere").symlink_to(tmp_path / "absent")

    for name in ("file", "link", "nowhere"):
        write_junit(places_of(str(tmp_path / name), None, of_step=None), "today's")
        assert (tmp_path / name).read_text() == "today's"


def test_the_summary_of_a_step_may_go_to_a_device():
    """It is added to what is there, which replaces nothing."""
    places = places_of(None, "", of_step="/dev/null")

    assert places == Places(None, "/dev/null", appended=True)
    write_summary(places, "text")
