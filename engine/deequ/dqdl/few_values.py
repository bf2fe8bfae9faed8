"""Conditions of SQL asked of the few different values of a column, on the driver and without a Spark job."""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from pyspark.sql import SparkSession

from engine.deequ.scala_values import sequence_of
from engine.profile.column import ColumnState
from engine.profile.moments import Moments
from engine.spark.jvm.doorway import JavaObject, dataset_of_texts, java_class, jvm_of
from engine.spark.jvm.said import JVM_ERRORS
from engine.spark.relation import Cells, cells_of

_REPLACED = "\ufffd"
"""Stands in the place of bytes that are no text: then two values may have become one."""

_EXACT = 2**53
_TYPES = {Cells.LONG: "bigint", Cells.DOUBLE: "double", Cells.TEXT: "string"}
_TRUTHS = {"true": True, "false": False, None: None}

Truths = tuple[bool | None, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """Asks conditions of values in Spark's own reading of SQL: the values are a local table, which its optimizer computes."""

    spark: SparkSession

    def matching(self, name: str, column: ColumnState, condition: JavaObject, *, convex: bool) -> int | None:
        """Return how many values of *column*, called *name* in the *condition*, meet it; None where only the rows tell.

        Missing values are asked as well. A *convex* condition that holds for the least and the greatest number holds for those
        between.
        """
        counts = column.categories.counts
        if (texts := _exact_texts(column)) is not None and counts is not None:
            return self._of_all(name, column, texts, condition)
        ends = _ends(column.numbers.moments) if convex and cells_of(column) is not Cells.TEXT else None
        if ends is None:
            return None
        truths = self._ask(name, cells_of(column), (*ends, None), condition)
        if truths is None or not all(truths[:-1]):
            return None
        return column.types.present + (column.types.missing if truths[-1] else 0)

    def _of_all(self, name: str, column: ColumnState, texts: Sequence[str], condition: JavaObject) -> int | None:
        """Return the answer where all different values are known."""
        cells, present = cells_of(column), (column.categories.counts or {}).values()
        truths = self._ask(name, cells, (*texts, None), condition)
        # A column of floats has the same texts as one of doubles, and other numbers.
        if cells is Cells.DOUBLE and truths != self._ask(name, cells, (*map(_as_float, texts), None), condition):
            return None
        if truths is None:
            return None
        seen = [(truth, count) for truth, count in zip(truths, (*present, column.types.missing), strict=True) if count]
        if all(truth is None for truth, _ in seen):
            return None
        return sum(count for truth, count in seen if truth)

    def _ask(self, name: str, cells: Cells, values: Sequence[str | None], condition: JavaObject) -> Truths | None:
        """Return the truth of *condition* for each of *values*, texts of such *cells*; None where Spark cannot say."""
        jvm = jvm_of(self.spark)
        functions = java_class(jvm, "org.apache.spark.sql.functions")
        mapper = java_class(jvm, "com.fasterxml.jackson.databind.ObjectMapper")()
        # A text behind a sign for one, since an encoder takes no missing text.
        texts = json.dumps(["-" if value is None else f"+{value}" for value in values])
        a_list = java_class(jvm, "java.lang.Class").forName("java.util.ArrayList")
        local = dataset_of_texts(self.spark, mapper.readValue(texts, a_list))
        value = f"cast(if(value = '-', null, substring(value, 2)) as {_TYPES[cells]})"
        named = sequence_of(jvm, [functions.expr(value).alias(name)])
        try:
            asked = local.select(named).select(sequence_of(jvm, [condition.cast("string").alias("value")]))
            found = getattr(asked, "as")(java_class(jvm, "org.apache.spark.sql.Encoders").STRING()).collectAsList()
        except JVM_ERRORS:
            return None
        return tuple(_TRUTHS[text] for text in json.loads(mapper.writeValueAsString(found)))


def different_texts(column: ColumnState) -> frozenset[str] | None:
    """Return texts that tell the values of *column* apart as those that Spark prints do; None where they are not all known."""
    texts, cells = _exact_texts(column), cells_of(column)
    if texts is None or cells is Cells.TEXT:
        return None if texts is None else frozenset(texts)
    return frozenset(str(int(text)) if cells is Cells.LONG else repr(float(text)) for text in texts)


def _exact_texts(column: ColumnState) -> tuple[str, ...] | None:
    counts = column.categories.counts
    if counts is None or any(_REPLACED in text for text in counts):
        return None
    return tuple(counts)


def _as_float(text: str) -> str:
    try:
        (value,) = struct.unpack("f", struct.pack("f", float(text)))
    except OverflowError:
        return text
    return repr(value)


def _ends(numbers: Moments) -> tuple[str, str] | None:
    """Return the texts of the extremes, None where they are too large to be exact."""
    low, high = numbers.minimum, numbers.maximum
    if low is None or high is None or not max(abs(low), abs(high)) < _EXACT:
        return None
    whole = low.is_integer() and high.is_integer()
    return (str(int(low)), str(int(high))) if whole else (repr(low), repr(high))
