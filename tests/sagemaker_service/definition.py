"""What the executions of a schedule are to do, whichever of the API's spellings says so."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from sagemaker_service.times import Window

KINDS = ("DataQuality", "ModelQuality")

_BASELINE = "/opt/ml/processing/baseline"
_CODE = "/opt/ml/processing/code"
_FORMATS = {"Csv": "csv", "Json": "json", "Parquet": "parquet"}
_DOCUMENTS = {"statistics": ("StatisticsResource", "stats"), "constraints": ("ConstraintsResource", "constraints")}
_SCRIPTS = {
    "record_preprocessor_script": ("RecordPreprocessorSourceUri", "preprocessing"),
    "post_analytics_processor_script": ("PostAnalyticsProcessorSourceUri", "postprocessing"),
}

_ATTRIBUTES = {
    "inference_attribute": "InferenceAttribute",
    "probability_attribute": "ProbabilityAttribute",
    "probability_threshold_attribute": "ProbabilityThresholdAttribute",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """An object in S3 and the path at which the container finds it."""

    address: str
    path: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition of *kind*: `application` names the image, `source` the input of the kind `input_kind`.

    `output` is the S3Output, `resources` the ClusterConfig, `ground_truth` an address, "" where there is none; the rest is as
    the API has it.
    """

    kind: str
    application: Mapping
    input_kind: str
    source: Mapping
    output: Mapping
    resources: Mapping
    role: str
    environment: Mapping
    baseline: Mapping = field(default_factory=dict)
    stopping: Mapping = field(default_factory=dict)
    ground_truth: str = ""

    @property
    def documents(self) -> dict[str, Placed]:
        """Return the baseline's documents by the end of their variables' names."""
        return {
            name: _placed(self.baseline[key]["S3Uri"], f"{_BASELINE}/{folder}")
            for name, (key, folder) in _DOCUMENTS.items()
            if self.baseline.get(key)
        }

    @property
    def scripts(self) -> dict[str, Placed]:
        """Return the user's scripts by their variables."""
        return {
            name: _placed(self.application[key], f"{_CODE}/{folder}")
            for name, (key, folder) in _SCRIPTS.items()
            if self.application.get(key)
        }


def of_job(kind: str, given: Mapping) -> Definition:
    """Return what the job definition *given* of *kind* says, as Create...JobDefinition takes it."""
    application, inputs = given[f"{kind}AppSpecification"], _given(given[f"{kind}JobInput"])
    input_kind = next(name for name in inputs if name != "GroundTruthS3Input")
    return Definition(
        kind,
        application,
        input_kind,
        inputs[input_kind],
        given[f"{kind}JobOutputConfig"]["MonitoringOutputs"][0]["S3Output"],
        given["JobResources"]["ClusterConfig"],
        given["RoleArn"],
        application.get("Environment") or {},
        given.get(f"{kind}BaselineConfig") or {},
        given.get("StoppingCondition") or {},
        inputs.get("GroundTruthS3Input", {}).get("S3Uri", ""),
    )


def of_schedule(kind: str, given: Mapping) -> Definition:
    """Return what a schedule's own MonitoringJobDefinition says, as for a container of the user's."""
    ((input_kind, source),) = given["MonitoringInputs"][0].items()
    return Definition(
        kind,
        given["MonitoringAppSpecification"],
        input_kind,
        source,
        given["MonitoringOutputConfig"]["MonitoringOutputs"][0]["S3Output"],
        given["MonitoringResources"]["ClusterConfig"],
        given["RoleArn"],
        given.get("Environment") or {},
        given.get("BaselineConfig") or {},
        given.get("StoppingCondition") or {},
    )


def environment_of(definition: Definition, schedule: str, window: Window) -> dict[str, str]:
    """Return the variables of an execution of *schedule* over *window*: what the platform derives, then the user's."""
    source = definition.source
    start, end = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (window.start, window.end))
    excluded = source.get("ExcludeFeaturesAttribute")
    return {
        "dataset_source": source["LocalPath"],
        "output_path": definition.output["LocalPath"],
        "start_time": start,
        "end_time": end,
        "metric_time": start,
        "sagemaker_monitoring_schedule_name": schedule,
        **({"exclude_features_attribute": excluded} if excluded else {}),
        **(_of_endpoint(source) if definition.input_kind == "EndpointInput" else _of_batch(source)),
        **(_of_model(definition) if definition.kind == "ModelQuality" else {}),
        **{f"baseline_{name}": document.path for name, document in definition.documents.items()},
        **{name: script.path for name, script in definition.scripts.items()},
        **definition.environment,
    }


def _of_endpoint(source: Mapping) -> dict[str, str]:
    captured = {"sagemakerCaptureJson": {"captureIndexNames": ["endpointInput", "endpointOutput"]}}
    return {
        "dataset_format": json.dumps(captured),
        "sagemaker_endpoint_name": source["EndpointName"],
        "monitoring_input_type": "ENDPOINT_INPUT",
    }


def _of_batch(source: Mapping) -> dict[str, str]:
    ((kind, options),) = source["DatasetFormat"].items()
    written = {_FORMATS[kind]: {name.lower(): value for name, value in options.items()}}
    return {"dataset_format": json.dumps(written), "monitoring_input_type": "BATCH_TRANSFORM_INPUT"}


def _of_model(definition: Definition) -> dict[str, str]:
    merged = {"sagemakerMergeJson": {"captureIndexNames": ["endpointOutput"], "originalDatasetFormat": None}}
    attributes = {name: definition.source.get(key) for name, key in _ATTRIBUTES.items()}
    return {
        "dataset_format": json.dumps(merged),
        "analysis_type": "MODEL_QUALITY",
        "problem_type": definition.application["ProblemType"],
        **{name: _text(value) for name, value in attributes.items() if value is not None},
    }


def _text(value: object) -> str:
    return f"{value:.6f}" if isinstance(value, float) else str(value)


def _placed(address: str, folder: str) -> Placed:
    return Placed(address, f"{folder}/{PurePosixPath(address).name}")


def _given(inputs: Mapping) -> dict[str, Mapping]:
    return {name: value for name, value in inputs.items() if value}
