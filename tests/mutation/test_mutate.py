"""`make mutate` on a toy project: what it reports, and that the project stays as it is."""

import subprocess
import sys
from pathlib import Path

import pytest
from mutation.mutate import mirrored, touched

TESTS = Path(__file__).parents[1]
TOY = {
    "engine/bounds.py": "def at_most(number, bound):\n    return number <= bound\n",
    "tests/test_bounds.py": "from engine.bounds import at_most\n\n\ndef test_it():\n    assert at_most(1, 2)\n",
}


def tracked(folder, *words):
    """Run git in *folder*, as a person who has no settings."""
    person = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *person, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def toy(tmp_path):
    """Give the folder of a project of one function, whose test does not look at equality, in a first commit."""
    for name, text in TOY.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    tracked(tmp_path, "init", "--quiet")
    tracked(tmp_path, "add", ".")
    tracked(tmp_path, "commit", "--quiet", "--message", "a")
    return tmp_path


def mutate(folder, *words):
    """Run the script as `make mutate` does, on the project in *folder*."""
    return subprocess.run(
        [sys.executable, "-m", "mutation.mutate", "--root", str(folder), *words],
        env={"PYTHONPATH": str(TESTS), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )


def test_what_no_test_notices_is_reported_and_the_files_stay(toy):
    """Of two changes the test notices one; the tree has the files that it had, with the same bytes."""
    assert mutate(toy).stdout.splitlines() == [
        "2 of 2 changes, seed 1",
        "noticed     engine/bounds.py:2 at_most: return number <= bound -> return None",
        "NOT NOTICED engine/bounds.py:2 at_most: number <= bound -> number < bound",
        "1 of 2 changes were not noticed",
    ]
    files = {path: path.read_text() for path in toy.rglob("*.py")}
    assert {str(path.relative_to(toy)): text for path, text in files.items()} == TOY


def test_nothing_is_changed_where_nothing_was_touched(toy):
    """Since the last commit nothing was."""
    assert mutate(toy, "--since", "HEAD").stdout == ("0 of 0 changes, seed 1\n0 of 0 changes were not noticed\n")


def test_tests_that_fail_without_a_change_are_told(toy):
    """They would notice everything."""
    (toy / "tests/test_bounds.py").write_text("def test_it():\n    assert False\n")
    done = mutate(toy)
    assert done.returncode == 1
    assert done.stderr == (
        "mutate: tests/test_bounds.py fails, or has no fast test, without any change; mend that first\n"
    )


def test_an_unknown_revision_is_told(toy):
    """In git's own words."""
    assert "mutate: git diff failed: fatal: " in mutate(toy, "--since", "nosuch").stderr


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        ("engine/a/b/c.py", ["tests/a/b/test_c.py", "tests/a/b"]),
        ("engine/a/b/d.py", ["tests/a/b"]),
        ("engine/a/e/c.py", ["tests/a"]),
        ("engine/f.py", ["tests/test_f.py"]),
        ("engine/g.py", ["tests/runs"]),
        ("engine/g/h.py", ["tests/runs"]),
    ],
)
def test_the_nearest_tests_come_first(tmp_path, path, tests):
    """Tests mirror the engine, a file or a folder; where none does, whole runs have to notice."""
    for name in ("tests/a/b/test_c.py", "tests/test_f.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert mirrored(tmp_path, path) == tests


def test_the_lines_of_a_diff_are_those_of_the_new_file():
    """A hunk says where it begins there and how many lines it has, one where it does not say; none has a neighbour."""
    assert touched("@@ -1 +1 @@ f\n-a\n+b\n@@ -9,2 +7,0 @@\n-a\n-b\n@@ -20,0 +18,3 @@\n") == {1, 7, 18, 19, 20}
