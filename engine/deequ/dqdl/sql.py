"""SQL in rules: it may read the run's own data and nothing else, and gets the names that the columns have for Deequ.

Spark's own parser reads it. What is not known to be a query over the data is refused, so that a statement that writes, a
file in the place of a table, another catalogue and a script are, and whatever a later Spark can do besides.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyspark.sql import SparkSession

from engine.deequ.dqdl.column_names import Names
from engine.deequ.scala_values import each_of
from engine.job.references import PRIMARY
from engine.spark.jvm.doorway import JavaObject, JVMView, java_class, jvm_of, sql_parser
from engine.spark.jvm.said import JVM_ERRORS, said
from engine.wording import quoted

_QUERIES = frozenset(
    {
        *(
            "Project",
            "Filter",
            "Aggregate",
            "Distinct",
            "Sort",
            "GlobalLimit",
            "LocalLimit",
            "Offset",
            "Sample",
            "Window",
        ),
        *(
            "Join",
            "Union",
            "Intersect",
            "Except",
            "Pivot",
            "Unpivot",
            "SubqueryAlias",
            "CTERelationDef",
            "OneRowRelation",
        ),
        *("UnresolvedWith", "UnresolvedHaving", "UnresolvedInlineTable", "UnresolvedSubqueryColumnAliases"),
        "WithWindowDefinition",
    }
)
"""The nodes of a plan that only read what is below them; relations are looked at one by one."""

_REACHING_OUT = frozenset({"java_method", "reflect", "try_reflect"})
"""Functions that call whatever method of Java's they are told to."""


_COMPARISONS = frozenset(
    {
        *("And", "Or", "Not", "In", "IsNull", "IsNotNull", "EqualTo", "Literal", "UnresolvedAttribute"),
        *("GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual", "CaseWhen", "Cast"),
    }
)
"""The nodes of a condition that reads nothing but the columns that it names."""

_AT_ONCE = 20
"""Names that are looked at together; Spark prints no more than 25 parts of an expression."""


class RefusedSqlError(Exception):
    """SQL that a rule may not have; its text says why."""


@dataclass(frozen=True, slots=True)
class SqlReader:
    """Reads the SQL of rules; `tables` are what they may name, in small letters.

    `names` are those of the run's own columns, `every` those of all tables' columns.
    """

    spark: SparkSession
    names: Names
    every: Names
    tables: frozenset[str] = frozenset({PRIMARY})

    def query(self, statement: str) -> str:
        """Return *statement* with Deequ's names of columns. Raises RefusedSqlError where it is more than a query of `tables`."""
        return self._renamed(statement, self._nodes(sql_parser(self.spark).parsePlan, statement))

    def condition(self, expression: str) -> str:
        """Return the same of an *expression*, which stands in the place of a condition."""
        return self._renamed(expression, self._nodes(sql_parser(self.spark).parseExpression, expression))

    def check_condition(self, expression: str) -> None:
        """Raise RefusedSqlError where a condition that Deequ has put together may read more than the data."""
        try:
            parsed = sql_parser(self.spark).parseExpression(expression)
        except JVM_ERRORS as error:
            raise RefusedSqlError(
                f"Its SQL is not what Spark understands: {said(error).strip().splitlines()[0]}"
            ) from error
        self.check(parsed)

    def check(self, expression: JavaObject) -> None:
        """Raise RefusedSqlError where an *expression* that Deequ has put together may read more than the data."""
        if _only_compares(expression):
            return
        for _ in self._walk(expression, self.tables):
            pass

    def _nodes(self, parse: JavaObject, text: str) -> tuple[JavaObject, ...]:
        try:
            return tuple(self._walk(parse(text), self.tables))
        except JVM_ERRORS as error:
            raise RefusedSqlError(
                f"Its SQL is not what Spark understands: {said(error).strip().splitlines()[0]}"
            ) from error

    def _walk(self, node: JavaObject, tables: frozenset[str]) -> Iterator[JavaObject]:
        """Yield the attributes in and below *node*, which is refused with all below it where it reaches out of *tables*."""
        jvm, kind = jvm_of(self.spark), node.getClass().getSimpleName().rstrip("$")
        if _is(jvm, node, "plans.logical.LogicalPlan"):
            for name, query in _named_queries(jvm, node, kind):
                yield from self._walk(query, tables)
                tables = tables | {name}
            _refuse_plan(jvm, node, kind, tables)
            below = (*_list(jvm, node.expressions()), *_list(jvm, node.children()))
        else:
            _refuse_function(jvm, node, kind)
            if kind == "UnresolvedAttribute":
                yield node
            query = (node.plan(),) if _is(jvm, node, "expressions.PlanExpression") else ()
            below = (*query, *_list(jvm, node.children()))
        for each in below:
            yield from self._walk(each, tables)

    def _renamed(self, text: str, attributes: Iterable[JavaObject]) -> str:
        """Return *text* with the names that its *attributes* have for Deequ; those whose own they keep stay as they are."""
        places = {place for attribute in attributes if (place := self._place(attribute)) is not None}
        for start, stop, name in sorted(places, reverse=True):
            text = text[:start] + name + text[stop + 1 :]
        return text

    def _place(self, attribute: JavaObject) -> tuple[int, int, str] | None:
        *qualifier, last = _list(jvm_of(self.spark), attribute.nameParts())
        column, given = self.every.column(last), self.every.given_to(last)
        if column is None or given is None or given == column:
            return None
        start, stop = attribute.origin().startIndex(), attribute.origin().stopIndex()
        name = ".".join((*(f"`{part.replace('`', '``')}`" for part in qualifier), given))
        return start.get(), stop.get(), name


