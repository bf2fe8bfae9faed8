"""A notebook of a user's: a Python with one of the SDKs in it, which runs cells and tells what an expression is."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from object_store import VARIABLES
from sagemaker_service.cloud import REGION
from sagemaker_service.service import Service

ROOT = Path(__file__).parents[2]
WAITING = {
    "sdk2": ("sagemaker.session", "sagemaker.utils"),
    "sdk3": ("sagemaker.core.processing", "sagemaker.core.common_utils"),
}
"""The modules of each SDK that wait: for a job and its log, and then for all else."""

KERNEL = Path(__file__).with_name("kernel.py")


class CellError(AssertionError):
    """A cell that did not run: `sentence` is the exception's own, `kind` its class."""

    def __init__(self, kind: str, sentence: str, traceback: str) -> None:
        super().__init__(traceback)
        self.kind, self.sentence = kind, sentence


class Notebook:
    """One running Python, in `folder`; what a cell defines is there for the next one."""

    def __init__(self, process: subprocess.Popen, folder: Path) -> None:
        self._process, self.folder = process, folder

    def run(self, cell: str) -> str:
        """Run a *cell* of statements and return what it printed. Raises CellError where it raises."""
        return self._ask("exec", cell)["printed"]

    def value(self, expression: str) -> object:
        """Return what *expression* is, as far as JSON can say it. Raises CellError where it raises."""
        return self._ask("eval", expression)["value"]

    def _ask(self, mode: str, source: str) -> dict:
        self._process.stdin.write(json.dumps([mode, source]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the notebook has ended with {self._process.wait()}"
        answer = json.loads(line)
        if "error" in answer:
            raise CellError(*answer["error"])
        return answer


@contextmanager
def notebook(sdk: str, service: Service, folder: Path) -> Iterator[Notebook]:
    """Start a notebook in *folder* with the SDK *sdk*, "sdk2" or "sdk3", whose only address of AWS is *service*."""
    python = ROOT / ".venv" / sdk / "bin" / "python"
    if not python.exists():
        pytest.skip(f"{python.relative_to(ROOT)} is not there: `make test-slow` installs it")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    reach = {**VARIABLES, "AWS_ENDPOINT_URL": service.endpoint, "AWS_DEFAULT_REGION": REGION, "NO_PROXY": "127.0.0.1"}
    quiet = {"SAGEMAKER_SUPPRESS_V2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    with (
        open(folder / "notebook.log", "w") as log,
        subprocess.Popen(
            [python, str(KERNEL), *WAITING[sdk]],
            cwd=folder,
            env={**kept, **reach, **quiet},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            yield Notebook(process, folder)
        finally:
            process.kill()
