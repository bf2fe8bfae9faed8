"""report.html of a run: where it is written, and that the documents are as without it."""

from functools import partial

import pytest

from engine import pipeline
from engine.__main__ import main as container
from engine.cli.main import main as command_line
from engine.documents.folder import CONSTRAINTS, REPORT, STATISTICS, SUGGESTIONS, VIOLATIONS


@pytest.fixture
def here(tmp_path, monkeypatch, session):
    """Give a folder with data; runs share the session of the tests."""
    monkeypatch.setattr(pipeline, "run", partial(pipeline.run, session=session))
    (tmp_path / "data.csv").write_text("id,kind\n" + "".join(f"{n},{'xy'[n % 2]}\n" for n in range(100)))
    (tmp_path / "later.csv").write_text("id,kind\n" + "".join(f"{n},{'xz'[n % 2]}\n" for n in range(100)))
    return tmp_path


def documents(folder):
    """Return the texts of all documents in *folder*, by name."""
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_a_page_is_written_where_it_is_asked_for(here):
    """At the command line and in the container, with the same words; the documents are those of a run without."""
    assert command_line(["baseline", f"{here}/data.csv", "-o", f"{here}/b", "-q", "--report"]) == 0
    words = ["monitor", f"{here}/later.csv", "--baseline", f"{here}/b", "-q"]
    assert command_line([*words, "-o", f"{here}/with", "--report"]) == 1
    assert command_line([*words, "-o", f"{here}/plain"]) == 1
    settings = {
        "dataset_source": f"{here}/later.csv",
        "dataset_format": '{"csv": {"header": true}}',
        "output_path": f"{here}/box",
        "baseline_statistics": f"{here}/b/statistics.json",
        "baseline_constraints": f"{here}/b/constraints.json",
        "report_enabled": "true",
    }
    assert container([], settings, root=here / "ml") == 0

    assert documents(here / "b").keys() == {STATISTICS, CONSTRAINTS, SUGGESTIONS, REPORT}
    written = documents(here / "with")
    page = written.pop(REPORT)
    assert written == documents(here / "plain")
    assert written.keys() == {STATISTICS, CONSTRAINTS, VIOLATIONS}
    assert "<h1>2 violations</h1>" in page
    assert "New: z." in page
    assert "<dt>Files</dt><dd>1</dd>" in page
    assert f"<dt>Baseline</dt><dd>{here}/b</dd>" in page
    assert documents(here / "box")[REPORT] == page

    assert command_line([*words, "-o", f"{here}/with"]) == 1
    assert REPORT not in documents(here / "with")
