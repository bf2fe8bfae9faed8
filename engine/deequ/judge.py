"""The judge: Deequ compares measured values with their bounds.

The values go in through Deequ's metrics repository, so the verification finds every metric there, reads no data and
starts no Spark job.
"""

import os
from collections.abc import Sequence

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession

from engine.analysis.evidence import Evidence
from engine.deequ.factory import constraints
from engine.deequ.metrics import RESULT_DATE, metrics_json
from engine.spark.jvm.doorway import JavaObject, dataset_without_rows, jvm_of

_UNMET = "Value: "
"""How Deequ's message begins where it has compared and the value was not good enough; any other is a fault."""


def judge(spark: SparkSession, evidence: Sequence[Evidence]) -> tuple[bool, ...]:
    """Return for each of *evidence*, in order, whether its constraint holds.

    A value equal to its bound holds, NaN never does. Without evidence there is nothing to ask and Spark is not touched.
    A constraint on which Deequ gives no verdict is a RuntimeError with Deequ's message, never a pass.
    """
    if not evidence:
        return ()
    results = _verify(spark, evidence)
    if len(results) != len(evidence):
        raise RuntimeError(f"Deequ gave {len(results)} verdicts on {len(evidence)} constraints")
    return tuple(_verdict(result) for result in results)


def _verify(spark: SparkSession, evidence: Sequence[Evidence]) -> list[dict[str, str]]:
    """Return Deequ's result of each constraint, in order: `constraint`, `constraint_status`, `constraint_message`."""
    _name_spark_version()
    from pydeequ.verification import VerificationResult  # noqa: PLC0415 - it reads SPARK_VERSION when it is imported

    try:
        places, verification = _run(spark, evidence)
    except Py4JJavaError as error:
        raise RuntimeError(f"Deequ could not verify the constraints: {error.java_exception.toString()}") from error
    results: list[dict[str, str]] = VerificationResult.checkResultsAsJson(
        spark, VerificationResult(spark, verification)
    )
    if len(results) != len(places):
        return results
    by_place = dict(zip(places, results, strict=True))
    return [by_place[place] for place in range(len(evidence))]


def _run(spark: SparkSession, evidence: Sequence[Evidence]) -> tuple[tuple[int, ...], JavaObject]:
    """Return the place of the evidence of each constraint, and Deequ's verification of all as one check.

    It is over a dataset without rows and columns.
    """
    from pydeequ.repository import InMemoryMetricsRepository, ResultKey  # noqa: PLC0415 - as above
    from pydeequ.scala_utils import to_scala_seq  # noqa: PLC0415 - as above

    jvm = jvm_of(spark)
    deequ = jvm.com.amazon.deequ
    key = ResultKey(spark, RESULT_DATE).resultKey
    measured = deequ.repository.AnalysisResultSerde.deserialize(metrics_json(evidence)).head()
    repository = InMemoryMetricsRepository(spark).repository
    repository.save(key, measured.analyzerContext())
    asked = constraints(jvm, evidence)
    stated = to_scala_seq(jvm, asked.made)
    check = deequ.checks.Check(deequ.checks.CheckLevel.Error(), "constraints of the baseline", stated)
    suite = deequ.VerificationSuite().onData(dataset_without_rows(spark)).addCheck(check)
    return asked.places, suite.useRepository(repository).reuseExistingResultsForKey(key, True).run()


def _verdict(result: dict[str, str]) -> bool:
    """Return whether Deequ found one constraint to hold."""
    if result["constraint_status"] == "Success":
        return True
    message = result["constraint_message"]
    if not message.startswith(_UNMET):
        raise RuntimeError(f"Deequ gave no verdict on {result['constraint']}: {message}")
    return False


def _name_spark_version() -> None:
    """Tell pydeequ which Spark it works with: it reads this variable when it is imported and fails without it."""
    os.environ.setdefault("SPARK_VERSION", "3.5")
