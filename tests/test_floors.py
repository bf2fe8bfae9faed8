"""Which folder of the engine may import which, and which libraries (the house of the architecture)."""

import ast
import sys
from pathlib import Path

import pytest

import engine

ROOT = Path(engine.__file__).parent

FLOORS = {
    "profile": 0,
    "documents": 0,
    "job": 0,
    "errors": 0,
    "times": 0,
    "machine": 0,
    "scripts": 0,
    "readers": 1,
    "analysis": 1,
    "spark": 2,
    "deequ": 2,
    "reading": 3,
    "pipeline": 4,
    "sagemaker": 5,
    "report": 5,
    "arguments": 6,
    "arguments_job": 6,
    "cli": 7,
    "__main__": 8,
}
LIBRARIES = {
    "profile": {"pyarrow", "numpy", "numba"},
    "documents": set(),
    "job": set(),
    "errors": set(),
    "times": set(),
    "machine": set(),
    "scripts": set(),
    "readers": {"pyarrow", "numpy", "numba"},
    "analysis": {"numpy"},
    "spark": {"pyspark", "py4j"},
    "deequ": {"pyspark", "py4j", "pydeequ"},
    "reading": {"pyspark"},
    "pipeline": {"pyspark"},
    "sagemaker": {"boto3"},
    "report": set(),
    "arguments": set(),
    "arguments_job": set(),
    "cli": set(),
    "__main__": set(),
}
SOURCES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")


def _part(path):
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path):
    """A module imports from floors below its own, or from its own folder; the version is everybody's."""
    floor = FLOORS[_part(path)]
    for name in _imports(path):
        words = name.split(".")
        if words[0] == "engine" and words[1:] and words[1] not in ("__version__", _part(path)):
            other = words[1]
            neighbours = {_part(path), other} <= {
                "profile",
                "documents",
                "job",
                "errors",
                "times",
                "machine",
                "scripts",
            }
            assert FLOORS[other] < floor or neighbours, f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_library_stays_behind_its_boundary(path):
    """Only the folder that is a library's boundary imports it; everybody else gets plain values."""
    for name in _imports(path):
        library = name.split(".")[0]
        if library != "engine" and library not in sys.stdlib_module_names:
            assert library in LIBRARIES[_part(path)], f"{path.relative_to(ROOT)} imports {library}"


def test_every_part_of_the_engine_has_a_floor():
    """A new folder or file at the top must be given its place."""
    assert {_part(path) for path in SOURCES} == set(FLOORS)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_edge_reads_the_environment(path):
    """`os.environ` and `sys.argv` are for the edge; Spark's children get an environment, and pydeequ asks for a variable."""
    if _part(path) in ("cli", "__main__", "spark", "provision", "deequ"):
        return
    named = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert not named & {"os.environ", "os.getenv", "sys.argv"}
