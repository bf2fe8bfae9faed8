"""What the platform makes of the request bodies that the SDKs send: the job that a container is started with.

What it derives for a schedule is in AWS's documentation of the container's contract and in printed job configurations.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath

from sagemaker_service.definition import environment_of, of_job
from sagemaker_service.times import Window

WINDOW = Window(datetime(2024, 3, 18, 13, tzinfo=UTC), datetime(2024, 3, 18, 14, tzinfo=UTC))
"""The window of every schedule here."""


@dataclass(frozen=True)
class Started:
    """A job as the container finds it: its words, its environment, and where its inputs lie.

    `baseline` are the paths of the documents that the platform puts there, `scripts` those of the user's.
    """

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, object]
    inputs: tuple[str, ...]
    baseline: tuple[str, ...] = ()
    scripts: tuple[str, ...] = field(default=())

    def below(self, root: Path) -> "Started":
        """Return the job with *root* in the place of /opt/ml."""

        def moved(value: object) -> object:
            return value.replace("/opt/ml", str(root)) if isinstance(value, str) else value

        return Started(
            self.name,
            self.words,
            {name: moved(value) for name, value in self.environment.items()},
            *(tuple(map(moved, paths)) for paths in (self.inputs, self.baseline, self.scripts)),
        )

    @property
    def configuration(self) -> dict:
        """What the platform writes to processingjobconfig.json, as far as the engine could look at it."""
        return {
            "ProcessingJobArn": f"arn:aws:sagemaker:us-east-1:123456789012:processing-job/{self.name}",
            "ProcessingJobName": self.name,
            "Environment": self.environment,
            "ProcessingInputs": [_input(path) for path in (*self.inputs, *_folders(self.baseline + self.scripts))],
            "ProcessingResources": {"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.xlarge"}},
        }


def started(path: Path) -> Started:
    """Return the job that the request body at *path* leads to."""
    body = json.loads(path.read_text())
    if isinstance(body, dict):
        return _processing_job(body["Arguments"])
    calls = {call["op"]: call["params"] for call in body}
    for operation, start in _STARTS.items():
        if operation in calls:
            return start(calls[operation])
    raise ValueError(f"{path}: none of {', '.join(_STARTS)}")


def _processing_job(given: Mapping) -> Started:
    """Such a job is started as it is described."""
    paths = {each["InputName"]: each["S3Input"]["LocalPath"] for each in given["ProcessingInputs"]}
    environment = given["Environment"]
    scripts = {name: environment[name] for name in ("record_preprocessor_script", "post_analytics_processor_script")
               if name in environment}  # fmt: skip
    return Started(
        given.get("ProcessingJobName", "quality-check"),
        _words(given["AppSpecification"]),
        environment,
        tuple(path for name, path in paths.items() if not name.endswith("_script_input")),
        scripts=tuple(scripts.values()),
    )


def _own_container(given: Mapping) -> Started:
    """What a container of the user's own is started with: the variables of the request, and nothing besides."""
    job = given["MonitoringScheduleConfig"]["MonitoringJobDefinition"]
    inputs = tuple(each["EndpointInput"]["LocalPath"] for each in job["MonitoringInputs"])
    return Started(
        given["MonitoringScheduleName"], _words(job["MonitoringAppSpecification"]), job["Environment"], inputs
    )


def _of_definition(kind: str, given: Mapping) -> Started:
    definition = of_job(kind, given)
    return Started(
        given["JobDefinitionName"],
        _words(definition.application),
        environment_of(definition, "hourly", WINDOW),
        (definition.source["LocalPath"],),
        tuple(document.path for document in definition.documents.values()),
        tuple(script.path for script in definition.scripts.values()),
    )


def _words(application: Mapping) -> tuple[str, ...]:
    """Where the request names another program, the engine is tried without its words."""
    return () if "ContainerEntrypoint" in application else tuple(application.get("ContainerArguments", ()))


def _folders(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(PurePosixPath(path).parent) for path in paths)


def _input(path: str) -> dict:
    return {
        "AppManaged": False,
        "InputName": PurePosixPath(path).name,
        "S3Input": {"LocalPath": path, "S3InputMode": "File", "S3DataDistributionType": "FullyReplicated"},
    }


_STARTS = {
    "CreateProcessingJob": _processing_job,
    "CreateDataQualityJobDefinition": partial(_of_definition, "DataQuality"),
    "CreateModelQualityJobDefinition": partial(_of_definition, "ModelQuality"),
    "CreateMonitoringSchedule": _own_container,
}
"""How each call is answered; a schedule with a job definition of its own comes after that one."""
