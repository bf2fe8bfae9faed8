"""The official container's documents and ours, of the same input, as `model-monitor compare` sees them."""

import pytest

from engine.compare.comparison import compare_folders
from engine.compare.likeness import Likeness
from engine.job.dataset import Dataset
from engine.job.definition import Job
from engine.pipeline import run
from engine.readers.csv.options import CsvFormat

OLDER = {Likeness.TEXT, Likeness.GENERATION}


@pytest.fixture
def compared(golden, session, tmp_path):
    """Give a function that takes a baseline of a case's data and compares: the likenesses and counts, by document."""

    def compared(case, data, *, header):
        source = golden / case / "input" / data
        run(Job(Dataset(str(source), CsvFormat(header=header)), str(tmp_path)), session=session)
        found = compare_folders(str(golden / case / "expected"), str(tmp_path), most=1)
        return {
            each.pair.name: {} if each.account is None else dict(each.account.counts)
            for each in found
            if not each.is_missing
        }

    return compared


def test_the_sdks_table_differs_by_its_generation_alone(compared):
    """Two keys of each of six features, and two settings, which the older container did not write."""
    found = compared("sdk_data_quality_100x6", "baseline_dataset.csv", header=False)
    assert {name: set(counts) for name, counts in found.items()} == {
        "statistics.json": OLDER,
        "constraints.json": OLDER,
    }
    assert [counts[Likeness.GENERATION] for counts in found.values()] == [12, 2]


@pytest.mark.slow
def test_house_prices_are_equal_as_text(compared):
    """Of the current container both documents."""
    found = compared("house_prices_2024_spark33", "train_data.csv", header=True)
    assert found == {"statistics.json": {}, "constraints.json": {}}


@pytest.mark.slow
def test_the_constraints_of_churn_differ_by_their_generation_alone(compared):
    """Two settings of 290 fields."""
    found = compared("churn_data_quality_baseline", "training-dataset-with-header.csv", header=True)
    assert found == {"constraints.json": {Likeness.TEXT: 288, Likeness.GENERATION: 2}}
