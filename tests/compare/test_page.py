"""docs/migrating.md is true: its commands run and print what it shows, and its table is the engine's."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import engine
from engine.compare.likeness import MEANINGS
from engine.documents.json import codec

ROOT = Path(engine.__file__).parents[1]
PAGE = (ROOT / "docs" / "migrating.md").read_text()
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL) for line in block.splitlines()]


def without(document, *keys):
    """Return *document* as a container wrote it that did not know the *keys* yet, wherever they stand."""
    if isinstance(document, dict):
        return {key: without(value, *keys) for key, value in document.items() if key not in keys}
    return [without(each, *keys) for each in document] if isinstance(document, list) else document


def make_older(ours, official):
    """Write the documents in the folder *ours* to the folder *official* as a container of 2022 did."""
    official.mkdir()
    statistics = json.loads((ours / "statistics.json").read_text())
    constraints = json.loads((ours / "constraints.json").read_text())
    older = without(statistics, "completeness", "approximate_num_distinct_values")
    (official / "statistics.json").write_text(codec.dumps(older))
    settings = constraints["monitoring_config"]["distribution_constraints"]
    del settings["categorical_comparison_threshold"], settings["categorical_drift_method"]
    (official / "constraints.json").write_text(codec.dumps(constraints))


@pytest.mark.slow
def test_the_commands_of_the_page_print_what_it_shows(tmp_path):
    """In their order, in a folder with the sample data, and the documents of an older container after the first."""
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    baseline, compare, accept = COMMANDS
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}

    def run(command):
        words = ["bash", "-c", command]
        return subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True)

    assert run(baseline).returncode == 0
    make_older(tmp_path / "out" / "ours", tmp_path / "out" / "official")
    compared = run(compare)
    (shown,) = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)
    assert compared.stdout.startswith(shown)
    assert compared.returncode == 1
    assert run(accept).returncode == 0


def test_the_table_of_the_page_is_the_engines():
    """Each kind and its meaning, in order."""
    rows = re.findall(r"\n\| `(\w+)` \| (.*) \|", PAGE)
    assert rows == [(likeness.value, meaning) for likeness, meaning in MEANINGS.items()]


def test_links_of_the_page_lead_somewhere():
    """Every relative link names a file of the repository."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
