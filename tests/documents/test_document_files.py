"""Documents are whole or absent in their folder."""

import errno
import os
from pathlib import Path

import pytest

from engine.documents import files
from engine.errors import DocumentError, JobError


def test_a_document_is_written_and_read(tmp_path: Path) -> None:
    """The folder is made, the text comes back, and nothing else lies there."""
    folder = tmp_path / "a" / "b"
    files.write(folder, "d.json", "é\r\n")
    assert files.read(folder / "d.json") == "é\r\n"
    assert [path.name for path in folder.iterdir()] == ["d.json"]


def test_a_document_replaces_a_former_one(tmp_path: Path) -> None:
    """The later text holds."""
    files.write(tmp_path, "d.json", "long, and first")
    files.write(tmp_path, "d.json", "short")
    assert files.read(tmp_path / "d.json") == "short"


def test_a_write_that_fails_leaves_the_former_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is a sentence; the old document is whole, the new one has left no trace."""
    files.write(tmp_path, "d.json", "old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(JobError, match=r"^d.json cannot be written to the output folder .*: the disk is full\."):
        files.write(tmp_path, "d.json", "new")

    assert files.read(tmp_path / "d.json") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["d.json"]


def test_a_file_in_place_of_the_folder_is_a_job_error(tmp_path: Path) -> None:
    """The output folder cannot be made where a file has its name."""
    (tmp_path / "out").write_text("")
    with pytest.raises(JobError, match="cannot be created: a file of that name is in the way"):
        files.write(tmp_path / "out", "d.json", "{}")


def test_a_file_above_the_folder_is_a_job_error(tmp_path: Path) -> None:
    """The output folder cannot be made inside a file."""
    (tmp_path / "out").write_text("")
    with pytest.raises(JobError, match="cannot be created: a file is in the way"):
        files.write(tmp_path / "out" / "deeper", "d.json", "{}")


def test_a_folder_that_is_not_ours_is_a_job_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this user may not write, the sentence says so."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(JobError, match="this user may not write there"):
        files.write(tmp_path, "d.json", "{}")


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
    for name in ("a.json", ".a.json.unfinished", ".b.json.unfinished", "notes.txt"):
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
