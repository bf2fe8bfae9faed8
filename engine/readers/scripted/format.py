"""Lines through a script as a format: nobody names it, it is made of another format and a script."""

from collections.abc import Mapping

from engine.job.dataset import Dataset
from engine.readers.format import Format, Head, Likeness, Lines
from engine.readers.scripted.options import Scripted
from engine.readers.selection import Selection
from engine.readers.store import File, Store
from engine.readers.tables import Known, Table


def _detect(_head: Head) -> Likeness:
    return Likeness.NONE


def _select(store: Store, dataset: Dataset[Scripted]) -> Selection:
    return dataset.format.lines.select(store, dataset)


def _describe(store: Store, dataset: Dataset[Scripted], files: tuple[File, ...], known: Known) -> Table | None:
    from engine.readers.scripted.look import describe_rows

    return describe_rows(store, dataset, files, known)


def _shown(through: Scripted) -> Mapping[str, object]:
    return {"preprocess": through.script.path}


def _lines(through: Scripted) -> Lines:
    return through.lines


SCRIPTED = Format(
    title="lines through a script",
    detect=_detect,
    describe=_describe,
    select=_select,
    shown=_shown,
    lines=_lines,
)
