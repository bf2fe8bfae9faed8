"""What tasks have read is counted as they end, without a job of Spark's more, and changes nothing of what they find."""

from contextlib import contextmanager

from spark_jobs import jobs

from engine.job.dataset import Dataset
from engine.profile.state import DatasetState
from engine.progress.passes import Read, progress_shown_by
from engine.readers.csv.options import CsvFormat
from engine.readers.csv.table import describe_table
from engine.readers.splits import plan_splits
from engine.readers.store import open_store
from engine.readers.tables import Known
from engine.spark.counted import counted
from engine.spark.scan import scan


def _spread(tmp_path):
    """Return a table of 3,000 rows and its splits, of which there are some ten."""
    path = tmp_path / "rows.csv"
    path.write_text("a,b\n" + "".join(f"{number},x\n" for number in range(3000)))
    store = open_store(str(path))
    files = store.files()
    table = describe_table(store, Dataset(str(path), CsvFormat(header=True)), files, Known())
    return path, table, {"": plan_splits(files, split_bytes=2048)}


def test_all_bytes_and_rows_are_counted_when_all_tasks_have_ended(spark, tmp_path):
    """In the one job that reads them."""
    path, table, splits = _spread(tmp_path)
    told = []

    @contextmanager
    def show(progress):
        told.append((progress.total, progress.read()))
        yield
        told.append((progress.total, progress.read()))

    assert len(splits[""]) > 8
    before = jobs(spark)
    with progress_shown_by(show):
        found = scan(spark, table, splits)

    assert jobs(spark) == before + 1
    size = path.stat().st_size
    assert told == [(size, Read(0, 0)), (size, Read(size, 3000))]
    assert isinstance(found.state, DatasetState)
    assert found.state.records == 3000


def test_a_task_that_has_run_twice_counts_twice(spark):
    """Its rows do; of bytes never more are told than there are."""
    told = []

    @contextmanager
    def show(progress):
        yield
        told.append(progress.read())

    with progress_shown_by(show), counted(spark, 100) as count:
        for _ in range(2):
            count.add(60, 5)

    assert told == [Read(100, 10)]
