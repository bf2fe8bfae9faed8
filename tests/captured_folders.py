"""Folders with captured traffic and with a baseline, as runs over captured traffic need them."""

import captures

from engine.documents.folder import CONSTRAINTS, STATISTICS
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.pipeline import run
from engine.readers.csv.options import CsvFormat


def hour_of(folder, *records, hour="13", name="a.jsonl"):
    """Write records into an hour's folder of an endpoint, and return the root."""
    place = folder / "data" / "endpoint" / "AllTraffic" / "2024" / "03" / "18" / hour
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(captures.lines(*records))
    return str(folder / "data")


def baseline_of(folder, session, text="y,a,b\n0,1,u\n1,2,v\n0,3,u\n1,4,v\n"):
    """Return the paths of a baseline whose output column comes first."""
    (folder / "train.csv").write_text(text)
    run(Job(Dataset(str(folder / "train.csv"), CsvFormat(header=True)), str(folder / "base")), session=session)
    return BaselinePaths(str(folder / "base" / STATISTICS), str(folder / "base" / CONSTRAINTS))
