"""One pass over the data: the same bytes for any number of cores and any order of completion, in one Spark job."""

import random
import subprocess
import sys
from itertools import pairwise

import pytest
from spark_jobs import jobs

from engine.analysis.data_quality.describe import describe
from engine.documents.json import codec
from engine.errors import DatasetError
from engine.job.dataset import Dataset
from engine.profile.state import DatasetState
from engine.readers.csv.options import CsvFormat
from engine.readers.csv.table import describe_table
from engine.readers.splits import plan_splits
from engine.readers.store import open_store
from engine.readers.tables import Known
from engine.spark.scan import join, scan

HEADER = CsvFormat(header=True)


def _table(path):
    store = open_store(str(path))
    files = store.files()
    return describe_table(store, Dataset(str(path), HEADER), files, Known()), files


def _bytes_sent_home(spark):
    stages = (
        spark.sparkContext._jsc.sc()
        .statusStore()
        .stageList(None, False, False, spark.sparkContext._gateway.new_array(spark.sparkContext._jvm.double, 0), None)
    )
    return sum(stages.apply(i).resultSize() for i in range(stages.size()))


def _text(state):
    """Everything that the documents say of a state, to the last bit of every number."""
    return codec.dumps(describe(state).to_json())


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """40,000 rows, some 0.9 MB: a number, a text that often holds a line break in quotes, and a category."""
    draw = random.Random(7)
    path = tmp_path_factory.mktemp("rows") / "rows.csv"
    with path.open("w") as file:
        file.write("number,text,category\n")
        for _ in range(40_000):
            text = '"two ""lines""\nof text"' if draw.random() < 0.3 else f"t{draw.randrange(9999)}"
            file.write(f"{draw.gauss(0, 1):.6f},{text},{draw.choice('abcd')}\n")
    return path


def test_a_pass_is_one_spark_job(spark, rows):
    """However many splits, columns and values there are, Spark runs one job."""
    table, files = _table(rows)
    before = jobs(spark)

    found = scan(spark, table, {"": plan_splits(files, split_bytes=100_000)})

    assert jobs(spark) - before == 1
    assert found.state.records == 40_000


def test_no_row_travels_to_the_driver(spark, tmp_path):
    """Ten times the rows send the same few kilobytes home: states travel, rows do not."""

    def sent(rows):
        path = tmp_path / f"{rows}.csv"
        path.write_text("a,b\n" + "".join(f"{i % 50},{'xyz'[i % 3] * 40}\n" for i in range(rows)))
        before = _bytes_sent_home(spark)
        table, files = _table(path)
        scan(spark, table, {"": plan_splits(files)})
        return _bytes_sent_home(spark) - before

    few, many = sent(20_000), sent(200_000)

    assert many < few + 50_000 < 200_000


@pytest.mark.parametrize("split_bytes", [50_000, 333_333])
def test_the_bytes_do_not_depend_on_how_splits_are_grouped(spark, rows, split_bytes):
    """A task may read one split or many neighbours: the tree of merges, and so every bit of the state, is the same."""
    table, files = _table(rows)
    splits = plan_splits(files, split_bytes=split_bytes)

    one_each, two_groups = (scan(spark, table, {"": splits}, most_groups=most) for most in (128, 2))

    assert _text(one_each.state) == _text(two_groups.state)


def test_the_bytes_do_not_depend_on_the_number_of_cores(spark, rows):
    """One core, in a process of its own, and two give the same documents, bit for bit."""
    table, files = _table(rows)
    found = scan(spark, table, {"": plan_splits(files, split_bytes=100_000)})

    alone = subprocess.run([sys.executable, "-c", ON_ONE_CORE, str(rows)], capture_output=True, text=True, check=True)

    assert alone.stdout == _text(found.state)


ON_ONE_CORE = """
import sys
from engine.analysis.data_quality.describe import describe
from engine.documents.json import codec
from engine.job.dataset import Dataset
from engine.readers.csv.options import CsvFormat
from engine.readers.csv.table import describe_table
from engine.readers.store import open_store
from engine.readers.tables import Known
from engine.readers.splits import plan_splits
from engine.spark.scan import scan
from engine.spark.session import spark_session

store = open_store(sys.argv[1])
files = store.files()
table = describe_table(store, Dataset(sys.argv[1], CsvFormat(header=True)), files, Known())
with spark_session("one core", master="local[1]") as spark:
    found = scan(spark, table, {"": plan_splits(files, split_bytes=100_000)})
sys.stdout.write(codec.dumps(describe(found.state).to_json()))
"""


def test_the_bytes_do_not_depend_on_which_task_ends_first(spark, rows):
    """Where the first split is by far the largest and ends last, the state is that of the same splits in a single task."""
    table, files = _table(rows)
    (whole,) = plan_splits(files)
    (segment,) = whole
    cuts = [0, 1_200_000, *range(1_210_000, segment.size, 10_000), segment.size]
    splits = tuple((type(segment)(segment.path, a, b, segment.size),) for a, b in pairwise(cuts))

    apart, together = (scan(spark, table, {"": splits}, most_groups=most) for most in (len(splits), 1))

    assert _text(apart.state) == _text(together.state)


def test_a_single_column_of_quoted_lines_is_read_again_where_it_was_torn(spark, tmp_path):
    """A guess within quotes cannot be seen through in one column: neighbours do not meet, and the stretch is read again."""
    path = tmp_path / "lines.csv"
    path.write_text("text\n" + "".join(f'"row {i}\nline two\nline three"\n' for i in range(5_000)))
    table, files = _table(path)
    before = jobs(spark)

    found = scan(spark, table, {"": plan_splits(files, split_bytes=7_001)})

    assert jobs(spark) - before > 1
    assert found.state.records == 5_000
    assert found.state.columns[0].types.present == 5_000


def test_states_join_along_one_tree_however_they_come_in_groups():
    """Joining eleven states equals joining the joins of 0-3, 4-7 and 8-10."""

    def states():
        for number in range(11):
            state = DatasetState(("x",))
            state.records = 1
            state.columns[0].numbers.moments._acc[:] = (
                1.0,
                0.1 * number,
                0.1 * number,
                0.0,
                0.1 * number,
                0.1 * number,
            )
            yield state

    groups = list(states())
    by_groups = join([join(groups[:4]), join(groups[4:8]), join(groups[8:])])

    assert by_groups.records == 11
    assert _text(by_groups) == _text(join(states()))


def test_no_state_joins_to_none():
    """There is nothing to join where there is no split."""
    assert join([]) is None


def test_a_torn_column_of_quoted_lines_is_whole_in_one_group(spark, tmp_path):
    """Where one task reads all splits, each begins where the one before has ended, and nothing is read again."""
    path = tmp_path / "lines.csv"
    path.write_text("text\n" + "".join(f'"row {i}\nline two\nline three"\n' for i in range(5_000)))
    table, files = _table(path)
    before = jobs(spark)

    found = scan(spark, table, {"": plan_splits(files, split_bytes=7_001)}, most_groups=1)

    assert jobs(spark) - before == 1
    assert found.state.records == 5_000


def test_of_two_faults_the_first_in_the_data_is_told(spark, tmp_path):
    """Whichever task ends first: the same data fail with the same sentence."""
    for name, header in (("a", "x,y"), ("b", "x,z"), ("c", "x,q"), ("d", "x,r")):
        (tmp_path / f"{name}.csv").write_text(f"{header}\n1,2\n")
    table, files = _table(tmp_path)

    with pytest.raises(DatasetError, match=r"b\.csv: its header names other columns"):
        scan(spark, table, {"": plan_splits(files, split_bytes=8)})
