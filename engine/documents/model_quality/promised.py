"""What the baseline of a run about a model's answers promises."""

from engine.documents import folder
from engine.documents.json import codec
from engine.documents.model_quality.constraints import QualityConstraints
from engine.errors import DocumentError, JobError
from engine.job.definition import Job
from engine.job.quality import ModelQuality


def constraints_for(job: Job, asked: ModelQuality) -> QualityConstraints | None:
    """Return what the baseline of *job* promises, None in a baseline run; DocumentError where that is something else."""
    if job.baseline is None:
        return None
    path = job.baseline.constraints
    if path is None:
        raise JobError(
            "A model's quality is judged by the constraints of a baseline, and only its statistics were given; give "
            "baseline_constraints too",
            code="quality-without-constraints",
        )
    try:
        return QualityConstraints.from_json(
            codec.loads(folder.read(path), source=path), source=path, problem=asked.problem
        )
    except DocumentError as error:
        raise DocumentError(
            f"{error}; mend it, or name the constraints of a baseline run of this problem_type", code=error.code
        ) from error
