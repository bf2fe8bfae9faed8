"""Runs in a container that is given the least, as whoever starts it."""

import json
import shutil
from pathlib import Path

import pytest
from container.box import CSV, NOBODY_KNOWS, STRICT, documents, mounted, run

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[2] / "sample_data"
BASELINE = {"statistics.json", "constraints.json", "suggestions.json"}
WINDOW = {"statistics.json", "constraints.json", "constraint_violations.json"}

HOSTILE = (
    "plain.csv",
    "two words.csv",
    "-rf.csv",
    "--help.csv",
    "line\nbreak.csv",
    "'\"`$(exit 9)`.csv",
    "päö;&|.csv",
    "%2e.csv",
)


@pytest.mark.parametrize("user", [("--user", "0"), ("--user", "nobody"), NOBODY_KNOWS])
def test_a_baseline_and_a_monitoring_run(image, folders, user):
    """Both work without a network, with a read-only root, for users with and without a name; documents are theirs."""
    for name in ("training.csv", "window.csv"):
        shutil.copy(SAMPLES / name, folders / "data")
    options = (*STRICT, *user, *mounted(folders))
    baseline = run(image, "baseline", "/data/training.csv", "-o", "/out/baseline", options=options)
    monitored = run(
        image, "monitor", "/data/window.csv", "--baseline", "/out/baseline", "-o", "/out/monitor", options=options
    )

    assert (baseline.code, monitored.code) == (0, 1), baseline.log + monitored.log
    assert documents(folders / "out" / "baseline") == BASELINE
    assert documents(folders / "out" / "monitor") == WINDOW
    owners = {path.stat().st_uid for path in folders.glob("out/*/*")}
    assert owners == {{"0": 0, "nobody": 65534, "4711:4712": 4711}[user[1]]}


def test_the_environment_alone(image, folders):
    """Settings in variables are enough; the log is a few lines of the engine's own, and code 0 says completed."""
    (folders / "data" / "data.csv").write_text("name,count\nSECRETCELL,1\nSECRETCELL,2\n")
    settings = {"dataset_source": "/data", "dataset_format": CSV, "output_path": "/out", "MY_TOKEN": "SECRETKEY"}
    variables = [word for name, value in settings.items() for word in ("-e", f"{name}={value}")]
    ended = run(image, options=(*STRICT, *NOBODY_KNOWS, *mounted(folders), *variables))

    assert ended.code == 0, ended.log
    assert documents(folders / "out") == BASELINE
    assert "Completed: Job completed successfully with no violations." in ended.log
    assert 5 <= len(ended.log.splitlines()) <= 20
    assert all(" INFO " in line for line in ended.log.splitlines()), ended.log
    assert "SECRET" not in ended.log + ended.out


def test_a_thousand_files(image, folders):
    """A folder of a thousand small files is one dataset."""
    for number in range(1000):
        (folders / "data" / f"{number:04}.csv").write_text("count,kind\n" + f"{number},a\n" * 7)
    ended = run(image, "baseline", "/data", "-o", "/out", options=(*STRICT, *NOBODY_KNOWS, *mounted(folders)))

    assert ended.code == 0, ended.log
    assert items(folders) == 7000


def test_hostile_file_names(image, folders):
    """A line break, quotes, a dash in front, what a shell would run: names like any other."""
    for name in HOSTILE:
        (folders / "data" / name).write_text("count\n1\n")
    ended = run(image, "baseline", "/data", "-o", "/out", options=(*STRICT, *NOBODY_KNOWS, *mounted(folders)))

    assert ended.code == 0, ended.log
    assert items(folders) == len(HOSTILE)


@pytest.mark.parametrize("name", ["-rf.csv", "line\nbreak.csv", "'\"`$(exit 9)`.csv"])
def test_a_hostile_file_name_alone(image, folders, name):
    """Each can be given by itself, too."""
    (folders / "data" / name).write_text("count\n1\n2\n")
    ended = run(image, "baseline", f"/data/{name}", "-o", "/out", options=(*STRICT, *NOBODY_KNOWS, *mounted(folders)))

    assert ended.code == 0, ended.log
    assert items(folders) == 2


def test_a_file_name_of_other_bytes(image, folders):
    """A name that is no UTF-8 cannot be given to Arrow, and is told as such."""
    (folders / "data" / "m\udcfcnchen.csv").write_text("count\n1\n")
    ended = run(image, "baseline", "/data", "-o", "/out", options=(*STRICT, *NOBODY_KNOWS, *mounted(folders)))

    assert ended.code == 2
    assert "/data: the name of a file in it is not UTF-8 text" in ended.log
    assert documents(folders / "out") == set()


def items(folders):
    return json.loads((folders / "out" / "statistics.json").read_text())["dataset"]["item_count"]
