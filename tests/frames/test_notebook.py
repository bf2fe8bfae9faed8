"""The cells of docs/emr.md run in a session that somebody else has made."""

import re
from pathlib import Path

import pytest

import engine

ROOT = Path(engine.__file__).parents[1]
PAGE = (ROOT / "docs" / "emr.md").read_text()


@pytest.fixture
def loans(spark):
    """Give a table of the session's catalogue: in November a kind comes that was not there before."""
    spark.sql(
        "select id, 10 + id % 2 as month, if(id % 2 = 0, 'car', 'boat') as purpose from range(200)"
    ).createOrReplaceTempView("loans")
    yield
    spark.catalog.dropTempView("loans")


def test_the_three_cells_of_the_page_run(spark, loans, tmp_path, monkeypatch, capsys):
    """One after the other, in one namespace, as a notebook runs them; the session stays open."""
    monkeypatch.chdir(tmp_path)
    names = {"spark": spark}
    cells = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    for cell in cells:
        exec(cell, names)

    assert len(cells) == 3
    assert "purpose" in capsys.readouterr().out
    assert sorted(path.name for path in (tmp_path / "out" / "monitor").iterdir()) == [
        "constraint_violations.json",
        "constraints.json",
        "statistics.json",
    ]
    assert spark.range(1).count() == 1


def test_links_of_the_page_lead_somewhere():
    """Every relative link names a file of the repository."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target


def test_the_files_that_the_page_names_are_those_that_are_made():
    """The jars have their versions in their names."""
    from engine.spark.jvm.artifacts import JARS  # noqa: PLC0415

    assert set(re.findall(r"[\w.-]+\.jar\b", PAGE)) <= {*(jar.name for jar in JARS), "command-runner.jar"}
