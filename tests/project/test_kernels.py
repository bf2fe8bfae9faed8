"""The settings that exempt kernels from annotations name the modules that have kernels, and no other."""

import tomllib
from pathlib import Path

import engine

ROOT = Path(engine.__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
KERNELS = {str(path.relative_to(ROOT)) for path in (ROOT / "engine").rglob("*.py") if "\n@njit" in path.read_text()}


def test_mypy_exempts_kernels_alone():
    """One setting, for all of them."""
    (exempt,) = [each for each in SETTINGS["mypy"]["overrides"] if each.get("disallow_untyped_defs") is False]
    assert {f"{module.replace('.', '/')}.py" for module in exempt["module"]} == KERNELS


def test_ruff_exempts_the_same():
    """Every other function of the engine says what it takes and what it returns."""
    ignores = SETTINGS["ruff"]["lint"]["per-file-ignores"]
    assert {path for path, rules in ignores.items() if path.startswith("engine/") and "ANN" in rules} == KERNELS
