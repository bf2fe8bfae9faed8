"""From the words of `model-monitor quality`, and what its merge has found, to the Job that measures a model's answers."""

import argparse
from collections.abc import Mapping
from dataclasses import replace

from engine.analysis.merged import Merged
from engine.cli.job import job_of, refuse_words
from engine.cli.words import parser
from engine.documents.folder import document_in
from engine.job.definition import BaselinePaths, Job
from engine.job.listing import File, Listing
from engine.job.merge import MergeJob
from engine.job.quality import MODEL_QUALITY
from engine.readers.store import open_store

_FOLDER = "merged"
_OF_THE_MERGE = ("start", "end", "last", "endpoint", "variant")
"""Words that have chosen the records already: every merged one is measured."""


def merged_folder(output: str) -> str:
    """Return where in the folder *output*, a path or an address, merged records belong."""
    return document_in(output, _FOLDER)


def quality_job_of(
    arguments: argparse.Namespace, merge: MergeJob, baseline: BaselinePaths | None, process: Mapping[str, str]
) -> Job:
    """Return the job that measures the answers in what *merge* is to write.

    Nothing is read. Raises JobError for what *arguments* say that does not fit together.
    """
    usual = ["monitor", merge.output, "--baseline", "", "-o", arguments.output, "--format", _FOLDER]
    own = {name: value for name, value in vars(arguments).items() if name not in _OF_THE_MERGE}
    if merge.window is not None and merge.window.start is not None:
        own["metric_time"] = merge.window.start.isoformat()
    words = argparse.Namespace(**(vars(parser().parse_args(usual)) | own | {"analysis_type": MODEL_QUALITY}))
    refuse_words(words)
    job = job_of(words, baseline, process)
    return replace(job, quality=job.quality and replace(job.quality, window=merge.window))


def over_merged(job: Job, found: Merged) -> Job:
    """Return *job* over the files that its merge has *found* and written, and over no record of another run."""
    place = open_store(job.dataset.source).path
    listed = Listing(tuple(File(f"{place}/{file.name}", file.size) for file in found.files))
    return replace(job, dataset=replace(job.dataset, listed=listed))
