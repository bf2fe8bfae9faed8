"""docs/notebook.md is true: its lines run, in their order, on the folders that they name."""

import re
from pathlib import Path

import pytest
from notebook.folders import RUN, STATISTICS, written

PAGE = (Path(__file__).parents[2] / "docs" / "notebook.md").read_text()


def test_the_lines_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is printed is the feature that is not complete; what the page names is there."""
    for name, documents in (("monitor", RUN), ("baseline", {"statistics.json": STATISTICS})):
        (tmp_path / "out" / name).mkdir(parents=True)
        written(tmp_path / "out" / name, documents)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}

    for block in re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL):
        exec(block, names)

    printed = capsys.readouterr().out
    assert "age" in printed
    assert "purpose" not in printed
    assert eval("run.statistics.features[0].numerical.mean", names) == 2.0
    assert 'run.compared_with(baseline).of("income", "purpose")' in PAGE
