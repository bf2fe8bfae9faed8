"""What is imported before a run begins."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["engine.cli.main", "engine.__main__"])
def test_a_start_leaves_the_heavy_libraries_for_later(module):
    """Signals are heeded first; and once numba is imported, it is too late to say where compiled code is kept."""
    asked = f"import sys, {module}; print(sorted({{'numba', 'pyspark', 'pydeequ'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stdout == "[]\n"
