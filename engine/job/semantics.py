"""How the two readings of the data differ, where the official container and its documentation part."""

from enum import Enum


class Semantics(Enum):
    """How the checks read the data where the official container and its documentation part."""

    CORRECTED = "corrected"
    OBSERVED = "observed"
