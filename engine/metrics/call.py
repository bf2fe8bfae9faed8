"""Calls of CloudWatch that put metrics there, in batches."""

import json
import logging
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from engine.job.publishing import Publishing
from engine.metrics.data import data_of
from engine.metrics.points import Point
from engine.wording import sentence

_log = logging.getLogger(__name__)

MOST_METRICS = 1000
"""So many metrics one call may have."""

MOST_BYTES = 900_000
"""CloudWatch takes a request of 1 MB. What this counts is more than any of its encodings needs."""

_ATTEMPTS = 5
_CONNECT_SECONDS, _READ_SECONDS = 5, 20

_UNREACHABLE = "check the network and AWS_ENDPOINT_URL; in network isolation leave put_metrics out"
_UNKNOWN = "renew or correct the credentials, and check this host's clock"
_ADVICE = {
    "AccessDenied": "allow the role cloudwatch:PutMetricData",
    "ExpiredToken": _UNKNOWN,
    "InvalidClientTokenId": _UNKNOWN,
    "UnrecognizedClient": _UNKNOWN,
    "SignatureDoesNotMatch": _UNKNOWN,
    "InvalidParameterValue": "CloudWatch takes times of the last two weeks only, up to two hours ahead",
    "NoCredentialsError": "give the job a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
    "ProfileNotFound": "check AWS_PROFILE",
    "NoRegionError": "set AWS_REGION",
    "InvalidRegionError": "check AWS_REGION",
    "ValueError": "check AWS_ENDPOINT_URL",
    "EndpointConnectionError": _UNREACHABLE,
    "ConnectTimeoutError": _UNREACHABLE,
}
"""What to do about a refusal, by CloudWatch's word for it (without an Exception behind it) or the name of the client's error."""


def put_metrics(points: Sequence[Point], publishing: Publishing) -> None:
    """Send *points* to CloudWatch, and tell in the log how many have arrived; nothing that fails there is raised.

    What fails for the moment (a lost connection, throttling, 5xx) is tried five times in all, with growing pauses. The
    first batch that fails for good is the last one that is sent.
    """
    from boto3.session import Session  # noqa: PLC0415 - it takes a while, and few runs need it
    from botocore.config import Config  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    total, sent = sum(len(point.sets()) for point in points), 0
    config = Config(
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
    )
    try:
        cloudwatch = Session().client("cloudwatch", region_name=publishing.region, config=config)
        for namespace, batch in batches_of(points, publishing):
            cloudwatch.put_metric_data(Namespace=namespace, MetricData=batch)
            sent += len(batch)
    except (BotoCoreError, ClientError, OSError, ValueError) as error:
        _log.warning("[metrics-not-sent] %d of %d metrics were sent to CloudWatch: %s", sent, total, _reason(error))
        return
    _log.info("%d metrics were sent to CloudWatch", sent)


def batches_of(points: Sequence[Point], publishing: Publishing) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield *points* as a namespace and data for one call each: at most 1000 of them, and less than 1 MB."""
    for namespace, together in groupby(points, key=lambda point: point.namespace):
        batch: list[dict[str, Any]] = []
        size = 0
        for datum in data_of(tuple(together), publishing.time):
            needed = _bytes(datum)
            if batch and (len(batch) == MOST_METRICS or size + needed > MOST_BYTES):
                yield namespace, batch
                batch, size = [], 0
            batch.append(datum)
            size += needed
        if batch:
            yield namespace, batch


def _bytes(datum: dict[str, Any]) -> int:
    """Return more bytes than any encoding of *datum* has: three for a character, as in a form where each is escaped."""
    return 3 * len(json.dumps(datum)) + 60 * (4 + 2 * len(datum["Dimensions"]))


def _reason(error: Exception) -> str:
    """Return why CloudWatch was not reached or refused, and what to do; its own words may name an account, so only its code."""
    response = getattr(error, "response", None)
    code = response.get("Error", {}).get("Code", "") if isinstance(response, dict) else ""
    named = str(code or type(error).__name__)
    advice = _ADVICE.get(named.removesuffix("Exception"))
    return sentence(named if advice is None else f"{named}; {advice}")
