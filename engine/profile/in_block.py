"""Texts that stand in a block of their file, as a reader has found them: what is folded where it stands."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Fields:
    """The first *rows* of the columns at *order*, in their places: each is block[start:end], and missing where it is empty.

    *block* (uint8, not to be written) has eight bytes at least; *starts* and *ends* (int32) are arrays of (fields, rows or
    more). *texts* returns the column at a place of the order as Arrow has it, with null for what is missing.
    """

    block: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    order: np.ndarray
    rows: int
    texts: Callable[[int], pa.StringArray]
