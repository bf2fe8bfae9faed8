"""A small environment, packed as `make dist` packs the whole one: the engine itself, and a line that leads to the rest."""

import json
import os
import shutil
import sys
import sysconfig
from importlib import util
from pathlib import Path

import engine
from engine.home import PACKED, name_of_kernels

ROOT = Path(__file__).parents[2]
PYTHON = f"{sys.base_prefix}/bin/python{sys.version_info.major}.{sys.version_info.minor}"
"""The Python that stands for the one of a cluster's nodes."""


def packer():
    """Import submit/pack.py, which is no part of the package."""
    spec = util.spec_from_file_location("pack", ROOT / "submit" / "pack.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pack(folder: Path) -> Path:
    """Return an archive, made in *folder*: its kernels are those of the test run, for whatever processor that is."""
    site = folder / "made" / Path(sysconfig.get_path("purelib")).relative_to(sys.prefix)
    package = Path(engine.__file__).parent
    shutil.copytree(package, site / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    (site / "rest.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    kernels = folder / "made" / "share" / "model-monitor" / "kernels" / name_of_kernels(package)
    shutil.copytree(os.environ["NUMBA_CACHE_DIR"], kernels)
    (kernels / PACKED).write_text(json.dumps({"package": str(package), "cpu": ""}))
    archive = folder / "environment.tar.gz"
    packer().pack(folder / "made", archive, PYTHON)
    return archive
