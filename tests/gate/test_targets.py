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


@pytest.mark.parametrize("file", ["out/today/junit.xml", "out/today/of/junit.xml", "{here}/out/today/junit.xml"])
def test_a_folder_that_the_run_makes_need_not_be_there(tmp_path, monkeypatch, file):
    """The output folder and what lies in it: it is made with the file where the run did not come so far."""
    monkeypatch.chdir(tmp_path)
    path = file.format(here=tmp_path)

    places = places_of(path, path.replace("junit.xml", "summary.md"), of_step=None, output="out/today")
    assert not (tmp_path / "out").exists()

    write_summary(places, "summary")
    write_junit(places, "junit")
    assert [(tmp_path / path).read_text(), (tmp_path / path).with_name("summary.md").read_text()] == [
        "junit",
        "summary",
    ]


@pytest.mark.parametrize("output", ["out/today", "out/todays", "s3://bucket/out", "", None])
def test_another_folder_has_to_be_there(tmp_path, monkeypatch, output):
    """Nobody makes it: one beside the output folder, one that only begins as it does, or any where that is a store's."""
    monkeypatch.chdir(tmp_path)

    for path in ("out/junit.xml", "out/today.d/junit.xml", "out/today/../junit.xml"):
        with pytest.raises(JobError, match="its folder is not there"):
            places_of(path, None, of_step=None, output=output)
