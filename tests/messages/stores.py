"""Stores that refuse, brought about on loopback: each is a context in which S3 answers so."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

from object_store import Answer, door, moto, reached_at
from pyspark.sql import SparkSession


@contextmanager
def answering(answer: Answer, **variables: str) -> Iterator[None]:
    """Have a store that says *answer* to whatever it is asked."""
    with door() as store, reached_at(store.endpoint, **variables):
        store.refuse = lambda _request: answer
        yield


def store_without_the_bucket(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return answering(Answer(404, "NoSuchBucket"))


def store_that_denies(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return answering(Answer(403, "AccessDenied"))


def store_and_no_credentials(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return answering(Answer(403, "AccessDenied"), AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="")


def store_that_knows_no_such_key(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return answering(Answer(403, "InvalidAccessKeyId"))


def store_whose_token_has_expired(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return answering(Answer(400, "ExpiredToken"))


def store_in_another_region(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return answering(Answer(301, "PermanentRedirect", {"x-amz-bucket-region": "eu-west-1"}), AWS_REGION="us-east-1")


def store_that_fails(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return answering(Answer(503, "SlowDown"))


def store_out_of_reach(folder: Path, spark: SparkSession) -> AbstractContextManager[None]:
    return reached_at("http://127.0.0.1:9")


@contextmanager
def store_with_an_empty_part(folder: Path, spark: SparkSession) -> Iterator[None]:
    with moto() as server, reached_at(server.endpoint):
        bucket = replace(server, bucket="bucket")
        bucket.client.create_bucket(Bucket="bucket")
        bucket.put_all({"data//day.csv": "id\nSECRETCELL\n"})
        yield


STORES = {
    trouble.__name__.replace("_", " "): trouble
    for trouble in (
        store_without_the_bucket,
        store_that_denies,
        store_and_no_credentials,
        store_that_knows_no_such_key,
        store_whose_token_has_expired,
        store_in_another_region,
        store_that_fails,
        store_out_of_reach,
        store_with_an_empty_part,
    )
}
