"""The judge: Deequ compares measured values with their bounds.

The values go in through Deequ's metrics repository, so the verification finds every metric there, reads no data and
starts no Spark job. Deequ is asked as it is: PyDeequ would bring pandas along, which takes a quarter of a second to import.
"""

import json
import os
from collections.abc import Sequence
from itertools import product

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession

from engine.analysis.evidence import Evidence, Measure, Relation
from engine.deequ.factory import constraints
from engine.deequ.metrics import RESULT_DATE, metrics_json
from engine.deequ.scala_values import map_of, sequence_of
from engine.spark.jvm.doorway import JavaObject, dataset_without_rows, java_class, jvm_of

_DEEQU = "com.amazon.deequ"

_UNMET = "Value: "
"""How Deequ's message begins where it has compared and the value was not good enough; any other is a fault."""


def judge(spark: SparkSession, evidence: Sequence[Evidence]) -> tuple[bool, ...]:
    """Return for each of *evidence*, in order, whether its constraint holds.

    A value equal to its bound holds, NaN never does. Without evidence there is nothing to ask and Spark is not touched.
    A constraint on which Deequ gives no verdict is a RuntimeError with Deequ's message, never a pass.
    """
    if not evidence:
        return ()
    _name_spark_version()
    results = _verify(spark, evidence)
    if len(results) != len(evidence):
        raise RuntimeError(f"Deequ gave {len(results)} verdicts on {len(evidence)} constraints")
    return tuple(_verdict(result) for result in results)


def load_judge(spark: SparkSession) -> None:
    """Have Deequ judge what nobody has measured, one of each kind that holds and one that does not.

    The JVM loads for it what judging needs, which takes longer than the judging: a time for it is while Spark reads.
    """
    cases = product(Measure, Relation, (0.0, 1.0))
    judge(spark, [Evidence("", "", measure, value, relation, 0.5, "") for measure, relation, value in cases])


def _verify(spark: SparkSession, evidence: Sequence[Evidence]) -> list[dict[str, str]]:
    """Return Deequ's result of each constraint, in order: `constraint`, `constraint_status`, `constraint_message`."""
    try:
        places, verification = _run(spark, evidence)
    except Py4JJavaError as error:
        raise RuntimeError(f"Deequ could not verify the constraints: {error.java_exception.toString()}") from error
    jvm = jvm_of(spark)
    answers = java_class(jvm, f"{_DEEQU}.VerificationResult")
    results: list[dict[str, str]] = json.loads(answers.checkResultsAsJson(verification, sequence_of(jvm, ())))
    if len(results) != len(places):
        return results
    by_place = dict(zip(places, results, strict=True))
    return [by_place[place] for place in range(len(evidence))]


def _run(spark: SparkSession, evidence: Sequence[Evidence]) -> tuple[tuple[int, ...], JavaObject]:
    """Return the place of the evidence of each constraint, and Deequ's verification of all as one check.

    It is over a dataset without rows and columns.
    """
    jvm = jvm_of(spark)
    key = java_class(jvm, f"{_DEEQU}.repository.ResultKey")(RESULT_DATE, map_of(jvm))
    repository = java_class(jvm, f"{_DEEQU}.repository.memory.InMemoryMetricsRepository")()
    measured = java_class(jvm, f"{_DEEQU}.repository.AnalysisResultSerde").deserialize(metrics_json(evidence)).head()
    repository.save(key, measured.analyzerContext())
    asked = constraints(jvm, evidence)
    level = java_class(jvm, f"{_DEEQU}.checks.CheckLevel").Error()
    stated = java_class(jvm, "org.apache.spark.api.python.PythonUtils").toSeq(asked.made)
    check = java_class(jvm, f"{_DEEQU}.checks.Check")(level, "constraints of the baseline", stated)
    suite = java_class(jvm, f"{_DEEQU}.VerificationSuite")().onData(dataset_without_rows(spark)).addCheck(check)
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
    """Tell PyDeequ which Spark it works with, should the program use it: it reads this variable when it is imported."""
    os.environ.setdefault("SPARK_VERSION", "3.5")
