"""Which folder of the engine may import which, and which libraries (the house of the architecture)."""

import ast
import sys
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import engine

ROOT = Path(engine.__file__).parent

FLOORS = {
    "profile": 0,
    "quality": 0,
    "documents": 0,
    "job": 0,
    "errors": 0,
    "home": 0,
    "machine": 0,
    "progress": 0,
    "scripts": 0,
    "signals": 0,
    "stores": 0,
    "wording": 0,
    "capture": 1,
    "compare": 1,
    "monitors": 1,
    "readers": 1,
    "analysis": 1,
    "ending": 1,
    "spark": 2,
    "outcome": 2,
    "looking": 2,
    "deequ": 3,
    "reading": 3,
    "metrics": 3,
    "report": 3,
    "notebook": 4,
    "page": 3,
    "gate": 4,
    "explain": 4,
    "sinks": 4,
    "conclusion": 4,
    "history": 4,
    "ruling": 4,
    "evaluation": 4,
    "setup": 4,
    "pipeline": 5,
    "frames": 5,
    "merging": 5,
    "sagemaker": 6,
    "doctor": 7,
    "cli": 8,
    "__main__": 9,
}
"""The storeys of the house: imports point down, and on the ground floor to neighbours. The edges know nothing of each other;
the doctor knows the platform's."""

GROUND = 0

LIBRARIES = {
    "profile": {"pyarrow", "numpy", "numba", "llvmlite"},
    "quality": {"pyarrow", "numpy", "numba"},
    "documents": {"numpy", "numba"},
    "job": set(),
    "errors": set(),
    "home": set(),
    "machine": set(),
    "progress": {"rich"},
    "scripts": set(),
    "signals": set(),
    "stores": {"pyarrow", "botocore"},
    "wording": set(),
    "capture": set(),
    "compare": set(),
    "readers": {"pyarrow", "numpy", "numba", "jmespath"},
    "monitors": {"boto3", "botocore"},
    "analysis": {"numpy"},
    "spark": {"pyspark", "py4j", "pyarrow"},
    "deequ": {"pyspark", "py4j"},
    "setup": {"botocore", "pyspark"},
    "outcome": set(),
    "ending": set(),
    "sinks": set(),
    "metrics": {"boto3", "botocore"},
    "reading": {"pyspark"},
    "looking": set(),
    "conclusion": {"pyspark"},
    "history": {"pyspark"},
    "ruling": {"pyspark"},
    "evaluation": {"pyspark"},
    "pipeline": {"pyspark"},
    "frames": set(),
    "merging": {"pyspark"},
    "sagemaker": {"boto3"},
    "report": set(),
    "notebook": {"pandas"},
    "page": {"jinja2", "markupsafe", "numpy"},
    "gate": set(),
    "explain": {"numpy"},
    "cli": {"shtab"},
    "doctor": set(),
    "__main__": set(),
}
SOURCES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")

EDGES = ("cli", "__main__", "home", "spark", "setup", "deequ", "stores")
"""Who reads the process's environment: the edge; it says where the home is;
Spark's children get one, set-up heeds it, pydeequ asks for a variable; stores are found by the variables of AWS."""

MOST_FILES = 16
"""So many files lie in one folder at most, `__init__.py` not counted."""

SAME_NAMES = {
    "format.py": "what a format is, in each folder of one",
    "options.py": "how a user says that a format is written",
    "table.py": "a format's table",
    "split.py": "how a split of a format is read",
    "records.py": "how a format's blocks become batches",
    "job.py": "how an edge makes a Job of what it is given",
    "main.py": "where a process begins",
    "look.py": "a first look at a dataset",
    "rows.py": "the kernel that makes rows of a format's records",
    "columns.py": "what columns the rows of a format have",
    "scriptable.py": "what of a format a script is given",
    "taker.py": "what takes the lines of a format",
    "statistics.py": "what the data, or the answers of a model, were like: the document of a kind of analysis",
    "constraints.py": "what they promise about those to come: the document of a kind of analysis",
    "evaluation.py": "how a model's answers are evaluated: the state, and the run",
    "violations.py": "what of that was broken: the document of a kind of analysis",
}
"""Names that several files may have, for they hold the same kind of thing."""


def _part(path):
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def _tree(path):
    return ast.parse(path.read_text())


def _imports(path):
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _module_of(path):
    return ".".join(("engine", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")


def _imports_at_start(path):
    """Yield what a module imports when it is imported itself, but for what only a type checker reads."""
    for node in _tree(path).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("engine"):
            yield from (name for alias in node.names for name in (f"{node.module}.{alias.name}", node.module))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path):
    """A module imports from floors below its own, or from its own folder; the version is everybody's."""
    floor = FLOORS[_part(path)]
    for name in _imports(path):
        words = name.split(".")
        if words[0] == "engine" and words[1:] and words[1] not in ("__version__", _part(path)):
            other = words[1]
            neighbours = floor == FLOORS[other] == GROUND
            assert FLOORS[other] < floor or neighbours, f"{path.relative_to(ROOT)} imports {name}"


def test_no_imports_run_in_a_circle():
    """On every floor: a circle would make one file of many."""
    modules = {_module_of(path): path for path in SOURCES}
    graph = {
        module: {name for name in _imports_at_start(path) if name in modules and name != module}
        for module, path in modules.items()
    }
    TopologicalSorter(graph).prepare()


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
    """`os.environ` and `sys.argv` are for the edge, under whatever name they are imported."""
    if _part(path) in EDGES:
        return
    named = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert not (named | set(_imports(path))) & {"os.environ", "os.getenv", "os.environb", "sys.argv"}


def test_no_folder_is_crowded():
    """Whoever opens a folder sees at a glance what is in it."""
    files = Counter(path.parent for path in SOURCES if path.name != "__init__.py")
    assert {str(folder.relative_to(ROOT)): count for folder, count in files.items() if count > MOST_FILES} == {}


def test_no_family_of_files_shares_a_prefix():
    """Three files called `x_...` in one folder are a folder `x`."""
    families = Counter(
        (path.parent, path.stem.split("_")[0]) for path in SOURCES if "_" in path.stem and path.stem[0] != "_"
    )
    assert {
        f"{folder.relative_to(ROOT)}/{prefix}_*" for (folder, prefix), count in families.items() if count > 2
    } == set()


def test_files_of_one_name_hold_the_same_kind_of_thing():
    """Who looks for a file by its name finds the one that is meant."""
    names = Counter(path.name for path in SOURCES if path.name not in {"__init__.py", *SAME_NAMES})
    assert [name for name, count in names.items() if count > 1] == []
