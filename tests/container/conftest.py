"""The image, built once for all tests of a run; without a container engine they are skipped, and say why."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from container.box import write_large

ROOT = Path(__file__).parents[2]
BUILT = "model-monitor-engine:test"


@pytest.fixture(scope="session")
def image() -> str:
    """Give the name of the image: the one that MODEL_MONITOR_IMAGE names, else one built of this checkout."""
    if reason := _missing():
        pytest.skip(reason)
    if named := os.environ.get("MODEL_MONITOR_IMAGE"):
        return named
    built = subprocess.run(["make", "image", f"IMAGE={BUILT}"], cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, f"{built.stdout}\n{built.stderr}"
    return BUILT


def _missing() -> str:
    """Return why no container can be run here; nothing where one can."""
    if shutil.which("docker") is None:
        return "there is no program docker"
    asked = subprocess.run(["docker", "info"], capture_output=True, text=True)
    return f"no container engine answers: {asked.stderr.strip().splitlines()[-1:]}" if asked.returncode else ""


@pytest.fixture(scope="session")
def of_350_megabytes(tmp_path_factory) -> Path:
    """Give a folder with one CSV file, which takes seconds to read."""
    folder = tmp_path_factory.mktemp("large")
    folder.chmod(0o755)
    write_large(folder / "large.csv", 350)
    return folder


@pytest.fixture
def folders(tmp_path) -> Path:
    """Give a folder with `data` and `out`, which everybody may use as root may."""
    tmp_path.chmod(0o755)
    for name, mode in (("data", 0o755), ("out", 0o777)):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(mode)
    return tmp_path
