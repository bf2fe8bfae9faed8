"""A captured batch transform as a format: the one entry by which the rest of the engine knows it.

It wraps another one, in which the data are written that the captured manifests name.
"""

from collections.abc import Mapping
from typing import Any

from engine.job.dataset import Dataset
from engine.job.listing import File
from engine.readers.capture.options import POSITIONS
from engine.readers.format import Format, Head, Likeness, Lines
from engine.readers.selection import Selection
from engine.readers.store import Store
from engine.readers.tables import Known, Table
from engine.readers.transform.options import TransformFormat

FLAGS = ("--start", "--end", "--last", "--output-columns-position")
"""The words of the command line that are about a transform, whatever format its files are in."""


def _detect(_head: Head) -> Likeness:
    """Nobody looks for it: a setting says that the data are a transform's."""
    return Likeness.NONE


def _select(store: Store, dataset: Dataset[TransformFormat]) -> Selection:
    from engine.readers.transform.look import select_transforms

    return select_transforms(store, dataset)


def _describe(store: Store, dataset: Dataset[TransformFormat], files: tuple[File, ...], known: Known) -> Table | None:
    from engine.readers.transform.look import describe_transforms

    return describe_transforms(store, dataset, files, known)


def _shown(written: TransformFormat) -> Mapping[str, object]:
    from engine.readers.formats import format_of

    return {
        "manifests": "of a batch transform",
        **format_of(written.input).shown(written.input),
        "output_columns_position": POSITIONS[0] if written.output_first else POSITIONS[1],
    }


def _lines(written: TransformFormat) -> Lines:
    from engine.readers.formats import format_of
    from engine.readers.transform.scriptable import TransformLines

    return TransformLines(format_of(written.input).lines(written.input))


TRANSFORMS: Format[Any] = Format(
    title="a captured batch transform",
    detect=_detect,
    describe=_describe,
    select=_select,
    shown=_shown,
    lines=_lines,
    has_times=True,
)
