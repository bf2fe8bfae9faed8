"""CONTRIBUTING.md has the map of the house: every folder is on it, and what it names is there."""

import re
from pathlib import Path

import engine

PAGE = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text()
MAP = PAGE[PAGE.index("## The map of the house") : PAGE.index("## Rules that tests hold up")]
ROOT = Path(engine.__file__).parent


def test_every_folder_is_on_the_map() -> None:
    """A new one needs a line that says what is in it."""
    folders = {f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and path.name != "__pycache__"}
    named = {
        name for row in re.findall(r"^\|[^|]*\|([^|]*)\|", MAP, re.MULTILINE) for name in re.findall(r"`(\w+/)`", row)
    }
    assert named - {"engine/"} == folders
