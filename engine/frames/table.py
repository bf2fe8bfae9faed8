"""A run over a table that the session's catalogue knows, by the same steps as one over a DataFrame."""

from engine.documents.baseline import read_baseline
from engine.frames.arguments import Given
from engine.frames.run import run
from engine.job.definition import Job
from engine.outcome import Outcome
from engine.spark.catalogue import rows_of
from engine.spark.session import spark_session


def run_table(job: Job, table: str, where: str | None) -> Outcome:
    """Do *job* on the rows of *table*, those for which the condition *where* holds, and write its documents.

    Spark reads them by its own reader of that kind of table, so it leaves out columns and partitions that are not asked for.
    Raises JobError where the catalogue knows no such table, and where the condition is none.
    """
    given = None if job.baseline is None else Given(read_baseline(job.baseline), job.baseline)
    with spark_session("model-monitor") as spark:
        return run(rows_of(spark, table, where), job, given)
