"""Many doubles written by the compiled way, beside what Java and Python write of each."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from engine.documents.json.many import unsure_among, write_doubles
from engine.documents.json.numerals import shortest
from engine.documents.json.packed import PackedDoubles
from engine.spark.doubles import java_doubles

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DRAW = np.random.default_rng(17)
NORMAL = DRAW.normal(size=20_000)
POWERS = 10.0 ** DRAW.integers(-57, 15, 20_000)
KINDS = {
    "every digit": NORMAL,
    "two decimals": (NORMAL * 1000).round(2),
    "whole numbers": DRAW.integers(-(2**53), 2**53, 20_000).astype(float),
    "any size": NORMAL * POWERS,
    "few digits of any size": DRAW.integers(1, 10_000, 20_000) * POWERS,
    "the neighbours of few digits": np.nextafter(DRAW.integers(1, 10_000, 20_000) * POWERS, 0.0),
    "floats of 32 bits": NORMAL.astype(np.float32).astype(float),
    "few binary digits behind the point": DRAW.integers(2**40, 2**53, 20_000) / 2.0 ** DRAW.integers(1, 40, 20_000),
    "powers of two": 2.0 ** np.arange(-1074, 1024),
    "any bits": DRAW.integers(0, 2**64, 20_000, dtype=np.uint64).view(np.float64),
}


@pytest.mark.parametrize("values", KINDS.values(), ids=KINDS.keys())
def test_what_is_sure_is_what_java_writes(spark: "SparkSession", values: np.ndarray) -> None:
    """With Java's own texts in the gaps it is what Java writes of all, whatever its version."""
    written = write_doubles(PackedDoubles(values.tobytes()))
    filled = written.filled(java_doubles(spark)(list(written.unsure))).decode()
    assert filled == ", ".join(java_doubles(spark)(values.tolist()))


@pytest.mark.parametrize("values", KINDS.values(), ids=KINDS.keys())
def test_what_is_unsure_is_found_without_writing(values: np.ndarray) -> None:
    """They are just those for which the text has gaps."""
    packed = PackedDoubles(values.tobytes())
    assert np.array(unsure_among(packed)).tobytes() == np.array(write_doubles(packed).unsure).tobytes()


@pytest.mark.parametrize("kind", ["every digit", "two decimals", "whole numbers", "any size"])
def test_hardly_any_everyday_double_is_unsure(kind: str) -> None:
    """Java is asked for one in fifty at most."""
    assert len(write_doubles(PackedDoubles(KINDS[kind].tobytes())).unsure) <= 400


def test_zeros_and_what_is_not_finite() -> None:
    """Both zeros are sure; infinite and undefined ones are left to who is asked."""
    written = write_doubles(PackedDoubles((0.0, -0.0, float("inf"), float("nan"), 1.0)))
    assert (written.text, written.filled(["i", "n"])) == (b"0.0, -0.0, , , 1.0", b"0.0, -0.0, i, n, 1.0")


def test_an_everyday_double_is_written_as_one_by_one() -> None:
    """Every length of digits and every place of the point, both signs."""
    values = [
        sign * float(f"{'1234567890123456'[:digits]}e{power}")
        for digits in range(1, 17)
        for power in range(-45, 1)
        for sign in (1, -1)
    ]
    written = write_doubles(PackedDoubles(values))
    assert written.filled(shortest(list(written.unsure))).decode() == ", ".join(shortest(values))
