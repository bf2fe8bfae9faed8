"""How many jobs Spark has run."""

from pyspark.sql import SparkSession


def jobs(spark: SparkSession) -> int:
    """Return how many jobs the session has begun so far: its scheduler's count, for its lists forget the first of a thousand."""
    return spark.sparkContext._jsc.sc().dagScheduler().numTotalJobs()
