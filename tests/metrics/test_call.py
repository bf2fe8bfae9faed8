"""Calls of CloudWatch: of moto's server, and of doors before it that refuse."""

import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import boto3
import pytest
from object_store import VARIABLES, Answer, door, reached_at

from engine.analysis.metric import Family, Metric, Summary
from engine.metrics.call import batches_of, put_metrics
from engine.metrics.points import points_of

NOW = datetime.now(UTC).replace(second=0, microsecond=0)


@pytest.fixture
def recent(hourly):
    """Give a place of the test's own in CloudWatch, and a time that it takes."""
    return replace(hourly, time=NOW, namespace=f"test/{uuid4().hex}", region="us-east-1", put=True)


def refused(status, code):
    """Return how CloudWatch refuses, with words that nobody but the account's owner should read."""
    words = {"__type": code, "message": "User: arn:aws:iam::123456789012:user/SECRET is not welcome"}
    return Answer(status, code, {"x-amzn-query-error": f"{code};Sender"}, json.dumps(words))


def client(server):
    """Return a client of moto's CloudWatch."""
    keys = {name.lower(): VARIABLES[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    return boto3.client("cloudwatch", region_name="us-east-1", endpoint_url=server.endpoint, **keys)


def listed(server, namespace):
    """Return the metrics that are there: name and dimensions."""
    pages = client(server).get_paginator("list_metrics").paginate(Namespace=namespace)
    return {
        (each["MetricName"], tuple((one["Name"], one["Value"]) for one in each["Dimensions"]))
        for page in pages
        for each in page["Metrics"]
    }


def statistics(server, publishing, name):
    """Return what CloudWatch says of a metric of income.monthly in the minute of its time.

    By all dimensions, for moto takes fewer to mean all metrics that have these, which CloudWatch does not.
    """
    (point,) = client(server).get_metric_statistics(
        Namespace=publishing.namespace,
        MetricName=name,
        Dimensions=[
            {"Name": key, "Value": value} for key, value in (*publishing.dimensions, ("Feature", "income.monthly"))
        ],
        StartTime=publishing.time,
        EndTime=publishing.time + timedelta(minutes=1),
        Period=60,
        Statistics=["SampleCount", "Sum", "Minimum", "Maximum", "Average"],
    )["Datapoints"]
    return {key: point[key] for key in ("SampleCount", "Sum", "Minimum", "Maximum", "Average")}


def test_what_is_sent_is_there(metrics, recent, s3_server):
    """Summaries keep their four numbers, and each metric of a feature is there under both sets of dimensions."""
    points = points_of(metrics, recent)
    with reached_at(s3_server.endpoint):
        put_metrics(points, recent)
    assert listed(s3_server, recent.namespace) == {(point.name, keys) for point in points for keys in point.sets()}
    assert statistics(s3_server, recent, "feature_data_income.monthly") == {
        "SampleCount": 3.0,
        "Sum": 6.5,
        "Minimum": -1.0,
        "Maximum": 4.5,
        "Average": 6.5 / 3,
    }
    assert statistics(s3_server, recent, "feature_baseline_drift_income.monthly")["Sum"] == 0.356


def test_more_than_a_call_takes_goes_in_several(recent, s3_server):
    """All of them arrive."""
    points = points_of([Metric("feature_null", 1.0, f"f{number}") for number in range(600)], recent)
    with reached_at(s3_server.endpoint):
        put_metrics(points, recent)
    assert len(listed(s3_server, recent.namespace)) == 1200


@pytest.mark.parametrize("feature", ["f", "x" * 200, "ü" * 200])
def test_a_call_has_a_thousand_metrics_and_a_megabyte_at_most(recent, feature):
    """Of long names fewer go into a call; nothing is lost, nothing is sent twice."""
    many = [Metric("feature_data", Summary(1, 0.1, 0.1, 0.1), f"{feature}{number}") for number in range(2500)]
    points = points_of(many, replace(recent, dimensions=(("Endpoint", "e" * 1024),)))
    batches = [batch for _, batch in batches_of(points, recent)]
    assert all(len(batch) <= 1000 and len(json.dumps(batch)) < 1_000_000 for batch in batches)
    names = [(datum["MetricName"], len(datum["Dimensions"])) for batch in batches for datum in batch]
    assert names == [(point.name, len(keys)) for point in points for keys in point.sets()]


def test_families_do_not_share_a_call(metrics, hourly):
    """A call is for one namespace."""
    points = points_of([*metrics, Metric("auc", 0.9, family=Family.MODEL)], hourly)
    assert [(namespace.rpartition("/")[2], len(batch)) for namespace, batch in batches_of(points, hourly)] == [
        ("data-metrics", 5),
        ("model-metrics", 1),
    ]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (refused(403, "AccessDenied"), "AccessDenied; allow the role cloudwatch:PutMetricData"),
        (refused(403, "ExpiredTokenException"), "ExpiredTokenException; renew or correct the credentials"),
        (refused(400, "InvalidParameterValue"), "InvalidParameterValue; CloudWatch takes times of the last two weeks"),
    ],
)
def test_a_refusal_is_a_line(metrics, recent, s3_server, caplog, answer, reason):
    """It says why and what to do, none of CloudWatch's own words, and is asked once: a second time would not mend it."""
    with door(s3_server.endpoint) as closed:
        closed.refuse = lambda _request: answer
        with reached_at(closed.endpoint):
            put_metrics(points_of(metrics, recent), recent)
    (message,) = caplog.messages
    assert message.startswith(f"[metrics-not-sent] 0 of 5 metrics were sent to CloudWatch: {reason}")
    assert "SECRET" not in message
    assert len(closed.asked) == 1


