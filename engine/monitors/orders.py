"""What a schedule's function is told to do, put together from a monitor's arguments (engine.monitors.windows reads it)."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from engine.errors import JobError
from engine.monitors.account import SdkSession
from engine.monitors.cron import hours_of, offsets_of
from engine.monitors.inputs import BatchTransformInput, EndpointInput
from engine.monitors.monitoring_files import MonitoringFile
from engine.wording import quoted

Order = dict[str, Any]

OUTPUT = "/opt/ml/processing/output"

_BASELINE = "/opt/ml/processing/baseline"
_OF_SOURCES = ("dataset_format", "exclude_features_attribute")
"""The variables that a source gives, or leaves to the window's own."""

_FOLDERS = {
    "baseline_statistics": f"{_BASELINE}/stats",
    "baseline_constraints": f"{_BASELINE}/constraints",
    "record_preprocessor_script": "/opt/ml/processing/code/preprocessing",
    "post_analytics_processor_script": "/opt/ml/processing/code/postprocessing",
}
"""Where the container finds what these variables name."""

SCRIPTS = ("record_preprocessor_script", "post_analytics_processor_script")
"""The variables that name the user's scripts."""


def source_of(
    endpoint: str | EndpointInput | None, transforms: BatchTransformInput | None
) -> EndpointInput | BatchTransformInput:
    """Return what is looked at. Raises JobError unless it is one of the two."""
    if (endpoint is None) == (transforms is None):
        raise JobError(
            "a schedule is expected to be given endpoint_input or batch_transform_input, and not both",
            code="monitor-input-unclear",
        )
    if transforms is not None:
        return transforms
    return EndpointInput(endpoint) if isinstance(endpoint, str) else endpoint  # type: ignore[return-value]


def refuse_without_capture(source: EndpointInput | BatchTransformInput, session: SdkSession) -> None:
    """Raise JobError where *source* is an endpoint that captures nothing, and no other place is named."""
    if not isinstance(source, EndpointInput) or source.captured_data_s3_uri:
        return
    client = session.boto_session.client("sagemaker")
    described = client.describe_endpoint(EndpointName=source.endpoint_name)
    if not described.get("DataCaptureConfig", {}).get("EnableCapture"):
        raise JobError(
            f"data capture is not enabled for the endpoint {quoted(source.endpoint_name)}: deploy it with a DataCaptureConfig, "
            f"or name captured_data_s3_uri in EndpointInput",
            code="endpoint-without-capture",
        )


def with_source(order: Order, source: EndpointInput | BatchTransformInput, start: str | None, end: str | None) -> Order:
    """Return *order* for the data of *source*, and of offsets where they are given, else those of the source.

    What a former source has said of its data is not said of these.
    """
    others = {
        key: value for key, value in order.items() if key not in ("endpoint", "captured", "transforms", "offsets")
    }
    offsets = offsets_of(start or source.start_time_offset, end or source.end_time_offset)
    job = order["job"]
    variables = {key: value for key, value in job.get("Environment", {}).items() if key not in _OF_SOURCES}
    return _with_variables(
        {**others, **source.order(), **offsets, "job": {**job, "Environment": variables}}, source.variables()
    )


def with_expression(order: Order, expression: str) -> Order:
    """Return *order* for windows that end when *expression* is due."""
    others = {key: value for key, value in order.items() if key != "minutes"}
    return {**others, "hours": hours_of(expression)}


def with_files(order: Order, addresses: Mapping[str, str]) -> Order:
    """Return *order* with files at *addresses* in S3, by the variables that name them in the container."""
    inputs = {each["InputName"]: each for each in order["job"].get("ProcessingInputs", ())}
    inputs |= {name: input_at(name, address, _FOLDERS[name]) for name, address in addresses.items()}
    job = {**order["job"], "ProcessingInputs": list(inputs.values())}
    placed = {name: f"{_FOLDERS[name]}/{PurePosixPath(address).name}" for name, address in addresses.items()}
    return _with_variables({**order, "job": job}, placed)


def with_output(order: Order, address: str, key: str | None) -> Order:
    """Return *order* whose reports are below *address*, encrypted by the KMS key *key* where one is given."""
    config = output_at(address, "Continuous", key)
    return _with_variables(
        {**order, "job": {**order["job"], "ProcessingOutputConfig": config}}, {"output_path": OUTPUT}
    )


def with_metrics(order: Order, enabled: bool) -> Order:
    """Return *order* whose jobs publish metrics or not.

    The platform forwards the file of no job but Model Monitor's own, so these call CloudWatch themselves, or print what it
    makes metrics of where they have no network.
    """
    isolated = order["job"].get("NetworkConfig", {}).get("EnableNetworkIsolation", False)
    ways = {"put_metrics": enabled and not isolated, "emf": enabled and isolated}
    said = {way: "Enabled" if chosen else "Disabled" for way, chosen in ways.items()}
    return _with_variables(order, {"publish_cloudwatch_metrics": "Disabled", **said})


def input_at(name: str, address: str, path: str) -> dict[str, Any]:
    """Return an input of CreateProcessingJob, from *address* to the container's *path*."""
    source = {
        "S3Uri": address,
        "LocalPath": path,
        "S3DataType": "S3Prefix",
        "S3InputMode": "File",
        "S3DataDistributionType": "FullyReplicated",
        "S3CompressionType": "None",
    }
    return {"InputName": name, "AppManaged": False, "S3Input": source}


def output_at(address: str, mode: str, key: str | None) -> dict[str, Any]:
    """Return the outputs of CreateProcessingJob: one, at *address*."""
    target = {"S3Uri": address, "LocalPath": OUTPUT, "S3UploadMode": mode}
    outputs = [{"OutputName": "monitoring_output", "AppManaged": False, "S3Output": target}]
    return {"Outputs": outputs, **({"KmsKeyId": key} if key else {})}


def uploaded(file: MonitoringFile | str | None, target: str, session: SdkSession) -> str | None:
    """Return where a document or a script is in S3: a document that is nowhere yet and a file of this machine's go to *target*."""
    if isinstance(file, MonitoringFile):
        return file.file_s3_uri or file.save(f"{target}/{type(file).__name__.lower()}.json", session)
    if file is None or file.startswith("s3://"):
        return file
    path = Path(file)
    bucket, _, key = f"{target}/{path.name}".removeprefix("s3://").partition("/")
    session.boto_session.client("s3").put_object(Bucket=bucket, Key=key, Body=path.read_bytes())
    return f"{target}/{path.name}"


def _with_variables(order: Order, variables: Mapping[str, str]) -> Order:
    job = order["job"]
    return {**order, "job": {**job, "Environment": {**job.get("Environment", {}), **variables}}}
