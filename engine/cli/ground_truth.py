"""From the words of `model-monitor merge` to a MergeJob."""

import argparse

from engine.cli.job import window_of
from engine.job.merge import MergeJob, moved
from engine.job.texts import refuse_texts
from engine.job.times import offset
from engine.readers.text.tolerance import USUAL

_PATHS = ("capture", "ground_truth", "output")


def refuse_paths(arguments: argparse.Namespace) -> None:
    """Raise JobError for a path that is no text, or an address with a password or a key in it."""
    refuse_texts({f"--{name.replace('_', '-')}": getattr(arguments, name) for name in _PATHS})


def merge_job_of(arguments: argparse.Namespace) -> MergeJob:
    """Return the merge that *arguments* ask for. Raises JobError for what does not fit together."""
    window = window_of(arguments)
    start, end = (
        None
        if (text := getattr(arguments, f"{edge}_time_offset")) is None
        else offset(text, name=f"--{edge}-time-offset")
        for edge in ("start", "end")
    )
    return MergeJob(
        arguments.capture,
        arguments.ground_truth,
        arguments.output,
        endpoint=arguments.endpoint,
        variant=arguments.variant,
        window=window and moved(window, start, end),
        bad_records_share=USUAL if arguments.bad_records_share is None else arguments.bad_records_share,
    )
