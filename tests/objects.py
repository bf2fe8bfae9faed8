"""JSON datasets as tests write them and read them in one process."""

import json

from captures import read_table

from engine.job.dataset import Dataset
from engine.readers.json_lines.options import JsonFormat
from engine.readers.splits import SPLIT_BYTES
from engine.readers.tables import Known


def lines(*objects):
    """Return *objects* as a file of JSON lines; a text is taken as it is."""
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in objects).encode()


def read_json(source, *, split_bytes=SPLIT_BYTES, encoding="utf-8", excluded=(), spelled_true=None, **settings):
    """Read what lies at *source* as a run does, again while there are columns more; None where there is no byte."""
    dataset = Dataset(str(source), JsonFormat(**settings), encoding)
    return read_table(dataset, split_bytes, Known((), tuple(excluded), spelled_true=spelled_true or {}))


def objects_of(folder, content, **settings):
    """Write *content*, bytes or a text, as the only file of *folder* and read it."""
    (folder / "a.jsonl").write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_json(folder, **settings)
