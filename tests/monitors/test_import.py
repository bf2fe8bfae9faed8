"""What a notebook loads with a monitor, and what a container without one."""

import subprocess
import sys

import pytest

import engine.sagemaker

HEAVY = {"pyspark", "numba", "numpy", "pyarrow", "py4j", "pydeequ"}


def _loaded(statement):
    """Return the packages that *statement* loads in a process of its own."""
    program = f"{statement}\nimport sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    return set(subprocess.check_output([sys.executable, "-c", program], text=True).split())


def test_a_monitor_needs_boto3_alone():
    """Neither Spark nor Arrow nor numba."""
    loaded = _loaded("from engine.sagemaker import DefaultModelMonitor")
    assert "boto3" in loaded
    assert not loaded & HEAVY


def test_the_edge_loads_no_monitor():
    """A container has no use for one, and starts sooner without boto3."""
    assert "boto3" not in _loaded("import engine.sagemaker")


@pytest.mark.parametrize("name", engine.sagemaker.__all__)
def test_every_name_is_there(name):
    """By its own name."""
    assert getattr(engine.sagemaker, name).__name__ == name


def test_a_name_that_is_not_there():
    """Is refused as in any module."""
    with pytest.raises(AttributeError, match="no attribute 'ModelQualityMonitor'"):
        engine.sagemaker.ModelQualityMonitor  # noqa: B018
