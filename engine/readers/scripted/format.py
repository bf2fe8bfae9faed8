"""Lines through a script as a format: nobody names it, it is made of another format and a script."""

from collections.abc import Mapping
from dataclasses import replace

from engine.job.dataset import Dataset
from engine.readers.capture.columns import NO_COLUMNS
from engine.readers.format import Format, Head, Likeness, Lines
from engine.readers.scripted.options import Scripted
from engine.readers.scripted.table import ScriptedTable
from engine.readers.selection import Selection
from engine.readers.store import File, Store
from engine.readers.tables import Known
from engine.readers.tally import Found
from engine.readers.text.taking import Heads


def _detect(_head: Head) -> Likeness:
    return Likeness.NONE


def _select(store: Store, dataset: Dataset[Scripted]) -> Selection:
    return dataset.format.lines.select(store, dataset)


def _describe(store: Store, dataset: Dataset[Scripted], files: tuple[File, ...], known: Known) -> ScriptedTable | None:
    """Find the columns by what the script returns for the first records; None where there is no byte to read."""
    written = tuple(file for file in files if file.size)
    if not written:
        return None
    table = ScriptedTable(
        store=store,
        described_by=written[0].path,
        dataset=dataset,
        known=known,
        found=Found(),
        columns=NO_COLUMNS,
        selected=(),
    ).having(Found())
    first = Heads(store, table.encoding, written).first_found(lambda: table.taking(id))
    return table if first is None else replace(table.widened(first[1]), described_by=first[0])


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
