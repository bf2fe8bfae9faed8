"""Finding the columns of rows that a script returns by a look at the first ones."""

from dataclasses import replace

from engine.job.dataset import Dataset
from engine.readers.capture.columns import NO_COLUMNS
from engine.readers.scripted.options import Scripted
from engine.readers.scripted.table import ScriptedTable
from engine.readers.store import File, Store
from engine.readers.tables import Known
from engine.readers.tally import Found
from engine.readers.text.taking import Heads


def describe_rows(
    store: Store, dataset: Dataset[Scripted], files: tuple[File, ...], known: Known
) -> ScriptedTable | None:
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
