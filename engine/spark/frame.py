"""A DataFrame of the user's as the engine takes it: what it is refused for, and its columns for the pass.

Columns are renamed by their places, so that no name is parsed: dots, backquotes and two names that differ in case only are
as good as any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col, expr, lit
from pyspark.sql.pandas.types import to_arrow_type
from pyspark.sql.types import DataType, IntegerType, YearMonthIntervalType

from engine.errors import DatasetError, JobError
from engine.spark.jvm.doorway import is_open
from engine.wording import foreign, quoted

_CONNECT = "pyspark.sql.connect."
_MONTHS = "extract(YEAR FROM {0}) * 12 + extract(MONTH FROM {0})"


@dataclass(frozen=True, slots=True)
class Frame:
    """A DataFrame whose session is open and has a JVM, the names of its columns, and their types."""

    df: DataFrame
    names: tuple[str, ...]
    types: tuple[DataType, ...]

    @property
    def spark(self) -> SparkSession:
        """The session that it belongs to."""
        return self.df.sparkSession

    def arrow_type(self, place: int) -> Any:
        """Return the type that the column at *place* has in Arrow; intervals of months are whole numbers of months.

        Raises DatasetError where Spark has none for it.
        """
        kind = self.types[place]
        try:
            return to_arrow_type(IntegerType() if isinstance(kind, YearMonthIntervalType) else kind)
        except (PySparkException, TypeError, ValueError) as error:
            raise DatasetError(
                f"The DataFrame's column {quoted(self.names[place])} is of the type {foreign(kind.simpleString())}, "
                f"which Spark cannot hand to Python: exclude the column, or cast it to a type that it can",
                code="frame-type-unsupported",
            ) from error

    def selected(self, places: Sequence[int]) -> DataFrame:
        """Return the columns at *places*, named by their places; without a place a column that says how many rows there are."""
        renamed = self.df.toDF(*(f"c{place}" for place in range(len(self.names))))
        return renamed.select(*(self._column(place) for place in places) if places else (lit(0),))

    def _column(self, place: int) -> Any:
        name = f"c{place}"
        if isinstance(self.types[place], YearMonthIntervalType):
            return expr(_MONTHS.format(name)).cast("int").alias(name)
        return col(name)


def open_frame(data: object) -> Frame:
    """Return *data* as a frame. Raises JobError where it is no Spark DataFrame, streams, or has no open session with a JVM."""
    kind = f"{type(data).__module__}.{type(data).__qualname__}"
    if kind.startswith(_CONNECT):
        raise JobError(
            "The DataFrame belongs to a Spark Connect session, which has no JVM in reach: make it in a session that is opened "
            "without a remote address (SparkSession.builder.master(...))",
            code="frame-of-spark-connect",
        )
    if not isinstance(data, DataFrame):
        raise JobError(
            f"A Spark DataFrame is expected, and this is a {foreign(kind)}: make one with spark.createDataFrame(...), "
            f"spark.read or spark.table(...)",
            code="frame-expected",
        )
    if not is_open(data.sparkSession):
        raise JobError(
            "The DataFrame's Spark session has been stopped: open another one, and let it be until the result is there",
            code="frame-session-stopped",
        )
    if find_spec("pandas") is None:
        raise JobError(
            "PySpark hands a DataFrame to Python only where pandas is there, and this Python has none: install pandas",
            code="frame-without-pandas",
        )
    return _described(data)


def _described(df: DataFrame) -> Frame:
    if df.isStreaming:
        raise JobError(
            "The DataFrame streams and never ends: read the same source with spark.read, or call the engine for each batch "
            "in foreachBatch",
            code="frame-streaming",
        )
    try:
        schema = df.schema
    except (PySparkException, ValueError) as error:
        raise DatasetError(
            "The DataFrame has a column of a type that PySpark does not know, such as an interval of months and days: drop "
            "the column, or cast it to another type",
            code="frame-schema-unknown",
        ) from error
    return Frame(df, tuple(schema.names), tuple(field.dataType for field in schema.fields))
