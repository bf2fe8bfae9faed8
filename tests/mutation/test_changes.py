"""The small changes of meaning that `make mutate` makes."""

import ast

import pytest
from mutation.changes import changes


def changed(body):
    """Return how a function with *body* looks with each of the changes, one line each, without its first line."""
    source = f"def f(a, b=1):\n    {body}\n"
    return [change.source.split("\n", 1)[1].strip() for change in changes(source)]


@pytest.mark.parametrize(
    ("body", "others"),
    [
        ("a < b", ["(a <= b)"]),
        ("a <= b < c", ["(a < b < c)", "(a <= b <= c)"]),
        ("a == 'x'", ["(a != 'x')"]),
        ("a is None", ["(a is not None)"]),
        ("a not in b", ["(a in b)"]),
        ("a and b or c", ["((a and b) and c)", "(a or b) or c"]),
        ("a - b", ["(a + b)"]),
        ("not a", ["(a)"]),
        ("a[7]", ["a[(8)]", "a[(6)]"]),
        ("True", ["(False)"]),
        ("a if b else c", ["a if (True) else c"]),
        ("if a: b", ["if (True): b"]),
        ("return a", ["return None"]),
        ("return", []),
        ("return None", []),
        ("a.go(b)", ["pass"]),
        ("a += b", ["pass"]),
        ("a.b = c", ["pass"]),
        ("a = b", []),
        ("raise E(f'{1 + 1}', 2)", ["pass"]),
        ("a: int | None = (b < c)", ["a: int | None = ((b <= c))"]),
        ("'é😀', a < b", ["'é😀', (a <= b)"]),
    ],
)
def test_each_place_is_changed_by_itself(body, others):
    """A change has one place; names, texts and annotations stay."""
    assert changed(body) == others


def test_only_what_runs_within_a_function_is_changed():
    """Signatures, decorators and what a module does at import stay; methods and inner functions do not."""
    source = """LIMIT = 1
@decorated(1)
def f(a: int = 1):
    class C:
        def inner(self, b=1):
            return None
    def g(b=1):
        b += LIMIT
class D:
    x = 1
    @property
    def h(self):
        return self.x
"""
    assert [str(change) for change in changes(source)] == [
        "8 f: b += LIMIT -> pass",
        "13 D.h: return self.x -> return None",
    ]


def test_with_lines_only_the_functions_that_touch_one_are_changed():
    """The whole function is, for what a line means depends on the others."""
    source = "def f(a):\n    b = a\n    return b\n\n\ndef g(a):\n    return a\n"
    assert [change.function for change in changes(source, {2})] == ["f"]
    assert [change.function for change in changes(source, {4, 5})] == []


def test_every_change_is_python():
    """As for this very file."""
    with open(__file__) as file:
        for change in changes(file.read()):
            ast.parse(change.source)
