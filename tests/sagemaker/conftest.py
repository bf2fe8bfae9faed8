"""The request bodies that the SDKs send, as folders of the platform's with data, baselines and scripts in them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sdk_bodies import Started, started
from sdk_trees import baseline_of_rows, bodies_beside, lay_out

from engine import pipeline


@pytest.fixture(scope="session")
def bodies(golden: Path) -> Path:
    """Give the folder of the request bodies."""
    return bodies_beside(golden)


@pytest.fixture(scope="session")
def documents(session, tmp_path_factory) -> Path:
    """Give the folder of a baseline of the rows, made by the engine itself."""
    return baseline_of_rows(tmp_path_factory.mktemp("baseline"), session)


@pytest.fixture
def laid_out(bodies, documents, tmp_path) -> Callable[[str], tuple[Started, Path]]:
    """Give a function that lays out what the platform makes of a body, and tells the job and the folder /opt/ml."""

    def laid_out(body: str) -> tuple[Started, Path]:
        root = tmp_path / "ml"
        job = started(bodies / f"{body}.json").below(root)
        lay_out(job, root, documents)
        return job, root

    return laid_out


@pytest.fixture
def on_one_session(monkeypatch, session) -> None:
    """Let runs use the Spark session of the whole test run."""
    monkeypatch.setattr(pipeline, "run", partial(pipeline.run, session=session))
