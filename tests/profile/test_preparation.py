"""What set-up compiles of a profile."""

from engine.profile import prepare


def test_the_kernels_are_compiled_by_columns_of_every_kind():
    """Set-up ends with it: texts, codes and numbers are folded once each."""
    prepare()
