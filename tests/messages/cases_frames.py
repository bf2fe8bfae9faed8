"""What `engine.baseline` and `engine.monitor` say of a DataFrame, its session and their arguments."""

from messages.case import PYTHON, Case


def _case(code: str, wrong: str, says: str) -> Case:
    return Case(code=code, wrong=wrong, says=says, trouble=code, doors=(PYTHON,))


CASES = (
    _case(
        "frame-expected",
        "what is given is no Spark DataFrame",
        "A Spark DataFrame is expected, and this is a pandas.<DataFrame>: make one with "
        "spark.createDataFrame(...), spark.read or spark.table(...)",
    ),
    _case(
        "frame-of-spark-connect",
        "a DataFrame of Spark Connect",
        "The DataFrame belongs to a Spark Connect session, which has no JVM in reach: make it in a session that is opened "
        "without a remote address (SparkSession.builder.master(...))",
    ),
    _case(
        "frame-streaming",
        "a DataFrame that streams",
        "The DataFrame streams and never ends: read the same source with spark.read, or call the engine for each batch in "
        "foreachBatch",
    ),
    _case(
        "frame-session-stopped",
        "a DataFrame whose session has been stopped",
        "The DataFrame's Spark session has been stopped: open another one, and let it be until the result is there",
    ),
    _case(
        "frame-without-pandas",
        "a Python without pandas",
        "PySpark hands a DataFrame to Python only where pandas is there, and this Python has none: install pandas",
    ),
    _case(
        "session-without-deequ",
        "a monitoring run in a session without Deequ",
        "The Spark session has not got Deequ, which judges and suggests: open it with spark.jars=<path>, which `model-monitor "
        "setup` fetches, or with spark.jars.packages=com.amazon.deequ:deequ:2.1.0-spark-3.5 and "
        "spark.jars.excludes=software.amazon.glue:dqdl",
    ),
    _case(
        "frame-without-rows",
        "a baseline of a DataFrame without a row",
        "The DataFrame has no row, and a baseline needs at least one: check the query that it is made of",
    ),
    _case(
        "frame-names-repeated",
        "two columns of one name",
        "Several columns of the DataFrame are called a, members of structs and positions of arrays among them: give each a "
        "name of its own, or exclude them",
    ),
    _case(
        "frame-columns-endless",
        "arrays as long as data of their own",
        "The DataFrame has more than 10000 columns with every position of its arrays, as if arrays were data of their own: "
        "exclude the arrays, or select what is to be monitored of them as columns",
    ),
    _case(
        "frame-type-unsupported",
        "a column of a type that Spark cannot hand to Python",
        "The DataFrame's column 'terms' is of the type array<interval year>, which Spark cannot hand to Python: exclude the "
        "column, or cast it to a type that it can",
    ),
    _case(
        "frame-schema-unknown",
        "a column of a type that PySpark does not know",
        "The DataFrame has a column of a type that PySpark does not know, such as an interval of months and days: drop the "
        "column, or cast it to another type",
    ),
    _case(
        "argument-unknown",
        "a word that an argument does not know",
        "semantics is expected to be one of corrected, observed; found 'loose'",
    ),
    _case(
        "baseline-not-understood",
        "something else in the place of a baseline",
        "baseline is expected to be the folder of a baseline run, what engine.baseline has returned, or documents by their "
        "names (statistics.json, constraints.json); found a int without any",
    ),
    _case(
        "check-expected",
        "something else among PyDeequ's checks",
        "checks is expected to be a list of pydeequ.checks.Check, found a str in it",
    ),
)
