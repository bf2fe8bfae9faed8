"""A first look at a captured batch transform: what its manifests name, and what the columns of both sides are."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.errors import DatasetError
from engine.job.dataset import Dataset, FormatOptions
from engine.job.listing import File
from engine.job.times import MonitoringWindow
from engine.readers.capture.files import select_hours
from engine.readers.formats import format_of
from engine.readers.selection import Selection
from engine.readers.store import Store
from engine.readers.tables import Known, Table
from engine.readers.transform.joining import trimmed
from engine.readers.transform.manifests import Pair, has_manifests, pairs_of
from engine.readers.transform.options import INPUT, OUTPUT, TransformFormat
from engine.readers.transform.table import Side, TransformTable, transform_table

ID, TIME = "SageMakerInferenceId", "SageMakerInferenceTime"
"""What a transform puts behind each record of its output; of CSV they are the last two fields, without names."""

_MOST_FILES = 64
_ID = re.compile(r"\s*[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\s*")
_TIME = re.compile(r"\s*[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z\s*")


def select_transforms(store: Store, dataset: Dataset[TransformFormat]) -> Selection:
    """Return what the manifests of the window name, input with output; files that are no manifests are read as they are.

    The first file that has a byte shows which of the two they are.
    """
    chosen = select_files(store, dataset.window)
    if not chosen.files or has_manifests(store, chosen.files):
        pairs, place = pairs_of(store, [file for file in chosen.files if file.size])
        return Selection(pairs, chosen.notes, place)
    return replace(chosen, notes=(*chosen.notes, no_manifests(store)))


def select_files(store: Store, window: MonitoringWindow | None) -> Selection:
    """Return the files of *store* that lie in hours of *window*, whatever they are."""
    listing = store.listing()
    chosen = select_hours(store, listing.files, window)
    return replace(chosen, notes=(*listing.notes, *chosen.notes))


def no_manifests(store: Store) -> str:
    """Return the sentence for the log on files that are no manifests."""
    return f"{store.source}: the files are no manifests of a captured batch transform, and are read as the data themselves."


def describe_transforms(
    store: Store, dataset: Dataset[TransformFormat], files: tuple[File, ...], known: Known
) -> Table | None:
    """Find the columns of both sides by a look at their first records; None where there is no record."""
    written, pairs = dataset.format, tuple(file for file in files if isinstance(file, Pair))
    if not pairs:
        return _describe(store, dataset, written.input, files, known)
    own = {
        INPUT: (tuple(pair.input for pair in pairs if pair.input), written.input),
        OUTPUT: (tuple(pair.output for pair in pairs if pair.output), written.output),
    }
    unchosen = replace(known, names=(), excluded=())
    tables = {
        side: (_describe(store, dataset, options, found, unchosen), found)
        for side, (found, options) in own.items()
        if found
    }
    described = {side: (table, found) for side, (table, found) in tables.items() if table is not None}
    if not described:
        return None
    if len(described) < len(tables):
        (full,), (empty,) = described, tables.keys() - described.keys()
        raise DatasetError(
            f"{dataset.source}: the files of the transform's {full} hold records, and those of its {empty} none; see whether "
            f"the transform was complete",
            code="transform-side-empty",
        )
    return _joined(dataset, described, known)


def _describe(
    store: Store, dataset: Dataset[Any], options: FormatOptions, files: tuple[File, ...], known: Known
) -> Table | None:
    return format_of(options).describe(store, replace(dataset, format=options), files, known)


def _joined(
    dataset: Dataset[TransformFormat], described: Mapping[str, tuple[Table, tuple[File, ...]]], known: Known
) -> TransformTable:
    firsts = {side: _first_batch(*found) for side, found in described.items()}
    tags = {side: _tags(described[side][0], firsts[side]) for side in described}
    by_id = set(described) == {INPUT, OUTPUT} and _share_ids(described, tags, firsts)
    if not by_id and INPUT in described and not described[INPUT][0].named:
        tags[INPUT] = ()  # what only looks like it is the user's own
    order = (OUTPUT, INPUT) if dataset.format.output_first else (INPUT, OUTPUT)
    sides = tuple(Side(side, described[side][0], tags[side]) for side in order if side in described)
    return transform_table(sides, by_id=by_id, known=known, source=dataset.source)


def _tags(table: Table, first: pa.RecordBatch | None) -> tuple[str, ...]:
    """Return the columns of inference id and time: by their names, or the last two where what stands there looks so."""
    if table.named:
        return (ID, TIME)
    if first is None or first.num_columns < 3:  # noqa: PLR2004 - a value and the two behind it
        return ()
    last = [str(column[0]) for column in first.columns[-2:]]
    return table.names[-2:] if _ID.fullmatch(last[0]) and _TIME.fullmatch(last[1]) else ()


def _share_ids(
    described: Mapping[str, tuple[Table, tuple[File, ...]]],
    tags: Mapping[str, tuple[str, ...]],
    firsts: Mapping[str, pa.RecordBatch | None],
) -> bool:
    """Whether both sides have inference ids: by their names, or as one of the first of the input is one of the output."""
    ids = {
        side: batch[tags[side][0]]
        for side, batch in firsts.items()
        if batch is not None and tags[side] and tags[side][0] in batch.schema.names
    }
    if set(ids) != {INPUT, OUTPUT}:
        return False
    return described[INPUT][0].named or _has_any(*described[OUTPUT], tags[OUTPUT][0], trimmed(ids[INPUT]))


def _has_any(table: Table, files: Sequence[File], column: str, ids: pa.Array) -> bool:
    """Whether one of *ids* stands in the *column* of the first of *files*."""

    def search(batch: pa.RecordBatch) -> None:
        if pc.any(pc.is_in(trimmed(batch[column]), value_set=ids)).as_py():
            raise _Enough

    try:
        for split in table.splits(tuple(files[:_MOST_FILES])):
            table.read(split, search)
    except _Enough:
        return True
    return False


class _Enough(Exception):
    """Ends the reading of files when what is looked for is there."""


def _first_batch(table: Table, files: Sequence[File]) -> pa.RecordBatch | None:
    """Return the first rows of the first of *files* that has some; None where none has."""
    found: list[pa.RecordBatch] = []

    def keep(batch: pa.RecordBatch) -> None:
        found.append(batch)
        if batch.num_rows:
            raise _Enough

    with suppress(_Enough):
        for split in table.splits(tuple(files[:_MOST_FILES])):
            table.read(split, keep)
    return found[-1] if found and found[-1].num_rows else None