@pytest.mark.parametrize("answer", [refused(400, "Throttling"), refused(503, "ServiceUnavailable")])
def test_what_passes_is_asked_for_again(metrics, recent, s3_server, caplog, answer):
    """The third answer is the server's own."""
    caplog.set_level(logging.INFO, logger="engine")
    with door(s3_server.endpoint) as busy:
        busy.refuse = lambda _request: answer if len(busy.asked) < 3 else None
        with reached_at(busy.endpoint):
            put_metrics(points_of(metrics, recent), recent)
    assert caplog.messages == ["5 metrics were sent to CloudWatch"]
    assert len(listed(s3_server, recent.namespace)) == 5


@pytest.mark.slow
def test_what_does_not_pass_ends_in_a_line(metrics, recent, s3_server, caplog):
    """After five attempts."""
    with door(s3_server.endpoint) as busy:
        busy.refuse = lambda _request: refused(400, "Throttling")
        with reached_at(busy.endpoint):
            put_metrics(points_of(metrics, recent), recent)
    assert caplog.messages == ["[metrics-not-sent] 0 of 5 metrics were sent to CloudWatch: Throttling"]
    assert len(busy.asked) == 5


def test_nobody_there_is_a_line(metrics, recent, caplog):
    """A port that nobody listens at refuses the connection."""
    with reached_at("http://127.0.0.1:9"):
        put_metrics(points_of(metrics, recent), recent)
    (message,) = caplog.messages
    assert message.startswith(
        "[metrics-not-sent] 0 of 5 metrics were sent to CloudWatch: EndpointConnectionError; check"
    )


def test_the_first_batch_that_fails_is_the_last(recent, s3_server, caplog):
    """The line says how many have arrived."""
    points = points_of([Metric("feature_null", 1.0, f"f{number}") for number in range(600)], recent)
    with door(s3_server.endpoint) as door_:
        door_.refuse = lambda _request: refused(403, "AccessDenied") if len(door_.asked) > 1 else None
        with reached_at(door_.endpoint):
            put_metrics(points, recent)
    sent = len(listed(s3_server, recent.namespace))
    assert 0 < sent < 1200
    assert caplog.messages[0].startswith(f"[metrics-not-sent] {sent} of 1200 metrics were sent")


def test_a_client_without_a_region_or_credentials_is_a_line(metrics, recent, monkeypatch, caplog):
    """What AWS's own settings lack is named, with what to set."""
    with reached_at("http://127.0.0.1:9"):
        put_metrics(points_of(metrics, recent), replace(recent, region=None))
        put_metrics(points_of(metrics, recent), replace(recent, region="no region"))
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name)
        put_metrics(points_of(metrics, recent), recent)
        monkeypatch.setenv("AWS_ENDPOINT_URL", "nowhere")
        put_metrics(points_of(metrics, recent), recent)
    assert [message.partition("CloudWatch: ")[2].partition(";")[0] for message in caplog.messages] == [
        "NoRegionError",
        "InvalidRegionError",
        "NoCredentialsError",
        "ValueError",
    ]
