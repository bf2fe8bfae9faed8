"""What is imported for compiled code to run."""

import subprocess
import sys

PROGRAM = """
import sys
from engine.profile.compiler import import_compiler
import_compiler()
print("numba.np.arraymath" in sys.modules, "scipy.linalg" in sys.modules)
import numba, numpy
print(numba.njit(lambda values: values.sum())(numpy.ones(3)))
print("scipy.linalg" in sys.modules)
import scipy.linalg
print(scipy.linalg.norm([3.0, 4.0]))
"""


def test_the_compiler_comes_without_the_linear_algebra_of_scipy():
    """Which takes long to import; whoever asks for it afterwards has it."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.stdout.split() == ["True", "False", "3.0", "False", "5.0"], done.stderr
