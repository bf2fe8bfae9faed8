"""Deequ's column profiles, filled from the state of the one pass: what its suggestion rules judge by.

They are case classes, which Jackson's module for Scala, a part of Spark, reads from JSON: all of them in one call. A
profile has what the rules read and nothing else; Deequ's own profiler would take three passes for it.
"""

import json
import math
from collections.abc import Mapping, Sequence
from itertools import groupby

from engine.analysis.data_quality.describe import MISSING_CATEGORY, completeness, counted_values
from engine.analysis.order.shard import category_order
from engine.profile.column import ColumnState
from engine.profile.state import DatasetState
from engine.profile.types import DataType
from engine.spark.jvm.doorway import JavaObject, JVMView, class_finder

NUMERIC = "com.amazon.deequ.profiles.NumericColumnProfile"
STANDARD = "com.amazon.deequ.profiles.StandardColumnProfile"

_CONSUMER = "java.util.function.Consumer"

LONGEST_LIST = 16 * 1024
"""Characters of all the values of a column that rules may list. Nobody would paste a longer one; and each list comes several
times, so that a table of documents would need more memory for what is suggested of it than for reading it."""

Histogram = Mapping[str, int]
"""How often each value of a column of few was seen, in Deequ's order of them; missing ones are a value too."""


def histograms(state: DatasetState) -> tuple[Histogram | None, ...]:
    """Return the histogram of each column of *state*, None where Deequ makes none, and for values too long to list.

    The order decides which of two equally frequent values comes first, and is that of a profiler over all columns.
    """
    counted = {name: values for name, column in _columns(state) if (values := _listed_values(column))}
    ordered = category_order(counted)
    return tuple(_counts(column, ordered[name]) if name in ordered else None for name, column in _columns(state))


def column_profiles(
    jvm: JVMView, mapper: JavaObject, names: Sequence[str], state: DatasetState, counts: Sequence[Histogram | None]
) -> JavaObject:
    """Return a Java list of the profiles of the columns of *state*, under *names*; those of numbers come first.

    *mapper* reads JSON into Scala's classes, and *counts* are the columns' histograms. Profiles of one type stand together,
    for the type is set in one call for all of a stretch.
    """
    found: dict[str, list[dict[str, object]]] = {NUMERIC: [], STANDARD: []}
    types: dict[str, list[DataType]] = {NUMERIC: [], STANDARD: []}
    inferences = [column.types.inferred() for column in state.columns]
    for place in sorted(range(len(names)), key=lambda place: inferences[place].value):
        name, column, histogram, inferred = names[place], state.columns[place], counts[place], inferences[place]
        kind = NUMERIC if inferred in (DataType.INTEGRAL, DataType.FRACTIONAL) else STANDARD
        numbers = {"minimum": _finite(column.numbers.moments.minimum)} if kind == NUMERIC else {}
        found[kind].append(_profile(name, column, histogram) | numbers)
        types[kind].append(inferred)
    class_named, profiles = class_finder(jvm), jvm.java.util.ArrayList()
    for kind, members in found.items():
        arrays = mapper.getTypeFactory().constructCollectionType(class_named("java.util.ArrayList"), class_named(kind))
        read = mapper.readValue(json.dumps(members), arrays)
        _set_types(jvm, class_named(kind), read, types[kind])
        profiles.addAll(read)
    return profiles


def _set_types(jvm: JVMView, owner: JavaObject, profiles: JavaObject, types: Sequence[DataType]) -> None:
    """Set the types of *profiles*, of the class *owner*: Jackson finds no value of an enumeration that lies in spark-submit's --jars."""
    handles = jvm.java.lang.invoke
    field = owner.getDeclaredField("dataType")
    field.setAccessible(True)
    setter, consumer = handles.MethodHandles.publicLookup().unreflectSetter(field), class_finder(jvm)(_CONSUMER)
    place = 0
    for inferred, alike in groupby(types):
        count = len(tuple(alike))
        value = jvm.java.util.ArrayList()
        value.add(jvm.com.amazon.deequ.analyzers.DataTypeInstances.withName(inferred.value))
        typed = handles.MethodHandles.insertArguments(setter, 1, value.toArray())
        typing = handles.MethodHandleProxies.asInterfaceInstance(consumer, typed)
        profiles.stream().skip(place).limit(count).forEach(typing)
        place += count


def _columns(state: DatasetState) -> Sequence[tuple[str, ColumnState]]:
    return tuple(zip(state.names, state.columns, strict=True))


def _listed_values(column: ColumnState) -> Sequence[str]:
    values = counted_values(column)
    return values if sum(map(len, values)) <= LONGEST_LIST else ()


def _counts(column: ColumnState, values: Sequence[str]) -> Histogram:
    counts = column.categories.counts or {}
    missing = {MISSING_CATEGORY: column.types.missing}
    return {value: counts.get(value, 0) + missing.get(value, 0) for value in values}


def _profile(name: str, column: ColumnState, histogram: Histogram | None) -> dict[str, object]:
    return {
        "column": name,
        "completeness": completeness(column),
        "approximateNumDistinctValues": column.distinct.estimate(),
        "isDataTypeInferred": True,
        "typeCounts": {},
        "histogram": None if histogram is None else _distribution(histogram),
    }


def _finite(number: float | None) -> float | None:
    """Return *number*, None for one that JSON cannot say."""
    return None if number is None or not math.isfinite(number) else number


def _distribution(histogram: Histogram) -> dict[str, object]:
    total = sum(histogram.values())
    values = {value: {"absolute": count, "ratio": count / total} for value, count in histogram.items()}
    return {"values": values, "numberOfBins": len(values), "tailCount": 0}
