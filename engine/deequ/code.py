"""The Scala code of a suggested constraint in the languages that users write: PyDeequ, and Glue's DQDL.

Both are the call that Deequ's rule has written, in another grammar. What one of them cannot say is left out: it was
tried which names and values Deequ 2.1.0 takes, and a test tries them again.
"""

import json
import re
from dataclasses import dataclass

_TEXT = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_CALL = re.compile(
    rf"\.(?P<method>\w+)\({_TEXT}(, ConstrainableDataTypes\.(?P<kind>\w+))?(, Array\((?P<values>{_TEXT}(, {_TEXT})*)\))?"
    rf"(, _ >= (?P<bound>[\w.-]+))?(, Some\((?P<hint>{_TEXT})\))?\)",
    re.DOTALL,
)
"""A call of one of Deequ's checks, as its rules write it; the first text is the column."""

_DATE_OR_TIME = re.compile(r"\d{4}-\d\d-\d\d|\d?\d:\d\d( [AP]M)?", re.ASCII)
"""What DQDL takes for a date or a time though it stands in quotes."""

_WORDS = frozenset(
    (*("null", "true", "false", "current_date", "current_timestamp", "current_time", "localtimestamp"),
     *("current_user", "session_user", "user"))
)  # fmt: skip
"""Names that Spark takes for a value where they stand in SQL without backticks."""

_DQDL_TYPES = {"Integral": "LONG", "Fractional": "DOUBLE", "Boolean": "BOOLEAN"}


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the method of Deequ's `Check`, and what it is given beside the column; None for what it is not.

    `kind` is a data type, `values` are those that are allowed, `bound` is the number that the share is at least, as text.
    """

    method: str
    kind: str | None
    values: tuple[str, ...] | None
    bound: str | None
    hint: str | None

    def pydeequ(self, column: str) -> str | None:
        """Return the call in Python, to be put behind a PyDeequ `Check`; None where Deequ would not understand it.

        That is a column without a name or with a backtick in it, and a value with a backslash.
        """
        if not column or "`" in column or any("\\" in value for value in self.values or ()):
            return None
        # What Deequ makes SQL of it quotes itself; elsewhere a dot would name a field of the column.
        written = column if self.method == "isContainedIn" else _quoted_for_spark(column)
        given = (
            None if self.kind is None else f"ConstrainableDataTypes.{self.kind}",
            None if self.values is None else f"[{', '.join(map(_literal, self.values))}]",
            None if self.bound is None else f"lambda value: value >= {self.bound}",
            None if self.hint is None else _literal(self.hint),
        )
        return f".{self.method}({', '.join((_literal(written), *filter(None, given)))})"

    def dqdl(self, column: str, *, complete: bool) -> str | None:
        """Return the rule in DQDL, None where Deequ's reading of DQDL would not understand it.

        *complete* says that no value is missing: where some are, DQDL counts them as wrong unless they are left out.
        """
        if not column or any(mark in column for mark in '"\\`') or _DATE_OR_TIME.fullmatch(column):
            return None
        named = f'"{_quoted_for_spark(column)}"'
        present = "" if complete else f' where "`{column}` is not null"'
        match self.method:
            case "isComplete":
                return f"IsComplete {named}"
            case "hasCompleteness":
                return f"Completeness {named} >= {self.bound}"
            case "isUnique":
                return f"IsUnique {named}"
            case "isNonNegative":
                return f"ColumnValues {named} >= 0{present}"
            case "hasDataType" if self.kind in _DQDL_TYPES:
                return f'ColumnDataType {named} = "{_DQDL_TYPES[self.kind]}"{present}'
            case "isContainedIn" if self.bound is None:
                listed = [_listed(value) for value in self.values or ()]
                return (
                    None if None in listed else f"ColumnValues {named} in [{', '.join(filter(None, listed))}]{present}"
                )
        return None


def parsed(code: str) -> Call:
    """Return the call that *code*, Deequ's Scala, is. Raises RuntimeError where it is none of the kinds that are known."""
    found = _CALL.fullmatch(code)
    if found is None:
        raise RuntimeError(f"Deequ suggests a check of an unknown kind: {code}")
    values, hint = found["values"], found["hint"]
    return Call(
        method=found["method"],
        kind=found["kind"],
        # Java's escapes, as Deequ writes them, are all escapes of JSON.
        values=None if values is None else tuple(json.loads(f"[{values}]")),
        bound=found["bound"],
        hint=None if hint is None else json.loads(hint),
    )


def _quoted_for_spark(column: str) -> str:
    """Return *column* as Deequ takes it: it quotes most names, and not those with a dot or that are a word of SQL."""
    return f"`{column}`" if "." in column or column.lower() in _WORDS else column


def _literal(text: str) -> str:
    """Return *text* as a literal of Python, in which all that JSON escapes is escaped in the same way."""
    return json.dumps(text, ensure_ascii=False)


def _listed(value: str) -> str | None:
    """Return *value* for a list of DQDL, None for one that Deequ would not find again or takes for a time."""
    if "'" in value or "\\" in value or _DATE_OR_TIME.fullmatch(value):
        return None
    return '"' + value.replace('"', '\\"') + '"'
