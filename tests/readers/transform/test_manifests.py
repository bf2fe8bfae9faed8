"""What the manifests of a captured batch transform name: which files, of which hours, and each with its partner."""

import json
import os
from datetime import UTC, datetime

import pytest
from captures import rows_of_script
from transforms import HOUR, lay, read_transform

from engine.errors import DatasetError, JobError
from engine.job.dataset import Dataset
from engine.job.times import MonitoringWindow
from engine.readers.csv.options import CsvFormat
from engine.readers.formats import of_transform
from engine.readers.look import look
from engine.readers.tables import Known
from engine.readers.transform.manifests import is_manifest

PLAIN = CsvFormat()
ONE = {"inputs": {"a.csv": "1\n"}, "outputs": {"a.csv.out": "2\n"}}
ROW = [("2", "1")]


def rows(source, **settings):
    """Return the rows that the manifests at *source* name."""
    found = read_transform(source, PLAIN, **settings)
    return found and found[1]


def window(start, end):
    """Return the window between two hours of the manifests' day."""
    return MonitoringWindow(datetime(2024, 3, 18, start, tzinfo=UTC), datetime(2024, 3, 18, end, tzinfo=UTC))


@pytest.mark.parametrize("hours", [(13, 14), (12, 14), (13, 20)])
def test_hours_that_meet_the_window_are_read(tmp_path, hours):
    """A window chooses among manifests by their folders; the data may lie anywhere."""
    lay(tmp_path / "early", **ONE, hour="2024/03/18/11")
    source = lay(tmp_path, **ONE)
    assert rows(source, window=window(*hours)) == ROW


def test_other_hours_are_passed_over_and_counted(tmp_path):
    """Of both sides."""
    lay(tmp_path, {"b.csv": "8\n"}, {"b.csv.out": "9\n"}, hour="2024/03/18/12")
    found = read_transform(lay(tmp_path, **ONE), PLAIN, window=window(13, 14))
    assert found[1] == ROW
    assert found[3] == ("2 files are of hours outside of the window: passed over.",)


def test_a_window_without_a_transform_is_empty(tmp_path):
    """It is no failure: there is no record."""
    assert rows(lay(tmp_path, **ONE), window=window(15, 16)) is None


def test_manifests_of_several_hours_are_read_in_their_order(tmp_path):
    """The same names may come again every hour."""
    lay(tmp_path / "x", {"a.csv": "3\n"}, {"a.csv.out": "4\n"}, hour="2024/03/18/14")
    source = lay(tmp_path, **ONE)
    for side in ("input", "output"):
        later = source / side / "2024/03/18/14/m.json"
        later.parent.mkdir(parents=True)
        (tmp_path / "x/captured" / side / "2024/03/18/14/m.json").rename(later)
    assert rows(source) == [*ROW, ("4", "3")]


def test_manifests_of_an_hour_may_have_other_names_on_either_side(tmp_path):
    """Then their files go by their own names."""
    source = lay(tmp_path, {"a.csv": "1\n", "b.csv": "3\n"}, {"b.csv.out": "4\n", "a.csv.out": "2\n"})
    (source / "output" / HOUR / "m.json").rename(source / "output" / HOUR / "other.json")
    assert rows(source) == [*ROW, ("4", "3")]


def test_transforms_of_one_hour_with_files_of_one_name(tmp_path):
    """Manifests of one name belong together; where names differ, nobody can tell."""
    for number in (1, 2):
        place = tmp_path / str(number)
        for side, value in (("input", number), ("output", 10 * number)):
            suffix = ".out" if side == "output" else ""
            (place / side).mkdir(parents=True)
            (place / side / f"a.csv{suffix}").write_text(f"{value}\n")
            manifest = tmp_path / "captured" / side / HOUR / f"{number}.json"
            manifest.parent.mkdir(parents=True, exist_ok=True)
            manifest.write_text(json.dumps([{"prefix": f"{place / side}/"}, f"a.csv{suffix}"]))
    source = tmp_path / "captured"
    assert rows(source) == [("10", "1"), ("20", "2")]
    for number in (1, 2):
        (source / "output" / HOUR / f"{number}.json").rename(source / "output" / HOUR / f"x{number}.json")
    with pytest.raises(DatasetError, match=r"names a\.csv, and so does \S*1\.json, of the same hour"):
        rows(source)


@pytest.mark.parametrize("scheme", ["", "file://"])
@pytest.mark.parametrize("split", [True, False])
def test_a_prefix_is_whatever_stands_before_the_names(tmp_path, scheme, split):
    """A path or an address, which may end within a name."""
    source = lay(tmp_path, {"x-a.csv": "1\n"}, {"x-a.csv.out": "2\n"})
    for side in ("input", "output"):
        before = f"{scheme}{tmp_path}/bucket/{side}/" + ("x-" if split else "")
        name = ("" if split else "x-") + "a.csv" + (".out" if side == "output" else "")
        (source / side / HOUR / "m.json").write_text(json.dumps([{"prefix": before}, name]))
    assert rows(source) == ROW


def test_a_manifest_of_several_lists(tmp_path):
    """One a line, as in JSON lines, and pretty-printed ones as well."""
    source = lay(tmp_path, {"a.csv": "1\n", "b.csv": "3\n"}, {"a.csv.out": "2\n", "b.csv.out": "4\n"})
    for side, suffix in (("input", ""), ("output", ".out")):
        lists = [[{"prefix": f"{tmp_path}/bucket/{side}/"}, f"{name}.csv{suffix}"] for name in "ab"]
        text = json.dumps(lists[0]) + "\n" + json.dumps(lists[1], indent=2)
        (source / side / HOUR / "m.json").write_text(f"\ufeff{text}\n", encoding="utf-8")
    assert rows(source) == [*ROW, ("4", "3")]


