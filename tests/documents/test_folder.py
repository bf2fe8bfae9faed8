"""Documents are whole or absent in their folder."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.documents import folder as files
from engine.errors import DocumentError, JobError
from engine.job.definition import BaselinePaths


def test_documents_are_written_and_read(tmp_path: Path) -> None:
    """The folder is made, the texts come back, and nothing else lies there."""
    folder = tmp_path / "a" / "b"
    files.write_all(folder, {"d.json": "é\r\n", "e.json": ""})
    assert (files.read(folder / "d.json"), files.read(folder / "e.json")) == ("é\r\n", "")
    assert sorted(path.name for path in folder.iterdir()) == ["d.json", "e.json"]


def test_a_document_replaces_a_former_one(tmp_path: Path) -> None:
    """The later text holds."""
    files.write_all(tmp_path, {"d.json": "long, and first"})
    files.write_all(tmp_path, {"d.json": "short"})
    assert files.read(tmp_path / "d.json") == "short"


def test_the_last_document_appears_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All are on the disk before the first one has its name; then they come in the order given."""
    seen = []
    monkeypatch.setattr(Path, "replace", lambda path, to: seen.append((to.name, len(list(tmp_path.iterdir())))))
    files.write_all(tmp_path, {"d.json": "1", "a.json": "2"})
    assert seen == [("d.json", 2), ("a.json", 2)]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """A disk that is full at the second document is a sentence, and the first one is not there either."""
    done, real = [], getattr(os, step)

    def full(*words: object, **options: object) -> object:
        done.append(words)
        if len(done) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*words, **options)

    monkeypatch.setattr(os, step, full)
    with pytest.raises(JobError, match=r"^e.json cannot be written to the output folder .*: the disk is full\."):
        files.write_all(tmp_path, {"d.json": "new", "e.json": "new", "f.json": "new"})
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_is_stopped_leaves_no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt between two documents is no reason to leave the first."""
    real = os.replace

    def replace(*words: object, **options: object) -> None:
        real(*words, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        files.write_all(tmp_path, {"d.json": "new", "e.json": "new"})
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_a_job_error(tmp_path: Path) -> None:
    """The output folder cannot be made where a file has its name."""
    (tmp_path / "out").write_text("")
    with pytest.raises(JobError, match="cannot be created: a file of that name is in the way"):
        files.prepare(tmp_path / "out")


def test_a_file_above_the_folder_is_a_job_error(tmp_path: Path) -> None:
    """The output folder cannot be made inside a file."""
    (tmp_path / "out").write_text("")
    with pytest.raises(JobError, match="cannot be created: a file is in the way"):
        files.prepare(tmp_path / "out" / "deeper")


def test_an_address_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that documents cannot be written to is refused, and no folder is made that only looks like it."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(JobError, match="gs://host/out is an address"):
        files.prepare("gs://host/out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_made_ready_stays_empty(tmp_path: Path) -> None:
    """Whether it can be written is tried, and no trace of that is left."""
    files.prepare(tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_missing_document_is_an_error(tmp_path: Path) -> None:
    """The sentence names the path."""
    with pytest.raises(DocumentError, match=r"d.json: expected a document, found no file$"):
        files.read(tmp_path / "d.json")


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    """A baseline's folder given for its file is told."""
    with pytest.raises(DocumentError, match="expected a document, found a folder"):
        files.read(tmp_path)


def test_another_encoding_is_an_error_with_its_byte(tmp_path: Path) -> None:
    """The byte is counted from 1."""
    (tmp_path / "d.json").write_bytes(b'{"\xe9')
    with pytest.raises(DocumentError, match=r"expected UTF-8 text, found something else at byte 3$"):
        files.read(tmp_path / "d.json")


def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path: Path) -> None:
    """Some editors put one before a document edited by hand."""
    (tmp_path / "d.json").write_bytes(b"\xef\xbb\xbf{}")
    assert files.read(tmp_path / "d.json") == "{}"


def test_documents_of_a_former_run_are_removed(tmp_path: Path) -> None:
    """Those that are named go, with what a killed run left of them; other files stay."""
    for name in ("a.json", ".a.json.unfinished", ".b.json.1f.unfinished", "notes.txt"):
        (tmp_path / name).write_text("old")
    files.remove(tmp_path, ("a.json", "b.json"))
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_removing_from_an_absent_folder_is_fine(tmp_path: Path) -> None:
    """A first run finds no folder."""
    files.remove(tmp_path / "none", ("a.json",))
    assert not (tmp_path / "none").exists()


def test_a_folder_in_place_of_a_document_is_a_job_error(tmp_path: Path) -> None:
    """What is not ours is not removed."""
    (tmp_path / "a.json").mkdir()
    with pytest.raises(JobError, match=r"^a.json of a former run cannot be removed"):
        files.remove(tmp_path, ("a.json",))


@pytest.mark.parametrize("named", ["output", "baseline"])
def test_a_link_to_the_baselines_folder_is_the_baselines_folder(tmp_path: Path, named: str) -> None:
    """By whichever of its names: it is refused as the output folder, and its documents stay."""
    folder, link = tmp_path / "baseline", tmp_path / "link"
    files.write_all(folder, {"statistics.json": "{}", "constraints.json": "{}"})
    link.symlink_to(folder)
    output, baseline = (link, folder) if named == "output" else (folder, link)

    with pytest.raises(JobError, match=r"is the baseline's, and the baseline would be overwritten"):
        files.clear(str(output), BaselinePaths(str(baseline / "statistics.json"), str(baseline / "constraints.json")))

    assert sorted(path.name for path in folder.iterdir()) == ["constraints.json", "statistics.json"]


