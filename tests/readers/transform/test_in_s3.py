"""A captured batch transform in S3: the manifests, and what they name."""

import json

import pytest
from transforms import HOUR, lay, read_transform

from engine.errors import EngineError
from engine.readers.csv.options import CsvFormat

PLAIN = CsvFormat()


@pytest.fixture
def source(s3):
    """Give the address of the manifests of one transform, whose files lie in the same bucket."""
    objects = {"data/in/x y.csv": "1\n", "data/out/x y.csv.out": "2\n"}
    for side, place, name in (("input", "in", "x y.csv"), ("output", "out", "x y.csv.out")):
        objects[f"captured/{side}/{HOUR}/m.json"] = json.dumps([{"prefix": s3.address(f"data/{place}/")}, name])
    s3.put_all(objects)
    return s3.address("captured")


def test_manifests_and_files_in_s3(source):
    """A key is what it is."""
    assert read_transform(source, PLAIN)[1] == [("2", "1")]


def test_manifests_that_the_platform_has_laid_here(s3, source, tmp_path):
    """As it copies them into the container; the files stay where they are."""
    place = tmp_path / "captured"
    for key in s3.held("captured/"):
        (tmp_path / key).parent.mkdir(parents=True)
        (tmp_path / key).write_bytes(s3.get(key))
    assert read_transform(place, PLAIN)[1] == [("2", "1")]


def test_an_object_that_is_not_there_has_its_sentence(s3, source):
    """With the whole address."""
    s3.client.delete_object(Bucket=s3.bucket, Key="data/out/x y.csv.out")
    with pytest.raises(EngineError, match=rf"names s3://{s3.bucket}/data/out/x y\.csv\.out, and no such file is there"):
        read_transform(source, PLAIN)


def test_files_of_this_host_and_of_s3_are_of_several_stores(s3, tmp_path):
    """One run reads from one store."""
    place = lay(tmp_path, {"a.csv": "1\n"}, {"a.csv.out": "2\n"})
    (place / "output" / HOUR / "m.json").write_text(json.dumps([{"prefix": s3.address("")}, "a.csv.out"]))
    with pytest.raises(EngineError, match="names files of another store than the manifests before it"):
        read_transform(place, PLAIN)