def test_files_that_are_no_manifests_are_read_themselves(tmp_path):
    """As where the platform has laid out the data; the log says so."""
    (tmp_path / HOUR).mkdir(parents=True)
    (tmp_path / HOUR / "a.csv").write_text("1,2\n")
    found = read_transform(tmp_path, PLAIN, window=window(13, 14))
    assert found[1] == [("1", "2")]
    assert "the files are no manifests of a captured batch transform" in found[3][0]


def test_a_script_gets_the_lines_of_files_that_are_no_manifests(tmp_path):
    """Of the window's hours; manifests are refused."""
    script = tmp_path / "script.py"
    script.write_text("def preprocess_handler(record):\n    return {'line': record}\n")
    for hour, text in ((HOUR, "1,2\n"), ("2024/03/18/12", "3,4\n")):
        (tmp_path / "data" / hour).mkdir(parents=True)
        (tmp_path / "data" / hour / "a.csv").write_text(text)
    written = of_transform(PLAIN)
    assert rows_of_script(tmp_path / "data", script, written, window=window(13, 14)).rows == [("1,2",)]
    with pytest.raises(JobError, match="A preprocessing script makes rows of single records"):
        rows_of_script(lay(tmp_path, **ONE), script, written)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[{"prefix": "/x/"}, "a.csv"', "it is not JSON"),
        ('[{"prefix": "/x/"}, "a.csv"] and more', "it is not JSON"),
        ('[{"prefix": 5}, "a.csv"]', "its prefix or a name is no text"),
        ('[{"prefix": "/x/"}, 5]', "its prefix or a name is no text"),
        ('[{"prefix": "/x/"}]\n{"a": 1}', "it is no list that begins with an object"),
        ('[{"prefix": "/x/"}]\n["a.csv"]', "it is no list that begins with an object"),
        ('[{"prefix":' + "[" * 100_000, "it is not JSON"),
    ],
)
def test_what_is_no_manifest_is_an_error(tmp_path, text, found):
    """The sentence has the file, what was expected, and what was found."""
    source = lay(tmp_path, **ONE)
    (source / "input" / HOUR / "m.json").write_text(text)
    with pytest.raises(DatasetError, match=rf"m\.json: expected a manifest of a captured batch transform, .*; {found}"):
        rows(source)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    """It names the manifest and the file."""
    source = lay(tmp_path, **ONE)
    (tmp_path / "bucket/output/a.csv.out").unlink()
    with pytest.raises(
        DatasetError, match=r"output/2024/03/18/13/m\.json: names \S*/bucket/output/a\.csv\.out, and no such"
    ):
        rows(source)


@pytest.mark.parametrize(("side", "other"), [("input", "output"), ("output", "input")])
def test_a_file_without_a_partner_is_an_error(tmp_path, side, other):
    """It names the manifest, the file, and the side that lacks it."""
    source = lay(tmp_path, **ONE)
    manifest = source / side / HOUR / "m.json"
    (tmp_path / "bucket" / side / "b.csv").write_text("1\n")
    manifest.write_text(json.dumps([*json.loads(manifest.read_text()), "b.csv"]))
    with pytest.raises(
        DatasetError, match=rf"{side}/\S*m\.json: names b\.csv, and no manifest of that hour names its {other}"
    ):
        rows(source)


def test_hosts_with_shards_of_the_manifests_are_refused(tmp_path):
    """An input may lie on one host and its output on another: nothing is read by halves."""
    source = lay(tmp_path, **ONE)
    both = look(Dataset(str(source), of_transform(PLAIN)), Known())
    halves = [look(Dataset(str(source / side), of_transform(PLAIN)), Known()) for side in ("input", "output")]
    for table, files in (
        (both.table, halves[0].files),
        (halves[0].table, halves[1].files),
        (halves[1].table, both.files),
    ):
        with pytest.raises(DatasetError, match="no manifest of that hour names its"):
            table.splits(files)


def test_a_side_without_a_record_is_an_error(tmp_path):
    """All of its files together; where both are so there is no record."""
    source = lay(tmp_path, {"a.csv": "1\n"}, {"a.csv.out": "\n"})
    with pytest.raises(
        DatasetError, match="the files of the transform's input hold records, and those of its output none"
    ):
        rows(source)
    assert rows(lay(tmp_path, {"a.csv": "\n"}, {"a.csv.out": "\n"})) is None


def test_files_of_several_stores_are_an_error(tmp_path, monkeypatch):
    """One run reads from one store."""
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    source = lay(tmp_path, **ONE)
    (source / "output" / HOUR / "m.json").write_text(json.dumps([{"prefix": "s3://x/"}, "a.csv.out"]))
    with pytest.raises(DatasetError, match=r"names files of another store than the manifests before it"):
        rows(source)


def test_a_relative_source_shows_its_hours(tmp_path, monkeypatch):
    """With the folders above the working one."""
    source = lay(tmp_path, **ONE)
    monkeypatch.chdir(source / "output" / "2024")
    assert rows(os.curdir, window=window(13, 14)) == [("2",)]
    assert rows(os.curdir, window=window(15, 16)) is None


@pytest.mark.parametrize(
    ("start", "found"),
    [
        ('[{"prefix":"s3://b/"}', True),
        ('\ufeff [ \n{ "prefix"\t: "x', True),
        ('[{"a": 1}]', False),
        ("prefix", False),
        ("", False),
    ],
)
def test_how_a_manifest_begins(start, found):
    """A list of objects is JSON data, unless the first one has a prefix."""
    assert is_manifest(start) == found
