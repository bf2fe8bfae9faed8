"""What numba imports before it runs the first kernel, compiled or not, brought in at a time of our own."""

import sys

_BLAS = "scipy.linalg.cython_blas"
"""What numba asks for where SciPy is installed, to multiply matrices; it takes a third of the time of all the rest."""


def import_compiler() -> None:
    """Import what numba needs for any kernel, without SciPy's linear algebra, which none of the engine's has to do with.

    For a process that is the engine's own: what somebody else compiles in it could not multiply matrices. SciPy itself
    can be imported afterwards as ever. Workers that are forked later have it all. Source: numba.np.arraymath, which
    takes a module that cannot be imported for a missing one.
    """
    left_out = _BLAS not in sys.modules
    if left_out:
        sys.modules[_BLAS] = None  # type: ignore[assignment]  # Python takes it for a module that is not there
    try:
        from numba.core.registry import cpu_target  # noqa: PLC0415 - its cache must have a place before

        cpu_target.typing_context.refresh()
        cpu_target.target_context.refresh()
    finally:
        if left_out:
            del sys.modules[_BLAS]
