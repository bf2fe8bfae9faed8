"""Collections of Java's and Scala's, and Scala's objects, from Python and back, at as few calls into the JVM as there can be.

No iterator of py4j's is used: its end is an exception, which PySpark looks up for some 40 ms.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from engine.spark.jvm.doorway import JavaObject, JVMView, java_class

_PYTHON = "org.apache.spark.api.python.PythonUtils"


def members_of(several: JavaObject) -> tuple[JavaObject, ...]:
    """Return what is in a list of Java's."""
    return tuple(several.get(place) for place in range(several.size()))


def plain(jvm: JVMView, value: JavaObject) -> Any:
    """Return a map or a list of texts and numbers as Python has it; NaN and infinite numbers are texts."""
    return json.loads(java_class(jvm, "com.fasterxml.jackson.databind.ObjectMapper")().writeValueAsString(value))


def each_of(jvm: JVMView, sequence: JavaObject) -> tuple[JavaObject, ...]:
    """Return what is in a *sequence* of Scala's."""
    return members_of(java_class(jvm, "scala.collection.JavaConverters").seqAsJavaList(sequence))


def sequence_of(jvm: JVMView, members: Iterable[JavaObject]) -> JavaObject:
    """Return *members* as a sequence of Scala's."""
    several = java_class(jvm, "java.util.ArrayList")()
    for member in members:
        several.add(member)
    return java_class(jvm, _PYTHON).toSeq(several)


def map_of(jvm: JVMView, members: Mapping[Any, Any] | Iterable[tuple[Any, Any]] = ()) -> JavaObject:
    """Return *members*, keys and values, as an immutable map of Scala's."""
    several = java_class(jvm, "java.util.HashMap")()
    for key, value in members.items() if isinstance(members, Mapping) else members:
        several.put(key, value)
    return java_class(jvm, _PYTHON).toScalaMap(several)


def option_of(jvm: JVMView, value: Any) -> JavaObject:
    """Return *value* as an Option of Scala's, which is empty for None."""
    return java_class(jvm, "scala.Option").apply(value)


def only_one(jvm: JVMView, name: str) -> JavaObject:
    """Return the one instance of the Scala object called *name*."""
    return getattr(java_class(jvm, f"{name}$"), "MODULE$")
