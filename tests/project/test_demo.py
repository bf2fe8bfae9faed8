"""`make demo`, as a newcomer types it, in a checkout that is set up."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.skipif(Path(sys.prefix) != ROOT / ".venv", reason="these tests do not run in the checkout's own .venv")
def test_the_demo_finds_the_known_faults_and_sets_nothing_up_again():
    """It ends well, shows the five faults and where the documents are, and installs and fetches nothing."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}

    done = subprocess.run(["make", "demo"], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "5 violations" in done.stdout
    assert "out/baseline" in done.stdout
    assert "out/monitor/report.html" in done.stdout
    assert "Installing" not in done.stdout + done.stderr
    assert "Fetching" not in done.stdout + done.stderr
    written = {path.name for path in (ROOT / "out" / "monitor").iterdir()}
    assert written == {"statistics.json", "constraints.json", "constraint_violations.json", "report.html"}
