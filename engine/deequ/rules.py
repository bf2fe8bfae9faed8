"""Deequ's rules for suggesting constraints, applied to what the one pass has seen: no data are read again.

The rules are Deequ's classes, all that its runner has by default and those for all columns (`Rules.DEFAULT` and `COMMON`).
The others of Deequ 2.1.0 are left out: HasMin, HasMax, HasStandardDeviation and the two for lengths pin the exact value
of today, most of them at 3.5 ms a column and two seconds for the first, and HasMean takes the maximum for the mean.
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession

from engine.deequ.code import parsed
from engine.deequ.profiles import column_profiles, histograms
from engine.documents.suggestions import Suggestion
from engine.profile.state import DatasetState
from engine.spark.jvm.doorway import JavaObject, JVMView, class_finder, jvm_of

_log = logging.getLogger(__name__)

_TEXTS = ("columnName", "currentValue", "description", "codeForConstraint")
"""The methods of a Deequ suggestion that say what it is."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule's name, why it suggests, and a Java list of what it does suggest."""

    name: str
    description: str
    candidates: JavaObject


class _Handles:
    """Deequ's methods as objects of Java's functional interfaces, for which Scala's classes have none.

    What py4j has to look up is looked up once, for each name on the way costs a call.
    """

    def __init__(self, jvm: JVMView) -> None:
        invoke = jvm.java.lang.invoke
        self.class_named = class_finder(jvm)
        self.list = jvm.java.util.ArrayList
        self._bind, self._type = invoke.MethodHandles.insertArguments, invoke.MethodType.methodType
        self._find = invoke.MethodHandles.publicLookup().findVirtual
        self._interface = invoke.MethodHandleProxies.asInterfaceInstance
        self._predicate, self._function = map(
            self.class_named, ("java.util.function.Predicate", "java.util.function.Function")
        )

    def text(self, owner: JavaObject, name: str) -> JavaObject:
        """Return the Function from an object of class *owner* to the text that its method *name* gives."""
        found = self._find(owner, name, self._type(self.class_named("java.lang.String")))
        return self._interface(self._function, found)

    def question(self, owner: JavaObject, name: str, answer: JavaObject, *, records: int) -> JavaObject:
        """Return the handle of what a rule is asked of a profile, where there are so many *records*."""
        given, last = self.list(), self.list()
        given.add(self.class_named("com.amazon.deequ.profiles.ColumnProfile"))
        given.add(self.class_named("java.lang.Long").getField("TYPE").get(None))
        last.add(records)
        found = self._find(owner, name, self._type(answer, given))
        return self._bind(found, len(("rule", "profile")), last.toArray())

    def predicate(self, question: JavaObject, rule: JavaObject) -> JavaObject:
        """Return *question*, asked of *rule*, as a Predicate of profiles."""
        return self._interface(self._predicate, question.bindTo(rule))

    def function(self, question: JavaObject, rule: JavaObject) -> JavaObject:
        """Return the same as a Function of profiles."""
        return self._interface(self._function, question.bindTo(rule))


def suggestions_of(spark: SparkSession, state: DatasetState) -> tuple[Suggestion, ...]:
    """Return what Deequ's rules suggest for the columns of *state*, in the order of these and then of the rules.

    A rule that fails on a column is told in the log, and the others go on. No Spark job is started.
    """
    jvm, counts = jvm_of(spark), histograms(state)
    handles, mapper = _Handles(jvm), jvm.com.fasterxml.jackson.databind.ObjectMapper()
    mapper.registerModule(_only(jvm.com.fasterxml.jackson.module.scala, "DefaultScalaModule"))
    mark = _mark(value for histogram in counts if histogram for value in histogram)
    profiles = column_profiles(jvm, mapper, [f"{mark}{n}_" for n in range(len(state.names))], state, counts)
    rules = tuple(_applied(jvm, handles, profiles, state.records))
    named = re.compile(rf"{mark}(\d+)_")
    found = sorted(_texts(handles, mapper, rules), key=lambda each: _position(named, each[1][0]))
    return tuple(_suggestion(state, named, rule, texts) for rule, texts in found)


def _only(package: Any, name: str) -> JavaObject:
    """Return the one instance of a Scala object."""
    return getattr(getattr(package, f"{name}$"), "MODULE$")


def _mark(values: Iterable[str]) -> str:
    """Return how the names begin that columns have for Deequ, which takes names for SQL: what no value has in it."""
    mark, texts = "column_", tuple(values)
    while any(mark in text for text in texts):
        mark += "_"
    return mark


def _applied(jvm: JVMView, handles: _Handles, profiles: JavaObject, records: int) -> Iterator[_Rule]:
    """Yield Deequ's rules, each applied to *profiles*."""
    owner = handles.class_named("com.amazon.deequ.suggestions.rules.ConstraintRule")
    suggestion = handles.class_named("com.amazon.deequ.suggestions.ConstraintSuggestion")
    truth = handles.class_named("java.lang.Boolean").getField("TYPE").get(None)
    applies = handles.question(owner, "shouldBeApplied", truth, records=records)
    candidate = handles.question(owner, "candidate", suggestion, records=records)
    known = _only(jvm.com.amazon.deequ.suggestions, "Rules")
    for group in (known.DEFAULT(), known.COMMON()):
        for rule in (group.apply(place) for place in range(group.size())):
            name = rule.getClass().getSimpleName()
            try:
                chosen = profiles.stream().filter(handles.predicate(applies, rule))
                candidates = chosen.map(handles.function(candidate, rule)).toList()
            except Py4JJavaError as error:
                _log.warning("Deequ's rule %s fails: %s", name, error.java_exception.getClass().getName())
                continue
            yield _Rule(name, rule.ruleDescription(), candidates)


def _texts(handles: _Handles, mapper: JavaObject, rules: Sequence[_Rule]) -> Iterator[tuple[_Rule, Sequence[str]]]:
    """Yield what each candidate of *rules* says, by _TEXTS: all in one JSON, for a call costs more than a text."""
    owner = handles.class_named("com.amazon.deequ.suggestions.ConstraintSuggestion")
    texts, every = handles.list(), handles.list()
    for rule in rules:
        every.addAll(rule.candidates)
    for name in _TEXTS:
        texts.add(every.stream().map(handles.text(owner, name)).toList())
    of_rule = (rule for rule in rules for _ in range(rule.candidates.size()))
    yield from zip(of_rule, zip(*json.loads(mapper.writeValueAsString(texts)), strict=True), strict=True)


def _position(named: re.Pattern[str], column: str) -> int:
    """Return which column of the state *column* stands for."""
    return int(named.sub(r"\1", column))


def _suggestion(state: DatasetState, named: re.Pattern[str], rule: _Rule, texts: Sequence[str]) -> Suggestion:
    column, current_value, description, code = texts
    position, call = _position(named, column), parsed(code)
    name = state.names[position]
    complete = not state.columns[position].types.missing
    return Suggestion(
        feature=name,
        rule=rule.name,
        rule_description=rule.description,
        current_value=current_value,
        description=named.sub(lambda found: state.names[int(found[1])], description),
        pydeequ=call.pydeequ(name),
        dqdl=call.dqdl(name, complete=complete),
    )
