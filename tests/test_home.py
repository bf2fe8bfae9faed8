"""Where the engine's home is, the cache of compiled kernels in it, whose name follows their sources, and what numpy is told."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

import engine.home
from engine.home import NUMPY_TOLD, choose_sort, engine_home, name_of_kernels, put, share_kernel_cache


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Give a package with kernels in a folder, in one within it, and two levels down."""
    for place in ("profile/column.py", "profile/distinct/count.py", "readers/text/utf8.py", "analysis/describe.py"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("kernel = 1\n")
    return tmp_path


@pytest.mark.parametrize("place", ["profile/column.py", "profile/distinct/count.py", "readers/text/utf8.py"])
def test_a_kernel_that_changes_has_another_cache(package, place):
    """However deep it lies: numba would take what was compiled from another source."""
    before = name_of_kernels(package)
    (package / place).write_text("kernel = 2\n")
    assert name_of_kernels(package) != before


def test_a_kernel_that_is_new_has_another_cache(package):
    """In a folder that was not there before."""
    before = name_of_kernels(package)
    (package / "readers/json").mkdir()
    (package / "readers/json/tape.py").write_text("kernel = 1\n")
    assert name_of_kernels(package) != before


def test_what_holds_no_kernel_leaves_the_cache(package):
    """So most changes of the engine need no new compilation."""
    before = name_of_kernels(package)
    (package / "analysis/describe.py").write_text("changed = True\n")
    assert name_of_kernels(package) == before


def test_every_kernel_of_the_engine_counts(tmp_path):
    """No module with a compiled function lies outside of the folders that are looked at."""
    root = Path(engine.__file__).parent
    compiled = [
        path for path in root.rglob("*.py") if "@njit" in path.read_text() or "@guvectorize" in path.read_text()
    ]
    assert compiled != []
    assert {path.relative_to(root).parts[0] for path in compiled} <= {"documents", "profile", "quality", "readers"}


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give an engine's home that is empty."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("MODEL_MONITOR_HOME", str(folder))
    return folder


def test_the_home_belongs_to_this_python(monkeypatch, tmp_path):
    """Without MODEL_MONITOR_HOME the home is in the environment that the engine is installed in."""
    monkeypatch.delenv("MODEL_MONITOR_HOME", raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert engine_home() == tmp_path / "share" / "model-monitor"


def test_a_python_that_cannot_be_written_leaves_it_to_the_user(monkeypatch, tmp_path):
    """Where this Python's folder cannot be written the home is the user's."""
    monkeypatch.delenv("MODEL_MONITOR_HOME", raising=False)
    monkeypatch.setattr(sys, "prefix", "/proc/self")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert engine_home() == tmp_path / "model-monitor"


def test_a_file_is_put_whole(tmp_path):
    """Only the file itself is in the folder afterwards, nothing half-written beside it."""
    (tmp_path / "made").write_text("content")
    (tmp_path / "folder").mkdir()
    put(tmp_path / "made", tmp_path / "folder" / "kept")
    assert {path.name: path.read_text() for path in (tmp_path / "folder").iterdir()} == {"kept": "content"}


def test_workers_find_the_kernels_where_the_driver_keeps_them(home):
    """Before numba is imported, its cache is put in the home, for this process and those it starts."""
    asked = "from engine import home; home.share_kernel_cache(); import numba; print(numba.config.CACHE_DIR)"
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, env=environment, check=True)
    assert Path(done.stdout.strip()).parent == home / "kernels"


def test_links_to_kernels_lie_where_they_are_told_to(home, tmp_path):
    """A home that cannot be written to is linked to; a worker of Spark's never comes to remove the links, so Spark has to."""
    kernels = home / "kernels" / name_of_kernels(Path(engine.__file__).parent) / "profile_1"
    kernels.mkdir(parents=True)
    (kernels / "column.nbi").write_text("kernel")
    (tmp_path / "spark").mkdir()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine.home, "_writable", lambda _folder: False)  # root may write wherever a mode forbids it
        patch.delitem(sys.modules, "numba", raising=False)
        patch.setenv("NUMBA_CACHE_DIR", "")
        share_kernel_cache(str(tmp_path / "spark"))
        links = Path(os.environ["NUMBA_CACHE_DIR"])

    assert links.parent == tmp_path / "spark"
    assert (links / "profile_1" / "column.nbi").is_symlink()


_VARIABLE, _WITHOUT = NUMPY_TOLD


@pytest.fixture
def before_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a process that has not imported numpy, and has not set its variable."""
    monkeypatch.setenv(_VARIABLE, "so that it is as before afterwards")
    monkeypatch.delenv(_VARIABLE)
    monkeypatch.delitem(sys.modules, "numpy")


@pytest.mark.usefixtures("before_numpy")
@pytest.mark.parametrize("slow", [True, False])
def test_numpy_sorts_without_avx_512_where_that_is_slow(slow):
    """And as it likes elsewhere."""
    choose_sort(slow=lambda: slow)
    assert os.environ.get(_VARIABLE) == (_WITHOUT if slow else None)


@pytest.mark.usefixtures("before_numpy")
def test_what_the_user_has_told_numpy_stays(monkeypatch):
    """Whoever sets its variable knows why."""
    monkeypatch.setenv(_VARIABLE, "AVX512_SPR")
    choose_sort(slow=lambda: True)
    assert os.environ[_VARIABLE] == "AVX512_SPR"


def test_numpy_that_is_there_already_is_told_nothing(monkeypatch):
    """It does not ask any more, and a child of this process would differ from it."""
    monkeypatch.delenv(_VARIABLE, raising=False)
    choose_sort(slow=lambda: True)
    assert _VARIABLE not in os.environ


@pytest.mark.skipif(platform.machine() != "x86_64", reason="numpy has features of other names for this processor")
def test_numpy_has_none_of_what_it_is_told_to_do_without():
    """The names are those that the locked numpy has."""
    asked = """
from engine.home import NUMPY_TOLD, choose_sort
choose_sort(slow=lambda: True)
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
print([name for name in NUMPY_TOLD[1].split() if __cpu_features__[name] or name not in __cpu_dispatch__])
"""
    told = {name: value for name, value in os.environ.items() if name != _VARIABLE}
    ended = subprocess.run([sys.executable, "-c", asked], env=told, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
