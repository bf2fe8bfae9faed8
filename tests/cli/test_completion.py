"""Words are completed in a shell, a real one."""

import json
import subprocess

import pytest

from engine.cli.main import main
from engine.cli.words import SHELLS

pytest.importorskip("shtab", reason="shtab, which makes the scripts, is not installed")


def _completed(script, folder, *words):
    """Return what bash offers for the last one of *words*."""
    program = (
        f"source ./{script}\nCOMP_WORDS=({' '.join(json.dumps(word) for word in words)})\nCOMP_CWORD={len(words) - 1}\n"
        "$(complete -p model-monitor | sed 's/.*-F \\([^ ]*\\).*/\\1/') model-monitor\nprintf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run(["bash", "--norc", "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_bash_offers_commands_options_choices_and_paths(tmp_path, capsys):
    """As far as the words before it allow."""
    assert main(["completion", "bash"]) == 0
    (tmp_path / "script").write_text(capsys.readouterr().out)
    (tmp_path / "data.csv").touch()

    assert _completed("script", tmp_path, "model-monitor", "mo") == ["monitor"]
    assert _completed("script", tmp_path, "model-monitor", "monitor", "--fail") == ["--fail-on"]
    assert _completed("script", tmp_path, "model-monitor", "monitor", "--semantics", "o") == ["observed"]
    assert _completed("script", tmp_path, "model-monitor", "baseline", "da") == ["data.csv"]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_script(shell, capsys):
    """With the words of every command."""
    assert main(["completion", shell]) == 0
    assert "--categorical-drift-method" in capsys.readouterr().out
