"""Whether the history of former runs can be used: the checks of a baseline, and the repository of a job."""

import logging
from collections.abc import Sequence

from engine.documents.baseline import Baseline
from engine.documents.data_quality.anomaly_checks import AnomalyCheck
from engine.documents.history.kept import prepare
from engine.errors import DocumentError
from engine.job.definition import Job
from engine.wording import listed

_log = logging.getLogger(__name__)


def refuse_unusable_history(job: Job, baseline: Baseline | None) -> None:
    """Raise what is wrong with the checks of *baseline* or with the repository of *job*, before any data are read.

    Raises DocumentError for a feature that the baseline does not have, JobError for a folder that cannot be used. The
    folder is made where it is absent.
    """
    checks = checks_of(baseline)
    if baseline is not None and job.baseline is not None:
        _refuse_strange_features(checks, baseline, job.baseline.first)
    if job.repository is not None:
        prepare(job.repository)
    elif checks:
        _log.warning(
            "%d anomaly checks of the baseline are not judged, for no metrics repository is named to keep history in",
            len(checks),
        )


def checks_of(baseline: Baseline | None) -> tuple[AnomalyCheck, ...]:
    if baseline is None or baseline.constraints is None:
        return ()
    return baseline.constraints.monitoring.anomaly_checks or ()


def _refuse_strange_features(checks: Sequence[AnomalyCheck], baseline: Baseline, path: str) -> None:
    for place, check in enumerate(checks):
        if check.feature is not None and check.feature not in baseline.all_names:
            raise DocumentError(
                f"{path}: monitoring_config.anomaly_checks[{place}].feature: expected a feature of the baseline, found "
                f"another name; the features are {listed(baseline.all_names)}",
                code="anomaly-check-of-unknown-feature",
            )
