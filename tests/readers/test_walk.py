"""Links, circles and what is no file in a dataset's folder: each file is read once, and the log says what was passed over."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.errors import DatasetError
from engine.readers.store import open_store


def listed(folder):
    """Return the files of *folder*, by their paths in it, and the notes."""
    found = open_store(str(folder)).listing()
    return [os.path.relpath(file.path, folder) for file in found.files], found.notes


def test_a_link_to_the_folder_itself(csv, tmp_path):
    """A circle of one folder is no circle."""
    csv("1\n", "d.csv")
    (tmp_path / "self").symlink_to(".")
    assert listed(tmp_path) == (["d.csv"], ("self: another way to what is read already, passed over.",))


def test_a_circle_over_two_folders(csv, tmp_path):
    """A way up and a way across come to an end."""
    csv("1\n", "a/d.csv")
    (tmp_path / "a" / "up").symlink_to("..")
    (tmp_path / "b").symlink_to("a")
    assert listed(tmp_path) == (["a/d.csv"], ("a/up, b: another way to what is read already, passed over.",))


def test_a_circle_of_a_file_system_that_has_an_address(csv, tmp_path):
    """The address of this host's own files is no way around that."""
    csv("1\n", "d.csv")
    (tmp_path / "self").symlink_to(".")
    assert len(open_store(tmp_path.as_uri()).files()) == 1


@pytest.mark.parametrize("name", ["latest", "a-link-before-it"])
def test_a_folder_beside_a_link_to_it(csv, tmp_path, name):
    """The way without a link is taken, wherever the link's name stands: folders above a file say which hour it is of."""
    csv("1\n", "d/13/x.csv")
    (tmp_path / name).symlink_to("d")
    assert listed(tmp_path)[0] == ["d/13/x.csv"]


@pytest.mark.parametrize("names", ["xyz", "zyx"])
def test_the_first_of_several_links_in_name_order_is_followed(csv, tmp_path, names):
    """In which order the links were made, and so the system lists them, does not matter."""
    outside = csv("1\n", "elsewhere/d.csv")
    (tmp_path / "data").mkdir()
    for name in names:
        (tmp_path / "data" / name).symlink_to(outside.parent)
    assert listed(tmp_path / "data") == (["x/d.csv"], ("y, z: another way to what is read already, passed over.",))


def test_a_link_below_a_link(csv, tmp_path):
    """What links lead to is searched for links as well."""
    csv("1\n", "far/d.csv")
    csv("2\n", "near/e.csv")
    (tmp_path / "near" / "on").symlink_to(tmp_path / "far")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "n").symlink_to(tmp_path / "near")
    assert listed(tmp_path / "data") == (["n/e.csv", "n/on/d.csv"], ())


def test_two_names_of_one_file(csv, tmp_path):
    """A second name of a file, a link or not, is not a second file."""
    os.link(csv("1\n", "b.csv"), tmp_path / "a.csv")
    (tmp_path / "0.csv").symlink_to("b.csv")
    assert listed(tmp_path) == (["a.csv"], ("0.csv, b.csv: another way to what is read already, passed over.",))


def test_two_files_of_the_same_content(csv, tmp_path):
    """Equal files are two files."""
    csv("1\n", "a.csv")
    csv("1\n", "b.csv")
    assert listed(tmp_path) == (["a.csv", "b.csv"], ())


def test_what_is_no_file_is_named(csv, tmp_path):
    """A broken link, a link to itself and a FIFO are passed over, and the log names them."""
    csv("1\n", "d.csv")
    (tmp_path / "gone.csv").symlink_to("nowhere")
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    os.mkfifo(tmp_path / "pipe\n.csv")
    assert listed(tmp_path) == (
        ["d.csv"],
        (
            "gone.csv, loop.csv: a link that leads nowhere, passed over.",
            "'pipe\\n.csv': neither a file nor a folder, passed over.",
        ),
    )


def test_no_more_than_twenty_are_named(csv, tmp_path):
    """A folder of broken links makes one line."""
    for number in range(30):
        (tmp_path / f"{number:02}").symlink_to("nowhere")
    assert listed(tmp_path)[1][0].endswith("18, 19 and 10 more: a link that leads nowhere, passed over.")


def test_hidden_links_are_not_followed(csv, tmp_path):
    """A link's own name says whether it is hidden."""
    outside = csv("1\n", "elsewhere/d.csv")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / ".hidden").symlink_to(outside.parent)
    (tmp_path / "data" / "_gone").symlink_to("nowhere")
    assert listed(tmp_path / "data") == ([], ())


def test_a_link_that_is_named_itself(csv, tmp_path):
    """What the user names is followed."""
    (tmp_path / "link").symlink_to(csv("1\n", "d.csv"))
    assert [file.size for file in open_store(str(tmp_path / "link")).files()] == [2]


def test_a_source_that_is_no_file(tmp_path):
    """A FIFO that is named itself is refused, and not waited for."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DatasetError, match=r"pipe: neither a file nor a folder"):
        open_store(str(tmp_path / "pipe")).files()


@pytest.fixture
def deep(tmp_path):
    """Give a folder with a file below more folders than Python calls functions within functions."""
    path = str(tmp_path / "deep")
    os.mkdir(path)
    for _ in range(1500):
        path += "/d"
        os.mkdir(path)
    Path(path, "d.csv").touch()
    yield tmp_path / "deep"
    subprocess.run(["rm", "-rf", tmp_path / "deep"], check=True)  # Python's own way of removing it is recursive


def test_folders_within_folders_without_end(deep):
    """Nothing is too deep that the system can name."""
    assert len(listed(deep)[0]) == 1


LISTING = """
import sys
from engine.readers.store import open_store
from engine.signals import Stopped, stopped_by_signals
try:
    with stopped_by_signals():
        sys.stdout.write("at it\\n")
        sys.stdout.flush()
        while True:
            open_store(sys.argv[1]).files()
except Stopped:
    sys.exit(7)
"""


def test_a_listing_heeds_signals(csv, tmp_path):
    """SIGTERM ends a listing that goes on."""
    for number in range(200):
        csv("1\n", f"{number}/d.csv")
    with subprocess.Popen([sys.executable, "-c", LISTING, tmp_path], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"at it\n"
        time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 7
