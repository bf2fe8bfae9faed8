"""The jobs of a schedule: one processing job for each window of time, started when the window is over.

This file is the whole function that EventBridge Scheduler calls, and infra/functions.yaml holds its text: it needs boto3, and
nothing of the engine. What it is given, an *order*, is a JSON object:

    schedule        the schedule's name
    scheduled       when this call was due, in ISO 8601: EventBridge Scheduler's <aws.scheduler.scheduled-time>
    delay_minutes   so long after a window's end it was due
    minutes         the length of a window: a multiple of 60, or a part of an hour
    hours           instead of minutes: the hours of the day, in UTC, at which windows end
    offsets         where given, minutes from a window's end to the start and the end of the data that are looked at instead
    catch_up        so many windows before this one are made up for where they have no job
    since           no window that ended before this time is made up for; "" or absent where none is too old
    endpoint        the endpoint whose captures are looked at, in hours' folders below `captured`, an address in S3; without
                    `captured` it is that of the endpoint's own data capture
    transforms      instead of an endpoint: the address of the captured manifests of batch transforms
    local_path      where the container finds the data
    job             the parameters of CreateProcessingJob, which the window is added to
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import boto3
from botocore.exceptions import ClientError

Order = Mapping[str, Any]

HOUR = timedelta(hours=1)
PREFIX = "model-monitoring"
"""How the names of all jobs begin; permissions and rules go by it."""

_MOST_INPUTS = 10
"""So many inputs a processing job may have."""

_FOLDERS = (len("yyyy/mm/dd/hh"), len("yyyy/mm/dd"), len("yyyy/mm"), len("yyyy"))
_SIDES = ("input", "output")

_log = logging.getLogger(__name__)


class Window(NamedTuple):
    """What one job looks at: data from *start* to *end*, which is no longer in it. It was due at *due*; all in UTC."""

    start: datetime
    end: datetime
    due: datetime


class Place(NamedTuple):
    """A folder of data: its address in S3, and where it is put below the container's folder."""

    address: str
    below: str


def handle(order: Order, _context: object = None) -> dict[str, list[str]]:
    """Start the job of the window that is over, and those of windows before it that have none, by the account's clients."""
    _log.setLevel(logging.INFO)
    return start_due(order, boto3.client("sagemaker"), boto3.client("s3"))


def start_due(order: Order, sagemaker: Any, s3: Any) -> dict[str, list[str]]:
    """Start the jobs that *order* asks for and that are not there, the latest window's first.

    Returns the names of the jobs by what became of them: `started`, `there` (a call that is repeated finds them so), and
    `empty`, where no data lie: those are asked for again as long as they are made up for, so captures that come very late
    are looked at too. ClientError where AWS refuses a call; calling again repeats nothing that was done.
    """
    told: dict[str, list[str]] = {"started": [], "there": [], "empty": []}
    places = roots(order, sagemaker, s3)
    for window in due_windows(order):
        name = job_name(order["schedule"], window)
        outcome = start_one(order, window, name, places, sagemaker, s3)
        told[outcome].append(name)
        _log.info(json.dumps({"schedule": order["schedule"], "job": name, "outcome": outcome}))
    return told


def start_one(order: Order, window: Window, name: str, places: tuple[Place, ...], sagemaker: Any, s3: Any) -> str:
    """Start the job *name* of one window, and return what became of it: `started`, `there` or `empty`.

    A call at the same time may be the first to start it, which leaves it `there`.
    """
    if _is_there(sagemaker, name):
        return "there"
    request = request_of(order, window, name, places, s3)
    if request is None:
        return "empty"
    try:
        sagemaker.create_processing_job(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceInUse":
            raise
        return "there"
    return "started"


def due_windows(order: Order) -> Iterator[Window]:
    """Yield the window that *order* is about, then those before it that are made up for."""
    due = latest_due(order)
    since = moment(order["since"]) if order.get("since") else None
    for number in range(1 + int(order.get("catch_up", 0))):
        if number == 0 or since is None or due > since:
            yield _window(order, due)
        due = _due_before(order, due)


def latest_due(order: Order) -> datetime:
    """Return the latest end of a window that *order* can be about, whenever after its delay the call has come."""
    moved = moment(order["scheduled"]) - timedelta(minutes=int(order["delay_minutes"]))
    midnight = moved.replace(hour=0, minute=0, second=0, microsecond=0)
    unit = HOUR if order.get("hours") else min(HOUR, _length(order))
    due = midnight + (moved - midnight) // unit * unit
    while order.get("hours") and due.hour not in order["hours"]:
        due -= HOUR
    return due


def moment(text: str) -> datetime:
    """Return a time of ISO 8601 in UTC, which it is in where it names no zone."""
    read = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def job_name(schedule: str, window: Window, run: str = "") -> str:
    """Return the name of the job of a *window*: always the same one, so that no window has two; *run* makes it another.

    It is of the form that Model Monitor's own have; all of one schedule share `mark`.
    """
    told = _digest(schedule, window.start.isoformat(), window.end.isoformat(), run)
    return f"{PREFIX}-{window.due:%Y%m%d%H%M}-{mark(schedule)}{told}"


def mark(schedule: str) -> str:
    """Return the twelve digits that the names of all jobs of *schedule* have, and no other's."""
    return _digest(schedule)


def roots(order: Order, sagemaker: Any, s3: Any) -> tuple[Place, ...]:
    """Return the folders that hold hours' folders: one for each variant of the endpoint, or each side of transforms."""
    if order.get("transforms"):
        return tuple(Place(f"{order['transforms'].rstrip('/')}/{side}", side) for side in _SIDES)
    endpoint = order["endpoint"]
    captured = order.get("captured") or _destination(sagemaker, endpoint)
    bucket, prefix = _split(f"{captured.rstrip('/')}/{endpoint}/")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix, Delimiter="/")
    found = [each["Prefix"].rstrip("/") for page in pages for each in page.get("CommonPrefixes", ())]
    return tuple(Place(f"s3://{bucket}/{each}", f"{endpoint}/{each.rpartition('/')[2]}") for each in found)


