"""Small changes of meaning that a source text may suffer, each of one place within a function.

Comparisons move by their equality or turn round, whole numbers move by one, `and` and `or` change places, as do `+` and
`-`; a condition is always met, `not` is dropped, nothing is returned, a statement is not done. Signatures, decorators,
annotations and texts stay as they are.
"""

import ast
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import accumulate

_COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_TURNED = {ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_PLACES = (ast.Attribute, ast.Subscript)
"""A value that is put there has been there before; without its first value a name would only be unknown."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the line of its place, from 1, the function around it, the texts there, and the whole new source."""

    line: int
    function: str
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.line} {self.function}: {self.before} -> {self.after}"


def changes(source: str, lines: Container[int] | None = None) -> Iterator[Change]:
    """Yield every change of *source*, in the order of its places; with *lines* those of functions that touch one of them.

    Raises SyntaxError where *source* is no Python.
    """
    for name, function in _functions(ast.parse(source), ""):
        if lines is None or any(line in lines for line in range(function.lineno, (function.end_lineno or 0) + 1)):
            found = (pair for node in _nodes(function) for pair in _others(node))
            for node, other in sorted(found, key=lambda pair: (pair[0].lineno, pair[0].col_offset)):
                yield _spliced(source, name, node, other)


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yield the functions of a module and of its classes by their names; those within another belong to that one."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _FUNCTIONS):
            yield f"{prefix}{child.name}", child
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")


def _nodes(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Yield what lies in *node* and has a meaning when it runs."""
    for child in _children(node):
        if isinstance(child, ast.expr | ast.stmt):
            yield child
        yield from _nodes(child)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Raise | ast.JoinedStr):  # what is said of a fault, which the tests of messages hold
        return
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        yield from node.body
    elif isinstance(node, ast.AnnAssign):
        yield from (node.value,) if node.value else ()
    else:
        yield from ast.iter_child_nodes(node)


def _others(node: ast.expr | ast.stmt) -> Iterator[tuple[ast.expr | ast.stmt, ast.AST]]:
    """Yield a part of *node*, or the whole of it, and what may stand in its place."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            for place, op in enumerate(ops):
                turned = [*ops[:place], _COMPARED[type(op)](), *ops[place + 1 :]]
                yield node, ast.Compare(left, turned, comparators)
        case ast.BoolOp(op=op, values=values):
            yield node, ast.BoolOp(_TURNED[type(op)](), values)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            yield node, ast.BinOp(left, _TURNED[type(op)](), right)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, operand
        case ast.Constant(value=bool() as value):
            yield node, ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield from ((node, ast.Constant(value + step)) for step in (1, -1))
        case ast.IfExp(test=test) | ast.If(test=test):
            yield test, ast.Constant(True)
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield node, ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise():
            yield node, ast.Pass()
        case ast.Assign(targets=[target]) if isinstance(target, _PLACES):
            yield node, ast.Pass()


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _spliced(source: str, function: str, node: ast.expr | ast.stmt, other: ast.AST) -> Change:
    """Return the change of *source* that has *other* where *node* is; all else stays as it is."""
    data = source.encode()
    starts = [0, *accumulate(map(len, data.splitlines(keepends=True)))]
    begin, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
    before = data[begin:end].decode()
    after = ast.unparse(ast.fix_missing_locations(other))
    text = f"({after})" if isinstance(other, ast.expr) else after
    return Change(
        node.lineno, function, _short(before), _short(after), (data[:begin] + text.encode() + data[end:]).decode()
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:77]}..."
