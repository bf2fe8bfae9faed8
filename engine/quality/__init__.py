"""What one pass over a model's answers learns: mergeable states, from Arrow columns to what metrics are made of."""


def prepare() -> None:
    """Compile what this package compiles, so that the next process finds it in the cache."""
    import numpy as np  # importing this package must stay free

    from engine.quality.regression import RegressionSums

    RegressionSums().update(np.array([1.0, 0.0]), np.array([2.0, 1.0]))
