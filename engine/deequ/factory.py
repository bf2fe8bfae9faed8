"""Deequ constraints over metrics that are already there.

They are made by Deequ's static factories. A call from Python into the JVM takes some 0.1 ms, several times as much as what it
does there, so those that differ by their name alone are made in one call: the factory's method handle, with all other arguments
fixed, replaces each name of a list. Only measures whose factory is cheap are used: a Minimum builds a Spark expression and costs
ten times as much.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.analysis.evidence import Evidence, Measure, Relation
from engine.deequ.assertions import assertions
from engine.deequ.metrics import PREDICATE, metric_name
from engine.spark.jvm.doorway import JavaObject, JVMView, class_finder, java_class

_CONSTRAINT = "com.amazon.deequ.constraints.Constraint"

Alike = tuple[Measure, Relation, float]
"""What constraints have in common that differ by their name alone."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """A Java list of constraints, and for each of them the place of the evidence that it is about."""

    made: JavaObject
    places: tuple[int, ...]


def constraints(jvm: JVMView, evidence: Sequence[Evidence]) -> Constraints:
    """Return one Deequ constraint for each of *evidence*; those that are alike stand together."""
    groups = _alike(evidence)
    holds = assertions(jvm, {(relation, bound) for _, relation, bound in groups})
    methods = {measure: _method(jvm, *CONSTRAINTS[measure]) for measure in dict.fromkeys(each[0] for each in groups)}
    mapper, texts = (
        java_class(jvm, "com.fasterxml.jackson.databind.ObjectMapper")(),
        class_finder(jvm)("java.util.List"),
    )
    made = java_class(jvm, "java.util.ArrayList")()
    for (measure, relation, bound), places in groups.items():
        names = mapper.readValue(json.dumps([metric_name(place, evidence[place]) for place in places]), texts)
        names.replaceAll(_maker(jvm, measure, methods[measure], holds[relation, bound]))
        made.addAll(names)
    return Constraints(made, tuple(place for places in groups.values() for place in places))


def _alike(evidence: Sequence[Evidence]) -> Mapping[Alike, list[int]]:
    groups: dict[Alike, list[int]] = {}
    for place, one in enumerate(evidence):
        groups.setdefault((one.measure, one.relation, one.bound), []).append(place)
    return groups


def _method(jvm: JVMView, name: str, types: str) -> JavaObject:
    """Return the handle of the factory's method *name*, whose arguments have these *types*, as class files spell them."""
    factory = class_finder(jvm)(_CONSTRAINT)
    described = f"({types})L{_CONSTRAINT.replace('.', '/')};"
    kind = java_class(jvm, "java.lang.invoke.MethodType").fromMethodDescriptorString(
        described, factory.getClassLoader()
    )
    return java_class(jvm, "java.lang.invoke.MethodHandles").publicLookup().findStatic(factory, name, kind)


def _maker(jvm: JVMView, measure: Measure, method: JavaObject, holds: JavaObject) -> JavaObject:
    """Return a `java.util.function.UnaryOperator` that makes a constraint of its name."""
    others = java_class(jvm, "java.util.ArrayList")()
    for other in ARGUMENTS[measure](jvm, holds):
        others.add(other)
    handle = java_class(jvm, "java.lang.invoke.MethodHandles").insertArguments(method, 1, others.toArray())
    operator = class_finder(jvm)("java.util.function.UnaryOperator")
    return java_class(jvm, "java.lang.invoke.MethodHandleProxies").asInterfaceInstance(operator, handle)


def _nothing(jvm: JVMView) -> JavaObject:
    return java_class(jvm, "scala.Option").empty()


def _completeness(jvm: JVMView, holds: JavaObject) -> tuple[object, ...]:
    return holds, *[_nothing(jvm)] * 3


def _compliance(jvm: JVMView, holds: JavaObject) -> tuple[object, ...]:
    no_columns = getattr(java_class(jvm, _CONSTRAINT), "complianceConstraint$default$6")()
    nothing = _nothing(jvm)
    return PREDICATE, holds, nothing, nothing, no_columns, nothing


def _mean(jvm: JVMView, holds: JavaObject) -> tuple[object, ...]:
    return holds, *[_nothing(jvm)] * 2


_TEXT, _ASSERTION, _OPTION = "Ljava/lang/String;", "Lscala/Function1;", "Lscala/Option;"
_MEAN = ("meanConstraint", _TEXT + _ASSERTION + 2 * _OPTION)
CONSTRAINTS = {
    Measure.COMPLETENESS: ("completenessConstraint", _TEXT + _ASSERTION + 3 * _OPTION),
    Measure.RATIO: (
        "complianceConstraint",
        2 * _TEXT + _ASSERTION + 2 * _OPTION + "Lscala/collection/immutable/List;" + _OPTION,
    ),
    Measure.DISTANCE: _MEAN,
    Measure.QUALITY: _MEAN,
}
"""The constraint on the metric of each measure, by the factory's method and the types of its arguments; the twin of `METRICS`."""

ARGUMENTS = {
    Measure.COMPLETENESS: _completeness,
    Measure.RATIO: _compliance,
    Measure.DISTANCE: _mean,
    Measure.QUALITY: _mean,
}
"""The factory's arguments behind the name."""
