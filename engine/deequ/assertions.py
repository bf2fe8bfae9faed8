"""Deequ assertions made inside the JVM.

Deequ asks a Scala function whether a value is good enough. A Python function would do, but py4j would then have to
start a server for the calls back, and the process would hang at exit. So the function is put together from the Java
library's method handles: a comparison from Scala's runtime with the bound as its fixed first argument.
"""

from collections.abc import Iterable

from engine.analysis.evidence import Relation
from engine.spark.jvm.doorway import JavaObject, JVMView

COMPARISONS = {
    Relation.AT_LEAST: "testLessOrEqualThan",
    Relation.AT_MOST: "testGreaterOrEqualThan",
}
"""The method of `scala.runtime.BoxesRunTime` that says, with the bound on the left, whether a relation holds.

It compares as Java's operators do: both relations hold where value and bound are equal (0.0 equals -0.0), and none
holds where either is NaN.
"""


def assertions(jvm: JVMView, bounds: Iterable[tuple[Relation, float]]) -> dict[tuple[Relation, float], JavaObject]:
    """Return a `scala.Function1` from a value to whether it holds, for each of *bounds*."""
    function = jvm.java.lang.Class.forName("scala.Function1")
    proxies = jvm.java.lang.invoke.MethodHandleProxies
    handles = {relation: _comparison(jvm, name) for relation, name in COMPARISONS.items()}
    return {
        (relation, bound): proxies.asInterfaceInstance(function, handles[relation].bindTo(float(bound)))
        for relation, bound in bounds
    }


def _comparison(jvm: JVMView, name: str) -> JavaObject:
    """Return the handle of the comparison *name*: two boxed numbers in, a boxed truth out."""
    runtime = jvm.java.lang.Class.forName("scala.runtime.BoxesRunTime")
    two_objects = jvm.java.lang.invoke.MethodType.genericMethodType(2)
    return jvm.java.lang.invoke.MethodHandles.publicLookup().findStatic(runtime, name, two_objects)
