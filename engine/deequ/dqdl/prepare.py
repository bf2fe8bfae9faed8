"""From a parsed rule to what Deequ can execute: names of columns as they are for Deequ, and SQL that reads only the data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.deequ.dqdl.language import Rule
from engine.deequ.dqdl.sql import RefusedSqlError, SqlReader
from engine.deequ.scala_values import each_of, members_of, only_one, plain
from engine.spark.jvm.doorway import JavaObject, JVMView, java_class, jvm_of
from engine.spark.jvm.said import JVM_ERRORS, said
from engine.wording import listed, quoted

_COLUMN, _STATEMENT = "TargetColumn", "CustomSqlStatement"
_LISTS = ("PrimaryDatasetColumns", "ReferenceDatasetColumns", "KeyColumnMappings", "MatchColumnMappings")
"""How parameters of a rule are called that hold a column's name, SQL, and several columns."""

_BETWEEN = re.compile(r"(\s*(?:,|->)\s*)")
_OF_ANOTHER = re.compile(r"(\w+\.)\{(.*)\}|(\w+\.)(.*)", re.DOTALL)
"""Columns of another dataset: `name.column`, or `name.{column, column}`."""

_ABOUT_EXISTENCE = "ColumnExists"


class UnusableRuleError(Exception):
    """A rule that cannot be judged; the text says why, in a sentence without its full stop."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rule ready for Deequ: as it was written, what executes it, and the columns that it names."""

    rule: Rule
    executable: JavaObject
    columns: tuple[str, ...]

    @property
    def feature(self) -> str | None:
        """The column that the rule is about, None where there is none or several."""
        return self.columns[0] if len(self.columns) == 1 else None


def prepare(sql: SqlReader, rule: Rule) -> Prepared:
    """Return *rule* ready for Deequ. Raises UnusableRuleError where it names no column of the data, or SQL is refused."""
    _refuse_strange_columns(sql, rule)
    columns = tuple(dict.fromkeys(_columns(sql, rule.parsed)))
    try:
        executable = _translator(jvm_of(sql.spark)).toExecutableRule(_renamed(sql, rule.parsed))
        _check(sql, executable)
    except RefusedSqlError as error:
        raise UnusableRuleError(f"{error} ({rule.place})") from error
    except JVM_ERRORS as error:
        raise UnusableRuleError(f"Deequ cannot take it: {said(error).splitlines()[0]} ({rule.place})") from error
    return Prepared(rule, executable, columns)


def _refuse_strange_columns(sql: SqlReader, rule: Rule) -> None:
    """Raise UnusableRuleError for a rule about a column that is not there; of several rules in one, Deequ finds out itself."""
    kind = rule.parsed.getRuleType()
    for name, word in _parameters(sql, rule.parsed):
        if name.startswith(_COLUMN) and kind != _ABOUT_EXISTENCE and sql.names.column(word) is None:
            raise UnusableRuleError(
                f"There is no column {quoted(word)} ({rule.place}); the columns are {listed(sql.names.own)}"
            )


def _columns(sql: SqlReader, parsed: JavaObject) -> Iterator[str]:
    """Yield the columns that a rule, or the rules in it, name as what they are about."""
    for name, word in _parameters(sql, parsed):
        if name.startswith(_COLUMN):
            yield sql.names.column(word) or word
    for nested in _nested(parsed):
        yield from _columns(sql, nested)


def _renamed(sql: SqlReader, parsed: JavaObject) -> JavaObject:
    """Return the rule with Deequ's names of columns, and those in its SQL, as another object."""
    jvm = jvm_of(sql.spark)
    parameters = java_class(jvm, "java.util.LinkedHashMap")()
    for name, word in _parameters(sql, parsed):
        parameters.put(name, _parameter(sql, name, word))
    nested = java_class(jvm, "java.util.ArrayList")()
    for each in _nested(parsed):
        nested.add(_renamed(sql, each))
    where = parsed.getWhereClause()
    return java_class(jvm, "software.amazon.glue.dqdl.model.DQRule")(
        parsed.getRuleType(),
        parameters,
        parsed.getParameterValueMap(),
        parsed.getCondition(),
        parsed.getThresholdCondition(),
        parsed.getOperator(),
        nested,
        None if where is None else sql.condition(where),
        parsed.getIsExcludedAtRowLevelInCompositeRules(),
        parsed.getTags(),
    )


def _parameter(sql: SqlReader, name: str, word: str) -> str:
    if name == _STATEMENT:
        return sql.query(word)
    if name in _LISTS:
        return _list_of_columns(sql, word, of_another=name == "ReferenceDatasetColumns")
    return sql.names.given_to(word) or word if name.startswith(_COLUMN) else word


def _list_of_columns(sql: SqlReader, word: str, *, of_another: bool) -> str:
    """Return names with commas or arrows between as they are for Deequ; before those of another dataset stands its name."""
    found = _OF_ANOTHER.fullmatch(word) if of_another else None
    if found is not None and found[1] is not None:
        return f"{found[1]}{{{_list_of_columns(sql, found[2], of_another=False)}}}"
    if found is not None:
        return f"{found[3]}{_list_of_columns(sql, found[4], of_another=False)}"
    return "".join(sql.every.given_to(part) or part for part in _BETWEEN.split(word))


def _nested(parsed: JavaObject) -> tuple[JavaObject, ...]:
    nested = parsed.getNestedRules()
    return () if nested is None else members_of(nested)


def _parameters(sql: SqlReader, parsed: JavaObject) -> tuple[tuple[str, str], ...]:
    """Return the parameters of a rule by their names, none for one that is made of others."""
    given = parsed.getParameters()
    return () if given is None else tuple(plain(jvm_of(sql.spark), given).items())


def _check(sql: SqlReader, executable: JavaObject) -> None:
    """Raise RefusedSqlError where what Deequ has made of a rule reads more than the data: values end up in SQL, too."""
    kind = executable.getClass().getSimpleName()
    if kind == "DeequExecutableRule":
        for analyzer in _each(sql, executable.check().requiredAnalyzers().toSeq()):
            if analyzer.getClass().getSimpleName() == "Compliance":
                sql.check_condition(analyzer.predicate())
    elif kind == "CompositeExecutableRule":
        for nested in _each(sql, executable.nestedRules()):
            _check(sql, nested)
    elif kind in ("ColumnDataTypeExecutableRule", "DataFreshnessExecutableRule"):
        sql.check(executable.outcomeExpression().expr())


def _each(sql: SqlReader, sequence: JavaObject) -> tuple[JavaObject, ...]:
    return each_of(jvm_of(sql.spark), sequence)


def _translator(jvm: JVMView) -> JavaObject:
    """Return Deequ's translator; it has no static methods, for it is private to Deequ in Scala."""
    return only_one(jvm, "com.amazon.deequ.dqdl.translation.DQDLRuleTranslator")
