"""From settings to what is asked of a model, the same at both edges."""

import math
from collections.abc import Mapping

from engine.errors import JobError
from engine.job.quality import ModelQuality, ProblemType
from engine.job.times import MonitoringWindow
from engine.wording import quoted

_KNOWN = ", ".join(problem.value for problem in ProblemType)


def quality_from(given: Mapping[str, str | None], window: MonitoringWindow | None = None) -> ModelQuality:
    """Return what the settings *given*, by the contract's names, ask of a model; an empty text is none.

    Raises JobError for a problem that is missing or unknown, a threshold that is no share, and where neither answers nor
    probabilities are named.
    """
    said = {name: value for name, value in given.items() if value}
    problem = _problem(said.get("problem_type"))
    asked = ModelQuality(
        problem=problem,
        inference=said.get("inference_attribute"),
        probability=said.get("probability_attribute"),
        threshold=_threshold(said.get("probability_threshold_attribute")),
        ground_truth=said.get("ground_truth_attribute"),
        positive_label=said.get("positive_label"),
        segment_by=said.get("segment_by"),
        window=window,
    )
    _refuse_without_answers(asked)
    return asked


def _problem(given: str | None) -> ProblemType:
    if given is None:
        raise JobError(
            f"problem_type is not set, and a model's quality is measured by its problem; it is one of {_KNOWN}",
            code="problem-type-missing",
        )
    for problem in ProblemType:
        if problem.value.casefold() == given.strip().casefold():
            return problem
    raise JobError(f"problem_type is {quoted(given)}; known are {_KNOWN}", code="problem-type-unknown")


def _threshold(given: str | None) -> float | None:
    if given is None:
        return None
    try:
        threshold = float(given)
    except ValueError:
        threshold = math.nan
    if not 0 <= threshold <= 1:
        raise JobError(
            f"probability_threshold_attribute is expected to be a number from 0 to 1, such as 0.5; found {quoted(given)}",
            code="threshold-no-share",
        )
    return threshold


def _refuse_without_answers(asked: ModelQuality) -> None:
    if asked.inference is not None:
        return
    if asked.problem is ProblemType.REGRESSION or asked.probability is None:
        also = "" if asked.problem is ProblemType.REGRESSION else " (or probability_attribute)"
        raise JobError(
            f"inference_attribute{also} is not set; name the attribute that the model's answers are in",
            code="answers-not-named",
        )