def words_among(spark: SparkSession, names: Iterable[str]) -> frozenset[str]:
    """Return those of *names* that are made of letters and digits, and that SQL has for something else than a column."""
    plain = tuple(name for name in names if name.isascii() and name.isidentifier())
    parts = (plain[start : start + _AT_ONCE] for start in range(0, len(plain), _AT_ONCE))
    suspects = (name for part in parts if not _are_columns(spark, part) for name in part)
    return frozenset(name for name in suspects if not _are_columns(spark, (name,)))


def _are_columns(spark: SparkSession, names: tuple[str, ...]) -> bool:
    """Return whether SQL takes all of *names* for columns; asked together, for each call has its price."""
    try:
        parsed = sql_parser(spark).parseExpression(f"columns({', '.join(names)})").toString()
    except JVM_ERRORS:
        return False
    return bool(parsed == "'columns(" + ", ".join(f"'{name}" for name in names) + ")")


def _only_compares(expression: JavaObject) -> bool:
    """Return whether *expression* does nothing but compare columns with values; Spark prints all of it in one call."""
    return _classes_in(json.loads(expression.toJSON())) <= _COMPARISONS


def _classes_in(printed: object) -> set[str]:
    """Return the names of all classes in what Spark has *printed* of a tree."""
    if isinstance(printed, list):
        return set().union(*map(_classes_in, printed))
    if not isinstance(printed, dict):
        return set()
    own = {str(printed["class"]).rpartition(".")[2].rstrip("$")} if "class" in printed else set()
    return own.union(*map(_classes_in, printed.values()))


def _named_queries(jvm: JVMView, node: JavaObject, kind: str) -> Iterator[tuple[str, JavaObject]]:
    """Yield what a WITH names, in its order: each query knows those before it."""
    if kind == "UnresolvedWith":
        for alias in _list(jvm, node.innerChildren()):
            yield alias.alias().lower(), alias


def _refuse_plan(jvm: JVMView, node: JavaObject, kind: str, tables: frozenset[str]) -> None:
    if kind == "UnresolvedRelation":
        parts = _list(jvm, node.multipartIdentifier())
        if len(parts) != 1 or parts[0].lower() not in tables:
            raise RefusedSqlError(
                f"Its SQL may read {', '.join(sorted(tables))} only, and names {quoted('.'.join(parts))}"
            )
    elif kind not in _QUERIES:
        raise RefusedSqlError(f"Its SQL is expected to be a query of {PRIMARY}, and is or holds {kind}")


def _refuse_function(jvm: JVMView, node: JavaObject, kind: str) -> None:
    if kind.endswith("UnresolvedIdentifier"):
        raise RefusedSqlError("Its SQL may not put together a name with IDENTIFIER")
    if kind != "UnresolvedFunction":
        return
    parts = _list(jvm, node.nameParts())
    name = ".".join(parts)
    if len(parts) > 1 or name.lower() in _REACHING_OUT or name.lower().startswith("xpath"):
        raise RefusedSqlError(f"Its SQL may not call {quoted(name)}")


def _is(jvm: JVMView, node: JavaObject, name: str) -> bool:
    kind = java_class(jvm, "java.lang.Class").forName(f"org.apache.spark.sql.catalyst.{name}")
    return bool(kind.isInstance(node))


def _list(jvm: JVMView, sequence: JavaObject) -> list[JavaObject]:
    return list(each_of(jvm, sequence))
