"""Merged ground truth as a format: the one entry by which the rest of the engine knows it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.job.dataset import Dataset
from engine.readers.format import CommandLine, Container, Format, Head, Likeness, Lines
from engine.readers.merged.options import MergedFormat
from engine.readers.selection import all_files
from engine.readers.spelling import Options
from engine.readers.store import File, Store
from engine.readers.tables import Known, Table
from engine.readers.text.tolerance import SETTING, SHARE_FLAG, share_set

KEY = "sagemakerMergeJson"


def _detect(_head: Head) -> Likeness:
    """Merged records are captured ones too, and are found as these: a run about a model's answers reads both alike."""
    return Likeness.NONE


def _describe(store: Store, dataset: Dataset[MergedFormat], files: tuple[File, ...], known: Known) -> Table | None:
    from engine.readers.merged.look import describe_merged

    return describe_merged(store, dataset, files, known, share=dataset.format.bad_records_share)


def _lines(written: MergedFormat) -> Lines:
    from engine.readers.capture.options import CaptureFormat
    from engine.readers.capture.scriptable import captured_lines

    return captured_lines(CaptureFormat(bad_records_share=written.bad_records_share))


def _read_words(written: MergedFormat, words: Mapping[str, Any]) -> MergedFormat:
    share = words[SHARE_FLAG.name]
    return written if share is None else replace(written, bad_records_share=share)


def _parse(options: Options) -> MergedFormat:
    """What was captured in which format is seen in each record; which sides are read, the attributes say."""
    options.of("captureIndexNames", "originalDatasetFormat", "output_columns_position")
    return MergedFormat()


def _choose(written: MergedFormat, get: Callable[[str], str | None]) -> MergedFormat:
    return replace(written, bad_records_share=share_set(get))


def _shown(written: MergedFormat) -> Mapping[str, object]:
    return {"format": "merged", "bad_records_share": written.bad_records_share}


MERGED = Format(
    title="merged ground truth",
    detect=_detect,
    describe=_describe,
    select=all_files,
    shown=_shown,
    lines=_lines,
    command_line=CommandLine(
        names={"merged": MergedFormat()},
        flags=(SHARE_FLAG,),
        read=_read_words,
        flags_choose="is for records of JSON",
        read_as="captured traffic that was merged with ground truth, every record of it",
    ),
    container=Container(key=KEY, parse=_parse, variables=(SETTING,), choose=_choose),
)
"""Its records are read without compiled code, so that set-up has nothing to compile for them."""
