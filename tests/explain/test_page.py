"""What docs/explain.md shows is what the command prints."""

import csv
from pathlib import Path

from engine.explain.layout import lines
from engine.explain.run_explained import explain

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explain.md").read_text()


def column(name: str, file: str) -> dict[str, list[str | None]]:
    """Return one column of a file of the sample data."""
    with (ROOT / "sample_data" / file).open() as rows:
        return {name: [row[name] or None for row in csv.DictReader(rows)]}


def test_the_block_of_the_page_is_printed(written):
    """The rates of the demo's window have moved up by a point and more."""
    folders = written(column("interest_rate", "window.csv"), column("interest_rate", "training.csv"))
    printed = "\n".join(lines(explain(folders[0], baseline=folders[1], feature="interest_rate"), colour="none"))
    assert f"```\n{printed}\n```" in PAGE
