"""The examples of docs/dataframes.md run, and do what the page says."""

import re
from pathlib import Path

import pytest

import engine

ROOT = Path(engine.__file__).parents[1]
PAGE = (ROOT / "docs" / "dataframes.md").read_text()


@pytest.fixture
def ran(spark, tmp_path, monkeypatch, capsys):
    """Run all examples of the page, in their order, in a folder that has the sample data; tell their names and words."""
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    monkeypatch.chdir(tmp_path)
    names = {"spark": spark}
    for block in re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL):
        exec(block, names)
    return names, capsys.readouterr().out


@pytest.mark.slow
def test_the_examples_of_the_page_run(ran, tmp_path):
    """The window has known faults, and the documents of the second run are in their folder."""
    names, said = ran

    assert "income.monthly completeness_check" in said
    assert names["result"].records == 1500
    assert sorted(path.name for path in (tmp_path / "out" / "monitor").iterdir()) == [
        "constraint_violations.json",
        "constraints.json",
        "statistics.json",
    ]


def test_links_of_the_page_lead_somewhere():
    """Every relative link names a file of the repository."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
