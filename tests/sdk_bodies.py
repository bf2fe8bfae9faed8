"""What the platform makes of the request bodies that the SDKs send: the job that a container is started with.

What it derives for a schedule is in AWS's documentation of the container's contract and in printed job configurations.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

START, END = "2024-03-18T13:00:00Z", "2024-03-18T14:00:00Z"
"""The window of every schedule here."""

_BASELINE = "/opt/ml/processing/baseline"
_CODE = "/opt/ml/processing/code"
_FORMATS = {"Csv": "csv", "Json": "json", "Parquet": "parquet"}


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


def _data_quality(given: Mapping) -> Started:
    application, source = given["DataQualityAppSpecification"], given["DataQualityJobInput"]
    kind, data = next(iter(source.items()))
    scripts = {
        "record_preprocessor_script": _script(application, "RecordPreprocessorSourceUri", "preprocessing"),
        "post_analytics_processor_script": _script(application, "PostAnalyticsProcessorSourceUri", "postprocessing"),
    }
    baseline = _baseline(given.get("DataQualityBaselineConfig", {}))
    environment = {
        **_scheduled(given["DataQualityJobOutputConfig"], data),
        **_INPUTS[kind](data),
        **baseline,
        **{name: path for name, path in scripts.items() if path},
        **application["Environment"],
    }
    return Started(
        given["JobDefinitionName"],
        _words(application),
        environment,
        (data["LocalPath"],),
        tuple(baseline.values()),
        tuple(path for path in scripts.values() if path),
    )


def _model_quality(given: Mapping) -> Started:
    application, data = given["ModelQualityAppSpecification"], given["ModelQualityJobInput"]["EndpointInput"]
    merged = {"sagemakerMergeJson": {"captureIndexNames": ["endpointOutput"], "originalDatasetFormat": None}}
    baseline = _baseline(given["ModelQualityBaselineConfig"])
    environment = {
        **_scheduled(given["ModelQualityJobOutputConfig"], data),
        **_of_endpoint(data),
        "dataset_format": json.dumps(merged),
        "analysis_type": "MODEL_QUALITY",
        "problem_type": application["ProblemType"],
        "inference_attribute": data["InferenceAttribute"],
        **baseline,
        **application["Environment"],
    }
    inputs = (data["LocalPath"],)
    return Started(given["JobDefinitionName"], _words(application), environment, inputs, tuple(baseline.values()))


def _scheduled(output: Mapping, data: Mapping) -> dict[str, str]:
    return {
        "dataset_source": data["LocalPath"],
        "output_path": output["MonitoringOutputs"][0]["S3Output"]["LocalPath"],
        "start_time": START,
        "end_time": END,
        "metric_time": START,
        "sagemaker_monitoring_schedule_name": "hourly",
        **({"exclude_features_attribute": excluded} if (excluded := data.get("ExcludeFeaturesAttribute")) else {}),
    }


def _of_endpoint(data: Mapping) -> dict[str, str]:
    captured = {"sagemakerCaptureJson": {"captureIndexNames": ["endpointInput", "endpointOutput"]}}
    return {
        "dataset_format": json.dumps(captured),
        "sagemaker_endpoint_name": data["EndpointName"],
        "monitoring_input_type": "ENDPOINT_INPUT",
    }


def _of_batch(data: Mapping) -> dict[str, str]:
    ((kind, options),) = data["DatasetFormat"].items()
    written = {_FORMATS[kind]: {name.lower(): value for name, value in options.items()}}
    return {"dataset_format": json.dumps(written), "monitoring_input_type": "BATCH_TRANSFORM_INPUT"}


def _baseline(given: Mapping) -> dict[str, str]:
    places = {"constraints": "ConstraintsResource", "statistics": "StatisticsResource"}
    folders = {"constraints": "constraints", "statistics": "stats"}
    return {
        f"baseline_{name}": f"{_BASELINE}/{folders[name]}/{PurePosixPath(given[place]['S3Uri']).name}"
        for name, place in places.items()
        if place in given
    }


def _script(application: Mapping, place: str, folder: str) -> str | None:
    return f"{_CODE}/{folder}/{PurePosixPath(application[place]).name}" if place in application else None


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


_INPUTS = {"EndpointInput": _of_endpoint, "BatchTransformInput": _of_batch}
_STARTS = {
    "CreateProcessingJob": _processing_job,
    "CreateDataQualityJobDefinition": _data_quality,
    "CreateModelQualityJobDefinition": _model_quality,
    "CreateMonitoringSchedule": _own_container,
}
"""How each call is answered; a schedule with a job definition of its own comes after that one."""
