"""Finding the columns of JSON objects by a look at the first ones."""

from dataclasses import replace

from engine.job.dataset import Dataset
from engine.readers.json_lines.columns import json_columns
from engine.readers.json_lines.options import JsonFormat
from engine.readers.json_lines.split import read_head
from engine.readers.json_lines.table import JsonTable
from engine.readers.store import File, Store
from engine.readers.tables import Known
from engine.readers.tally import Found
from engine.readers.text.taking import MOST_FILES
from engine.readers.text.window import open_text


def describe_json(
    store: Store, dataset: Dataset[JsonFormat], files: tuple[File, ...], known: Known
) -> JsonTable | None:
    """Find the columns by a look at the first objects; None where there is no byte to read.

    What comes only later in the data is found when all of them are read.
    """
    written = tuple(file for file in files if file.size)
    if not written:
        return None
    table = JsonTable(
        store=store,
        described_by=written[0].path,
        dataset=dataset,
        known=known,
        found=Found(),
        columns=json_columns(Found()),
        selected=(),
    )
    for file in written[:MOST_FILES]:
        if found := _found_in(table, file):
            return replace(table.widened(found), described_by=file.path)
    return table


def _found_in(table: JsonTable, file: File) -> Found:
    taker = table.taking(id)
    with open_text(table.store, file.path, table.encoding, file.size) as text:
        read_head(taker, file, text)
    return taker.finish().found
