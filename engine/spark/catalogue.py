"""Tables that the session's catalogue knows."""

from pyspark.errors import AnalysisException, ParseException
from pyspark.sql import DataFrame, SparkSession

from engine.errors import JobError
from engine.wording import foreign, quoted


def rows_of(spark: SparkSession, table: str, where: str | None) -> DataFrame:
    """Return the rows of *table* for which *where* holds, all of them for None.

    Raises JobError where the catalogue knows no such table, and where the condition is none.
    """
    try:
        rows = spark.table(table)
    except (AnalysisException, ParseException) as error:
        raise JobError(
            f"The session's catalogue knows no table {quoted(table)}: give its name as database.table, and on EMR let the "
            f"cluster's catalogue be Glue's (spark.hadoop.hive.metastore.client.factory.class)",
            code="table-not-found",
        ) from error
    try:
        return rows if where is None else rows.where(where)
    except (AnalysisException, ParseException) as error:
        raise JobError(
            f"where is no condition over the columns of the table {quoted(table)}: Spark says "
            f"{foreign(error.getErrorClass() or 'nothing of it')}; write one such as dt >= '2026-11-01'",
            code="where-not-understood",
        ) from error
