"""What `make dist` packs runs wherever it is unpacked, and compiles nothing there."""

import inspect
import os
import re
import shutil
import subprocess
import tarfile

import pytest
from submit.packing import PYTHON, packer

from engine.setup.provision import compile_kernels

ASKED = """
import os, sys
from pathlib import Path
from engine.home import share_kernel_cache

share_kernel_cache(sys.argv[1])
folder = Path(os.environ["NUMBA_CACHE_DIR"])
before = set(folder.rglob("*.nb?"))
from engine import documents, profile, quality
documents.prepare()
profile.prepare()
quality.prepare()
import engine
print(Path(engine.__file__).parents[4].name, len(before) > 0, set(folder.rglob("*.nb?")) == before)
"""


@pytest.mark.slow
def test_an_environment_runs_where_it_is_unpacked_and_compiles_nothing(archive, tmp_path):
    """Twice, under another path each time: numba knows kernels by the path of their source."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "NUMBA_CACHE_DIR")}
    for name in ("here", "there"):
        shutil.unpack_archive(archive, tmp_path / name)
        words = [tmp_path / name / "bin" / "python", "-c", ASKED, tmp_path]
        done = subprocess.run(words, capture_output=True, text=True, env=environment, cwd=tmp_path)
        assert done.stdout == f"{name} True True\n", done.stderr


def test_the_archive_holds_no_name_of_its_maker_and_no_program_but_python(archive):
    """Programs of packages have the path of the builder's Python in them."""
    with tarfile.open(archive) as packed:
        members = packed.getmembers()

    assert {(member.uid, member.uname) for member in members} == {(0, "")}
    programs = {member.name: member.linkname for member in members if member.name.startswith("bin/")}
    assert programs == {"bin/python": PYTHON, "bin/python3": PYTHON}


def test_all_kernels_that_set_up_compiles_are_packed():
    """Those of each package: what is not packed every executor would compile for itself."""
    packed, set_up = (
        re.findall(r"(\w+)\.prepare\(\)", inspect.getsource(each))
        for each in (packer().compile_for_any_processor, compile_kernels)
    )
    assert packed == set_up