def baseline_in(folder: Path) -> BaselinePaths:
    """Return the paths of a baseline's documents in *folder*."""
    return BaselinePaths(str(folder / "statistics.json"), str(folder / "constraints.json"))


def linked(how: str, tmp_path: Path) -> Path:
    """Make a baseline in the folder `out` and return a folder from which *how* leads to it."""
    out, baseline = tmp_path / "out", tmp_path / "baseline"
    files.write_all(out, {"statistics.json": "s", "constraints.json": "c"})
    if how == "a link to the folder":
        baseline.symlink_to(out)
        return baseline
    baseline.mkdir()
    for path in list(out.iterdir()):
        if how == "links to the files":
            (baseline / path.name).symlink_to(path)
        elif how == "links by way of another":
            (tmp_path / path.name).symlink_to(path)
            (baseline / path.name).symlink_to(tmp_path / path.name)
        else:
            os.link(path, baseline / path.name)
    return baseline


@pytest.mark.parametrize(
    "how", ["a link to the folder", "links to the files", "links by way of another", "second names of the files"]
)
def test_a_baseline_in_the_output_folder_is_kept(tmp_path: Path, how: str) -> None:
    """Whatever leads to it, a run does not remove what it judges by."""
    with pytest.raises(JobError, match="is the baseline's"):
        files.clear(str(tmp_path / "out"), baseline_in(linked(how, tmp_path)))
    assert files.read(tmp_path / "out" / "constraints.json") == "c"


def test_a_baseline_under_another_name_that_links_to_the_output_folder_is_kept(tmp_path: Path) -> None:
    """What counts is where the file lies."""
    files.write_all(tmp_path / "out", {"constraints.json": "c"})
    (tmp_path / "mine.json").symlink_to(tmp_path / "out" / "constraints.json")
    with pytest.raises(JobError, match="is the baseline's"):
        files.clear(str(tmp_path / "out"), BaselinePaths(None, str(tmp_path / "mine.json")))


def test_a_baseline_elsewhere_does_not_keep_the_documents_of_a_former_run(tmp_path: Path) -> None:
    """Equal documents in another folder are others."""
    for name in ("out", "baseline"):
        files.write_all(tmp_path / name, {"statistics.json": "s", "constraints.json": "c"})
    files.clear(str(tmp_path / "out"), baseline_in(tmp_path / "baseline"))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_another_run_owns_is_left_alone(tmp_path: Path) -> None:
    """The second run says so, by whatever name it reaches the folder, and removes nothing."""
    files.write_all(tmp_path / "out", {"statistics.json": "s"})
    (tmp_path / "link").symlink_to("out")
    with (
        files.owned(tmp_path / "out"),
        pytest.raises(JobError, match=r"Another run writes to the output folder .*link;"),
    ):
        files.clear(str(tmp_path / "link"), None)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["statistics.json"]


def test_a_folder_is_free_again(tmp_path: Path) -> None:
    """A run that has ended leaves no lock and no file."""
    with files.owned(tmp_path):
        pass
    with files.owned(tmp_path):
        assert list(tmp_path.iterdir()) == []


OWNING = """
import sys, time
from engine.documents.folder import owned
with owned(sys.argv[1]):
    sys.stdout.write("owned\\n")
    sys.stdout.flush()
    time.sleep(600)
"""


def test_a_run_that_is_killed_locks_nothing(tmp_path: Path) -> None:
    """What a killed process owned is anybody's."""
    with subprocess.Popen([sys.executable, "-c", OWNING, tmp_path], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"owned\n"
        with pytest.raises(JobError, match="Another run"):
            files.clear(str(tmp_path), None)
        process.kill()
    files.clear(str(tmp_path), None)


def test_an_absent_folder_is_owned_by_nobody(tmp_path: Path) -> None:
    """Clearing makes no folder."""
    files.clear(str(tmp_path / "none"), None)
    assert not (tmp_path / "none").exists()


def test_each_writer_has_names_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two writers never write into one file, not even where a file system keeps no locks."""
    monkeypatch.setattr(Path, "replace", lambda path, to: None)
    files.write_all(tmp_path, {"d.json": "1"})
    files.write_all(tmp_path, {"d.json": "2"})
    assert sorted(path.read_text() for path in tmp_path.iterdir()) == ["1", "2"]


def test_a_run_owns_a_folder_with_nothing_of_a_former_one(tmp_path: Path) -> None:
    """What another run has left there between the clearing and this run's own writing goes too."""
    files.write_all(tmp_path / "out", {"constraint_violations.json": "of another run"})
    with files.owned_and_empty(str(tmp_path / "out"), None):
        assert list((tmp_path / "out").iterdir()) == []


def test_a_baselines_folder_is_never_emptied(tmp_path: Path) -> None:
    """Whoever calls: a run does not remove what it judges by."""
    files.write_all(tmp_path, {"statistics.json": "s", "constraints.json": "c"})
    with (
        pytest.raises(JobError, match="is the baseline's"),
        files.owned_and_empty(str(tmp_path), baseline_in(tmp_path)),
    ):
        pass
    assert files.read(tmp_path / "statistics.json") == "s"
