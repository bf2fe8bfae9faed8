"""What set-up compiles of a model's quality."""

from engine.quality import prepare


def test_the_kernel_is_compiled_by_a_few_rows():
    """Set-up ends with it: a run finds it in the cache."""
    prepare()
