"""PySpark's private names stand in one file of the engine."""

import ast
from pathlib import Path

import pytest

import engine

ROOT = Path(engine.__file__).parent
DOORWAY = "spark/jvm/doorway.py"

HANDLES = {
    "_accumulatorServer",
    "_activeSession",
    "_active_spark_context",
    "_gateway",
    "_gateway_client",
    "_instantiatedSession",
    "_jc",
    "_jconf",
    "_jdf",
    "_jrdd",
    "_jsc",
    "_jsparkSession",
    "_jvm",
    "_jwrapped",
}
"""By which PySpark and py4j reach the JVM, on whatever object."""

OF_SPARK = ("spark", "deequ", "setup")
"""The folders that deal with Spark: there, no private name of any other object is known."""


def _private(path):
    """Yield the private names that a module reads on other objects than its own, or looks up by their text."""
    for node in ast.walk(ast.parse(path.read_text())):
        own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__") and not own:
            yield node.attr
        if isinstance(node, ast.Constant) and node.value in HANDLES:
            yield node.value


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_jvm_is_reached_through_one_doorway(path):
    """A PySpark that keeps its JVM elsewhere changes one file; what it hands out has names of the engine's."""
    place = path.relative_to(ROOT)
    if str(place) == DOORWAY:
        return
    names = set(_private(path))
    assert names & HANDLES == set()
    assert place.parts[0] not in OF_SPARK or not names


def test_the_doorway_is_there():
    """The one file that is passed over above is the one that names them."""
    assert {"_jvm", "_jsc", "_gateway"} <= set(_private(ROOT / DOORWAY))
