"""The page of a run, from what it has found."""

import os

from engine.errors import public
from engine.job.definition import BaselinePaths, Job
from engine.outcome import Findings, Outcome, QualityOutcome
from engine.page.data_page import data_page
from engine.page.given import DataRun, ModelRun, WhatWasRead
from engine.page.model_page import model_page
from engine.page.render import render


def page_of(job: Job, outcome: Findings) -> str:
    """Return the page of *job*, which has found *outcome*, as HTML; the same outcome gives the same text."""
    if isinstance(outcome, QualityOutcome):
        run = ModelRun(
            problem=outcome.statistics.problem,
            statistics=outcome.statistics.to_json(),
            violations=outcome.violations,
            promised=outcome.judged,
            baseline=outcome.baseline,
            read=_read(job, outcome.files),
        )
        return render(model_page(run))
    return render(data_page(_data_run(job, outcome)))


def _data_run(job: Job, outcome: Findings) -> DataRun:
    found = outcome if isinstance(outcome, Outcome) else Outcome(outcome.records, None, None, None)
    return DataRun(
        statistics=found.statistics,
        violations=found.violations,
        baseline=found.baseline,
        suggestions=found.suggestions or (),
        read=_read(job, found.files),
    )


def _read(job: Job, files: int | None) -> WhatWasRead:
    window = job.quality.window if job.quality is not None else job.dataset.window
    return WhatWasRead(
        source=public(job.dataset.source),
        files=files,
        window=window,
        baseline=None if job.baseline is None else public(_place_of(job.baseline)),
        semantics=job.semantics.value,
    )


def _place_of(paths: BaselinePaths) -> str:
    """Return the folder of both documents where they lie in one, and else the document that stands for them."""
    folders = {os.path.dirname(path) for path in (paths.statistics, paths.constraints) if path}
    return next(iter(folders)) if len(folders) == 1 and all(folders) else paths.first
