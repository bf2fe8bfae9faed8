"""examples/visualize.ipynb does what it says, from its first cell to its last."""

import json
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "examples" / "visualize.ipynb"


def test_the_notebook_is_kept_without_what_it_has_printed() -> None:
    """What somebody's machine has printed would be old the next day."""
    cells = [cell for cell in json.loads(NOTEBOOK.read_text())["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)


@pytest.mark.slow
def test_the_notebook_runs_and_shows_what_has_drifted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a kernel of its own; the drawn cells have the features over their baselines, and the last one the violations."""
    nbclient = pytest.importorskip("nbclient", reason="nbclient, which runs notebooks, is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel, in which notebooks run, is not installed")
    import nbformat

    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    (tmp_path / "examples").mkdir()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for name, value in {"PATH": path, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(tmp_path / "ipython")}.items():
        monkeypatch.setenv(name, value)

    done = nbclient.NotebookClient(
        nbformat.read(NOTEBOOK, as_version=4), timeout=600, resources={"metadata": {"path": str(tmp_path / "examples")}}
    ).execute()

    shown = [output["data"] for cell in done.cells for output in cell.get("outputs", ()) if "data" in output]
    every, two, table = (each["text/html"] for each in shown)
    assert every.count("<figure") == 14
    assert two.count("<figure") == 2
    assert "<svg" in two
    assert "baseline_drift_check" in table
