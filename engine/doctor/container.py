"""What the container's entry point would make of its settings, and a look at the run that comes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from engine.doctor.before_data import examine_output
from engine.doctor.findings import Findings
from engine.doctor.mending import made_of_the_rest
from engine.doctor.run_examined import examine_merge, examine_run
from engine.doctor.runtime import examine_runtime
from engine.job.definition import BaselinePaths, Job
from engine.job.merge import MergeJob
from engine.job.texts import refuse_texts
from engine.sagemaker.hosts import distribution_of, sources_of, team_of
from engine.sagemaker.job import job_from, notes
from engine.sagemaker.merge_settings import merge_job_from, merge_notes
from engine.sagemaker.platform import processing_config
from engine.sagemaker.settings import Settings, collect, flags_from

_NEEDED = ("dataset_source", "output_path", "dataset_format", "table", "ground_truth_source")
"""Settings without which there is another job, or none: they are not left out to look at the rest."""


def examine_container(
    findings: Findings, flags: Sequence[str], environ: Mapping[str, str], *, root: Path = Path("/opt/ml")
) -> None:
    """Look at what `python -m engine` with these *flags* would do, by *environ* and the platform's files below *root*."""
    settings = None
    with findings.looking("the settings"):
        settings = collect(environ, processing_config(root), flags_from(flags))
    if settings is None:
        examine_runtime(findings)
        return
    with findings.looking():
        refuse_texts(settings.values)
    _examine_hosts(findings, settings, root)
    job = _job(findings, settings, root)
    if isinstance(job, MergeJob):
        examine_merge(findings, job)
    elif job is not None:
        examine_run(findings, job)
    else:
        if output := settings.get("output_path"):
            paths = BaselinePaths(settings.get("baseline_statistics"), settings.get("baseline_constraints"))
            examine_output(findings, output, paths)
        examine_runtime(findings)


def _job(findings: Findings, settings: Settings, root: Path) -> Job | MergeJob | None:
    """Return the job that *settings* describe, or those that are left where some are wrong."""

    def make(values: Mapping[str, object]) -> Job | MergeJob:
        kept = {name: str(value) for name, value in values.items() if value is not None}
        given = replace(settings, values=MappingProxyType(kept))
        return merge_job_from(given, root=root) or job_from(given, root=root)

    instead = dict.fromkeys(name for name in settings.values if name not in _NEEDED)
    job = made_of_the_rest(settings.values, instead, make, findings)
    with findings.looking():
        for note in merge_notes(settings) if isinstance(job, MergeJob) else notes(settings, root=root):
            findings.doubt(note)
    return job


def _examine_hosts(findings: Findings, settings: Settings, root: Path) -> None:
    with findings.looking():
        team = team_of(root, settings)
        if team is None:
            return
        for source in sources_of(settings):
            distribution_of(processing_config(root), source)
        findings.note(f"{len(team.names)} hosts, as resourceconfig.json names them")
