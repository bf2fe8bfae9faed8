"""Deequ constraints over metrics that are already there.

They are made by Deequ's static factories at some 0.3 ms each, most of it the way through py4j. Only measures whose
factory is that cheap are used: a Minimum builds a Spark expression and costs ten times as much.
"""

from collections.abc import Sequence

from engine.analysis.evidence import Evidence, Measure
from engine.deequ.assertions import assertions
from engine.deequ.metrics import PREDICATE, metric_name
from engine.spark.jvm.doorway import JavaObject, JVMView


def constraints(jvm: JVMView, evidence: Sequence[Evidence]) -> JavaObject:
    """Return a Java list with one Deequ constraint for each of *evidence*, in order."""
    holds = assertions(jvm, {(one.relation, one.bound) for one in evidence})
    factory = jvm.com.amazon.deequ.constraints.Constraint
    nothing = jvm.scala.Option.empty()
    result = jvm.java.util.ArrayList()
    for position, one in enumerate(evidence):
        make = CONSTRAINTS[one.measure]
        result.add(make(factory, metric_name(position, one), holds[one.relation, one.bound], nothing))
    return result


def _completeness(factory: JavaObject, name: str, holds: JavaObject, nothing: JavaObject) -> JavaObject:
    return factory.completenessConstraint(name, holds, nothing, nothing, nothing)


def _compliance(factory: JavaObject, name: str, holds: JavaObject, nothing: JavaObject) -> JavaObject:
    no_columns = getattr(factory, "complianceConstraint$default$6")()
    return factory.complianceConstraint(name, PREDICATE, holds, nothing, nothing, no_columns, nothing)


def _mean(factory: JavaObject, name: str, holds: JavaObject, nothing: JavaObject) -> JavaObject:
    return factory.meanConstraint(name, holds, nothing, nothing)


CONSTRAINTS = {
    Measure.COMPLETENESS: _completeness,
    Measure.RATIO: _compliance,
    Measure.DISTANCE: _mean,
    Measure.QUALITY: _mean,
}
"""The constraint on the metric of each measure; the twin of `METRICS`."""
