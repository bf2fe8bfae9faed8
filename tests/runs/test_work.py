"""What a run costs, counted: jobs of Spark, which are passes over the data."""

import pytest
from spark_jobs import jobs

from engine.documents.folder import CONSTRAINTS, STATISTICS
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.pipeline import run
from engine.readers.csv.options import CsvFormat


@pytest.mark.parametrize("columns", [1, 60])
def test_a_baseline_and_a_monitoring_run_read_the_data_in_one_job_each(session, spark, tmp_path, columns):
    """Whatever the number of columns: describing, suggesting and judging ask Spark for no other one."""
    header = ",".join(f"c{place}" for place in range(columns))
    rows = (
        ",".join(f"{row}.{place}" if place % 2 else f"v{row % 9}" for place in range(columns)) for row in range(200)
    )
    (tmp_path / "data.csv").write_text("\n".join((header, *rows)) + "\n")
    dataset, baseline = Dataset(str(tmp_path / "data.csv"), CsvFormat(header=True)), tmp_path / "baseline"
    before = jobs(spark)
    assert run(Job(dataset, str(baseline), suggestions=True), session=session).records == 200
    between = jobs(spark)
    paths = BaselinePaths(str(baseline / STATISTICS), str(baseline / CONSTRAINTS))
    assert run(Job(dataset, str(tmp_path / "report"), paths), session=session).violations == ()
    assert (between - before, jobs(spark) - between) == (1, 1)
