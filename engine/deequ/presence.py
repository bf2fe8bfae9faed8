"""Whether Deequ is in a session that somebody else has opened."""

from pyspark.sql import SparkSession

from engine.errors import JobError
from engine.spark.jvm.artifacts import DEEQU, DQDL, jar_place
from engine.spark.jvm.doorway import has_class

_CLASS = "com.amazon.deequ.VerificationSuite"
_UNPUBLISHED = DQDL.coordinate.rpartition(":")[0]
"""What Deequ's list of what it needs names in a version that nobody can fetch, so that Spark would not start."""


def refuse_without_deequ(spark: SparkSession) -> None:
    """Raise JobError where the session *spark* has not got Deequ, which cannot be added later."""
    if not has_class(spark, _CLASS):
        raise JobError(
            f"The Spark session has not got Deequ, which judges and suggests: open it with spark.jars={jar_place()}, which "
            f"`model-monitor setup` fetches, or with spark.jars.packages={DEEQU.coordinate} and "
            f"spark.jars.excludes={_UNPUBLISHED}",
            code="session-without-deequ",
        )
