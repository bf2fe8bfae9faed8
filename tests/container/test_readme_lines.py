"""The lines of the README, of docs/container.md and of SECURITY.md that need a container engine do what is said of them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from container.box import documents

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
TEXT = "".join((ROOT / name).read_text() for name in ("README.md", "docs/container.md", "SECURITY.md"))
BLOCKS = re.findall(r"```bash\n(.*?)```", TEXT, flags=re.DOTALL)
NAME = "model-monitor-engine:dev"


def test_the_lines_about_the_container(image, folders):
    """In their order, in a folder with the data they name; `make image` has been done."""
    shutil.copy(ROOT / "sample_data" / "training.csv", folders / "data" / "train.csv")
    for name in ("window.csv", "window.jsonl"):
        shutil.copy(ROOT / "sample_data" / name, folders / "data" / name)
    commands = [line for block in BLOCKS for line in re.split(r"(?<!\\)\n", block) if line.startswith("docker ")]
    codes = []
    for command in commands:
        done = subprocess.run(["bash", "-c", command.replace(NAME, image)], cwd=folders, capture_output=True, text=True)
        codes.append((done.returncode, done.stderr if done.returncode > 1 else ""))

    assert codes == [(1 if " monitor " in command else 0, "") for command in commands]
    assert len(commands) == 5
    assert documents(folders / "out" / "baseline") == {"statistics.json", "constraints.json", "suggestions.json"}
    assert documents(folders / "out" / "monitor") == {
        "statistics.json",
        "constraints.json",
        "constraint_violations.json",
    }
    assert documents(folders / "out" / "lines") == documents(folders / "out" / "monitor")
    assert documents(folders / "out" / "job") == {"statistics.json", "constraints.json", "suggestions.json"}
    assert '"bomFormat"' in (folders / "sbom.json").read_text()
