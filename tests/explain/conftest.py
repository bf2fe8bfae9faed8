"""Documents as a run leaves them, made of columns that stand in the test."""

from collections.abc import Callable
from pathlib import Path

import pytest
from profiles import Columns, baseline_of, monitored, state_of

from engine.analysis.data_quality.describe import describe
from engine.documents.baseline import Baseline
from engine.documents.json.codec import dumps
from engine.documents.violations import Violations
from engine.job.semantics import Semantics


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., tuple[str, str]]:
    """Give a function that writes what a run over some columns leaves, and its baseline; it returns both folders."""

    def written(
        now: Columns,
        before: Columns | None = None,
        semantics: Semantics = Semantics.CORRECTED,
        *,
        baseline: Baseline | None = None,
    ) -> tuple[str, str]:
        judged = baseline or baseline_of(before or {})
        violations = Violations(monitored(now, judged, semantics))
        _write(tmp_path / "run", statistics=describe(state_of(now)), constraint_violations=violations)
        documents = {"statistics": judged.statistics, "constraints": judged.constraints}
        _write(tmp_path / "baseline", **{name: each for name, each in documents.items() if each is not None})
        return str(tmp_path / "run"), str(tmp_path / "baseline")

    return written


def _write(folder: Path, **documents) -> None:
    folder.mkdir(exist_ok=True)
    for name, document in documents.items():
        (folder / f"{name}.json").write_text(dumps(document.to_json()))
