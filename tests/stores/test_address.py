"""What places in a store are called."""

import pytest

from engine.stores.address import below, lies_in, s3_address


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("s3://bucket/a/b.csv", "bucket/a/b.csv"),
        ("s3a://bucket/a/", "bucket/a"),
        ("S3N://bucket//a///b", "bucket/a/b"),
        ("s3://bucket", "bucket"),
        ("s3://bucket/", "bucket"),
        ("s3://bucket/a b%20c#d/ü", "bucket/a b%20c#d/ü"),
        ("s3://bucket/what?", "bucket/what?"),
        ("s3://bucket/a?x=1", "bucket/a?x=1"),
    ],
)
def test_an_address_is_taken_as_it_stands(address, path):
    """Nothing is decoded, as for AWS's own commands; several slashes are one, as for Spark."""
    assert s3_address(address).path == path


@pytest.mark.parametrize(
    "address", ["s3://", "s3:///key", "s3:/bucket/key", "hdfs://host/s3://bucket", "gs://bucket/x"]
)
def test_others_are_no_places_in_s3(address):
    """A bucket has a name."""
    assert s3_address(address) is None


def test_how_to_get_there_may_stand_behind_a_question_mark():
    """Three words are known; with any other it is a part of the key."""
    found = s3_address("s3://bucket/a?region=eu-west-1&scheme=http&endpoint_override=host:9000")
    assert (found.path, found.options) == (
        "bucket/a",
        {"region": "eu-west-1", "scheme": "http", "endpoint_override": "host:9000"},
    )


@pytest.mark.parametrize(
    ("folder", "document"),
    [
        ("s3://bucket/out", "s3://bucket/out/a.json"),
        ("s3://bucket/out/", "s3://bucket/out/a.json"),
        ("s3://bucket", "s3://bucket/a.json"),
        ("s3://bucket/out?region=eu-west-1", "s3://bucket/out/a.json?region=eu-west-1"),
        ("hdfs://host/out/", "hdfs://host/out/a.json"),
    ],
)
def test_a_document_is_below_its_folder(folder, document):
    """How to get to the folder leads to the document too."""
    assert below(folder, "a.json") == document
    assert lies_in(document, folder)


@pytest.mark.parametrize("folder", ["s3a://bucket/out", "s3n://bucket//out/", "s3://bucket/out?region=eu-west-1"])
def test_a_place_is_the_same_however_it_is_spelled(folder):
    """What tells two places apart is bucket and key."""
    assert lies_in("s3://bucket/out/a.json", folder)


@pytest.mark.parametrize("folder", ["s3://bucket", "s3://bucket/ou", "s3://other/out", "s3://bucket/Out", "out"])
def test_another_place_is_another(folder):
    """A document lies in one folder, and in none above it."""
    assert not lies_in("s3://bucket/out/a.json", folder)
