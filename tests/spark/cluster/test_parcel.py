"""What tasks send home: the same value whichever way it takes."""

from pathlib import Path

import pytest

from engine.spark.cluster.parcel import LARGE, Parcel, is_on_one_host

LONG = bytes(LARGE)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that is the session's for temporary files, before another one that is too."""
    monkeypatch.setenv("SPARK_LOCAL_DIRS", f"{tmp_path},/nowhere")
    return tmp_path


def test_a_large_value_lies_in_a_file_until_it_is_opened(folder):
    """The parcel itself is small, and the file goes when its value is there."""
    parcel = Parcel.of(LONG, on_one_host=True)

    assert not parcel.content
    assert [file.stat().st_size >= LARGE for file in folder.iterdir()] == [True]
    assert parcel.open() == LONG
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("value", "on_one_host"), [(b"small", True), (LONG, False)], ids=["small", "elsewhere"])
def test_other_values_travel_with_their_parcel(folder, value, on_one_host):
    """Small ones do, and all where the driver may be on another host."""
    parcel = Parcel.of(value, on_one_host=on_one_host)

    assert list(folder.iterdir()) == []
    assert parcel.open() == value


@pytest.mark.parametrize("place", ["", "/nowhere/at/all", "/dev/full/x"])
def test_a_large_value_travels_with_its_parcel_where_no_file_can_be_written(monkeypatch, place):
    """A run does not fail for it."""
    monkeypatch.setenv("SPARK_LOCAL_DIRS", place)

    assert Parcel.of(LONG, on_one_host=True).open() == LONG


def test_no_file_is_left_where_there_was_no_room_for_all_of_it(folder, monkeypatch):
    """A disk that is full in the midst of it keeps nothing, and the value travels with its parcel."""

    def half(place, content):
        with place.open("wb") as file:
            file.write(content[:1000])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)

    assert Parcel.of(LONG, on_one_host=True).open() == LONG
    assert list(folder.iterdir()) == []


def test_a_task_of_a_local_session_leaves_large_values_on_its_host(spark):
    """Spark brings the driver a few bytes, with which it finds the rest in a folder of the session."""
    assert is_on_one_host(spark)
    size = LARGE  # a task knows no module of the tests

    home = spark.sparkContext.parallelize([size], 1).map(lambda n: Parcel.of(bytes(n), on_one_host=True)).collect()

    assert not home[0].content
    assert Path(home[0].place).is_file()
    assert home[0].open() == LONG
    assert not Path(home[0].place).exists()