def request_of(order: Order, window: Window, name: str, places: tuple[Place, ...], s3: Any) -> dict[str, Any] | None:
    """Return what CreateProcessingJob is given for *window*; None where none of its hours holds anything."""
    job = order["job"]
    fixed = list(job.get("ProcessingInputs", ()))
    captured = _held(places, window, _MOST_INPUTS - len(fixed), s3)
    if not captured:
        return None
    data = [_input(number, place, order["local_path"]) for number, place in enumerate(captured, start=1)]
    return {
        **job,
        "ProcessingJobName": name,
        "ProcessingInputs": [*data, *fixed],
        "ProcessingOutputConfig": _outputs(order, window),
        "Environment": {**_variables(order, window), **job.get("Environment", {})},
    }


def _window(order: Order, due: datetime) -> Window:
    if order.get("offsets"):
        start, end = (due + timedelta(minutes=each) for each in order["offsets"])
        return Window(start, end, due)
    return Window(_due_before(order, due), due, due)


def _due_before(order: Order, due: datetime) -> datetime:
    if not order.get("hours"):
        return due - _length(order)
    due -= HOUR
    while due.hour not in order["hours"]:
        due -= HOUR
    return due


def _length(order: Order) -> timedelta:
    return timedelta(minutes=int(order["minutes"]))


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]


def _is_there(sagemaker: Any, name: str) -> bool:
    """Say whether there is a job of that name; the service calls a name that nobody has invalid."""
    try:
        sagemaker.describe_processing_job(ProcessingJobName=name)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("ValidationException", "ResourceNotFound"):
            return False
        raise
    return True


def _destination(sagemaker: Any, endpoint: str) -> str:
    described = sagemaker.describe_endpoint(EndpointName=endpoint)
    return str(described["DataCaptureConfig"]["DestinationS3Uri"])


def _split(address: str) -> tuple[str, str]:
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    return bucket, prefix


def _held(places: tuple[Place, ...], window: Window, room: int, s3: Any) -> list[Place]:
    """Return the hours' folders that hold anything: where they are more than *room*, the days, months or years of them.

    The container takes the window out of what it is given.
    """
    hours = [(place, hour) for place in places for hour in _hours(window) if _holds(s3, f"{place.address}/{hour}/")]
    for length in _FOLDERS:
        cut = dict.fromkeys((place, hour[:length]) for place, hour in hours)
        if len(cut) <= room:
            break
    return [Place(f"{place.address}/{folder}", f"{place.below}/{folder}") for place, folder in cut]


def _hours(window: Window) -> Iterator[str]:
    """Yield the folders of the hours that meet *window*: yyyy/mm/dd/hh."""
    hour = window.start.replace(minute=0, second=0, microsecond=0)
    while hour < window.end:
        yield f"{hour:%Y/%m/%d/%H}"
        hour += HOUR


def _holds(s3: Any, address: str) -> bool:
    bucket, prefix = _split(address)
    return bool(s3.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=1).get("KeyCount"))


def _input(number: int, place: Place, local_path: str) -> dict[str, Any]:
    source = {
        "S3Uri": place.address,
        "LocalPath": f"{local_path.rstrip('/')}/{place.below}",
        "S3DataType": "S3Prefix",
        "S3InputMode": "File",
        "S3DataDistributionType": "FullyReplicated",
        "S3CompressionType": "None",
    }
    return {"InputName": f"endpoint_input_{number}", "AppManaged": False, "S3Input": source}


def _outputs(order: Order, window: Window) -> dict[str, Any]:
    """Return the job's outputs, each below the official folder {endpoint}/{schedule}/yyyy/mm/dd/hh.

    Windows that are shorter than an hour have a folder of their minute in it.
    """
    config = order["job"]["ProcessingOutputConfig"]
    short = not order.get("hours") and _length(order) < HOUR
    words = (
        order.get("endpoint", ""),
        order["schedule"],
        f"{window.due:{'%Y/%m/%d/%H/%M' if short else '%Y/%m/%d/%H'}}",
    )
    folder = "/".join(word for word in words if word)
    placed = [
        {**each, "S3Output": {**each["S3Output"], "S3Uri": f"{each['S3Output']['S3Uri'].rstrip('/')}/{folder}"}}
        for each in config["Outputs"]
    ]
    return {**config, "Outputs": placed}


def _variables(order: Order, window: Window) -> dict[str, str]:
    """Return the variables that the window, the schedule and the data give."""
    start, end = (f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in (window.start, window.end))
    captured = {"sagemakerCaptureJson": {"captureIndexNames": ["endpointInput", "endpointOutput"]}}
    of_endpoint = {
        "dataset_format": json.dumps(captured),
        "sagemaker_endpoint_name": order.get("endpoint", ""),
        "monitoring_input_type": "ENDPOINT_INPUT",
    }
    return {
        "dataset_source": order["local_path"],
        "sagemaker_monitoring_schedule_name": order["schedule"],
        "start_time": start,
        "end_time": end,
        "metric_time": start,
        **({"monitoring_input_type": "BATCH_TRANSFORM_INPUT"} if order.get("transforms") else of_endpoint),
    }
