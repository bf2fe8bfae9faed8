"""What is said of a cluster that spark-submit has started the engine on; tests/submit brings each case about."""

from messages.case import CLUSTER, Case


def _case(code: str, wrong: str, says: str) -> Case:
    return Case(code=code, wrong=wrong, says=says, doors=(CLUSTER,))


CASES = (
    _case(
        "submitted-to-another-spark",
        "The cluster has another Spark, or one of another Scala",
        "The engine runs on Spark 3.5 of Scala 2.12, and this cluster has Spark <version> of Scala <version>: submit to a "
        "cluster of that Spark, such as one of EMR 7.1 or later",
    ),
    _case(
        "submitted-without-deequ",
        "spark-submit was not given the jar of Deequ",
        "The Spark session has not got Deequ, which judges and suggests: give spark-submit --jars "
        "deequ-2.1.0-spark-3.5.jar,dqdl-1.0.0.jar, which `make dist` puts into dist/",
    ),
    _case(
        "hdfs-file-too-large",
        "A file of HDFS is too large to come to a task whole",
        "<path>: <number> MB of whole files would come to one task, and 256 MB may, for the hosts have no libhdfs to read "
        "ranges with: name its folder there with ARROW_LIBHDFS_DIR, write smaller files, or copy them to S3",
    ),
    _case(
        "table-not-found",
        "The catalogue knows no table of that name",
        "The session's catalogue knows no table '<name>': give its name as database.table, and on EMR let the cluster's "
        "catalogue be Glue's (spark.hadoop.hive.metastore.client.factory.class)",
    ),
    _case(
        "where-not-understood",
        "The condition names a column that is not there, or is none",
        "where is no condition over the columns of the table '<name>': Spark says <class of error>; write one such as dt >= "
        "'2026-11-01'",
    ),
)
