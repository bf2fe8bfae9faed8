"""Doubles as the running Java prints them, many at a time."""

import sys
from array import array
from collections.abc import Callable

from pyspark.sql import SparkSession

from engine.spark.jvm.doorway import jvm_of, new_doubles

_CHUNK = 250_000
"""Doubles at a time: some 5 MB of text, beside which the few calls that it takes are nothing."""


def java_doubles(spark: SparkSession) -> Callable[[list[float]], list[str]]:
    """Return a function that prints each double by `Double.toString` of the Java that *spark* runs on.

    Before Java 19 some have more digits than needed, as in the official documents.
    """

    def printed(values: list[float]) -> list[str]:
        chunks = (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
        return [text for chunk in chunks for text in _printed(spark, chunk)]

    return printed


def _printed(spark: SparkSession, values: list[float]) -> list[str]:
    """Hand the doubles over as bytes, for a list would cross one by one, and take them back as one text."""
    java = jvm_of(spark).java
    doubles = new_doubles(spark, len(values))
    java.nio.ByteBuffer.wrap(_big_endian(values)).asDoubleBuffer().get(doubles)
    text: str = java.util.Arrays.toString(doubles)
    return text[1:-1].split(", ")


def _big_endian(values: list[float]) -> bytes:
    content = array("d", values)
    if sys.byteorder == "little":
        content.byteswap()
    return content.tobytes()
