"""Baseline and monitoring of tabular data: the job of SageMaker Model Monitor's analyzer container, on any machine.

`baseline` and `monitor` do it on a Spark DataFrame; `load` reads the documents of a run. Importing this package imports nothing
else.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from datetime import datetime

    from pydeequ.checks import Check
    from pyspark.sql import DataFrame

    from engine.documents.data_quality.constraints import Constraints
    from engine.documents.data_quality.statistics import Statistics
    from engine.notebook.loaded import Loaded
    from engine.outcome import Outcome

__version__ = "0.1.0"


def baseline(
    df: "DataFrame",
    *,
    exclude: Sequence[str] = (),
    output: "str | os.PathLike[str] | None" = None,
    thresholds: Mapping[str, float | str] | None = None,
    categorical_drift_method: str | None = None,
    suggestions: bool = False,
    semantics: str = "corrected",
    metrics_repository: "str | os.PathLike[str] | None" = None,
    tags: Mapping[str, str] | None = None,
    metric_time: "str | datetime | None" = None,
    checks: "Sequence[Check]" = (),
) -> "Outcome":
    """Profile *df*, a Spark DataFrame, and suggest constraints for the data to come.

    All rows are read once, by one Spark job of the session that *df* belongs to; the session is neither stopped nor
    configured, and no row comes to the driver. Columns that are excluded are not computed.

    *exclude* names columns that appear in no document; of nested ones members of structs (`customer`, `customer.age`) and
    positions of arrays (`scores.0`). A name that no column has is told in the log. *thresholds* says how strictly the data to
    come are judged, by the names of `monitoring_config` for all features (`{"domain_content_threshold": 0.99}`) or by feature
    and name for one (`{"income:comparison_threshold": 0.05}`): shares and distances in [0, 1], or a setting's word.
    *categorical_drift_method* is "LInfinity" or "ChiSquared", None for the official one. With *suggestions* the rules of Deequ
    are asked too, which the session needs for that (`spark.jars`). *semantics* is "corrected" or
    "observed"; docs/semantics.md has what they differ in. *output* is a folder, here or in a store, to write
    `statistics.json` and `constraints.json` to; None writes nothing. *checks* are PyDeequ's (`pydeequ.checks.Check`), verified by
    Deequ over the same rows, for which *df* is computed once more; each constraint that is not met is a violation.

    *metrics_repository* is a folder, here or in a store, to keep the run's metrics in, under *tags* and the time
    *metric_time* (ISO 8601, UTC where it has no zone; None for now); docs/history.md has what is kept.

    Returns an Outcome: `statistics` and `constraints` are the documents as objects, `records` is the number of rows,
    `suggestions` are those of Deequ's rules, None where they were not asked; `violations` is None without *checks*. `to_json()` gives the
    documents by their names.

    Raises an EngineError (`engine.errors`), whose text says what to do: NoRecords where *df* has no row, DatasetError for its
    columns, JobError for an argument, its session or the machine. What fails in the query of *df* itself is Spark's own error.
    docs/dataframes.md says how types become features.
    """
    from engine.home import share_kernel_cache

    share_kernel_cache()
    from engine.frames.arguments import job_from, repository_from
    from engine.frames.run import run

    job = job_from(
        exclude=exclude,
        output=output,
        semantics=semantics,
        categorical_drift_method=categorical_drift_method,
        thresholds=thresholds,
        suggestions=suggestions,
        repository=repository_from(metrics_repository, tags=tags, metric_time=metric_time),
    )
    return run(df, job, None, checks)


def monitor(
    df: "DataFrame",
    baseline: "str | os.PathLike[str] | Outcome | Statistics | Constraints | Mapping[str, object] | Sequence[object]",
    *,
    exclude: Sequence[str] = (),
    output: "str | os.PathLike[str] | None" = None,
    categorical_drift_method: str | None = None,
    semantics: str = "corrected",
    metrics_repository: "str | os.PathLike[str] | None" = None,
    tags: Mapping[str, str] | None = None,
    metric_time: "str | datetime | None" = None,
    checks: "Sequence[Check]" = (),
) -> "Outcome":
    """Check *df*, a Spark DataFrame, against a *baseline*, and say where it breaks what was promised.

    *baseline* is the folder of a baseline run, of whatever format its data were; or what `engine.baseline` has returned; or
    Statistics or Constraints or a pair of them; or their JSON by the names of the documents, as `Outcome.to_json` gives it.
    Columns are compared by name. The session of *df* needs Deequ, which judges: `spark.jars` when it is opened.

    The other arguments are those of `engine.baseline`; *categorical_drift_method* wins over the baseline's own. *output* is a
    folder to write the three documents to, another one than the baseline's; None writes nothing. Runs of *metrics_repository*
    that are earlier and have the same *tags* are what `anomaly_checks` of the baseline compare with.

    Returns an Outcome: `violations` is a tuple, empty where every promise holds; `statistics` and `constraints` are those of
    *df*, None where it has no row, for which there is no violation either.

    Raises as `engine.baseline` does, but not for a DataFrame without a row; JobError also where the session has not got
    Deequ, and DocumentError where a document is not what it should be, or *baseline* is another dataset's.
    """
    from engine.home import share_kernel_cache

    share_kernel_cache()
    from engine.frames.arguments import baseline_from, job_from, repository_from
    from engine.frames.run import run

    job = job_from(
        exclude=exclude,
        output=output,
        semantics=semantics,
        categorical_drift_method=categorical_drift_method,
        repository=repository_from(metrics_repository, tags=tags, metric_time=metric_time),
    )
    return run(df, job, baseline_from(baseline), checks)


def load(folder: "str | os.PathLike[str]") -> "Loaded":
    """Read the documents of a run: `statistics`, `constraints` and `violations`, each None where *folder* has none.

    *folder* is the output folder of a run of this engine or of the official container, here or at s3://. Each document is an
    object of its fields, and has `to_pandas()`; a notebook shows it as a table. Neither Spark nor Java is started.

    Raises an EngineError (`engine.errors`): JobError where none of the documents is there, DocumentError where one is not what
    its name says, with the place in it.
    """
    from engine.notebook.loaded import load_folder

    return load_folder(folder)
