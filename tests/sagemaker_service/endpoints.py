"""Endpoints that answer: moto knows which there are, this serves their models and captures what they are asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from botocore.exceptions import ClientError
from sagemaker_service.capture import address_of, is_sampled, record_of
from sagemaker_service.cloud import ACCOUNT, Cloud
from sagemaker_service.faults import Fault, passed_on
from sagemaker_service.model import BodyError, LinearModel, unpacked
from sagemaker_service.times import Clock, folder_of


@dataclass(slots=True)
class _Captured:
    """An object of captured records, which grows by each request of its hour."""

    address: str
    lines: list[str] = field(default_factory=list)


class Endpoints:
    """What endpoints are asked."""

    def __init__(self, cloud: Cloud, clock: Clock) -> None:
        self._cloud, self._clock = cloud, clock
        self._counts: dict[str, int] = {}
        self._captured: dict[tuple[str, str, str], _Captured] = {}
        self._lock = Lock()

    def describe(self, given: Mapping) -> dict:
        """DescribeEndpoint: what moto tells, with the state of the capture instead of its settings."""
        try:
            told = self._cloud.client("sagemaker").describe_endpoint(EndpointName=given["EndpointName"])
        except ClientError as error:
            raise passed_on(error) from error
        described = {
            key: value.timestamp() if isinstance(value, datetime) else value
            for key, value in told.items()
            if key != "ResponseMetadata"
        }
        if config := self._config(given["EndpointName"]).get("DataCaptureConfig"):
            described["DataCaptureConfig"] = {
                "EnableCapture": config["EnableCapture"],
                "CaptureStatus": "Started" if config["EnableCapture"] else "Stopped",
                "CurrentSamplingPercentage": config["InitialSamplingPercentage"],
                "DestinationS3Uri": config["DestinationS3Uri"],
                "KmsKeyId": config.get("KmsKeyId", ""),
            }
        return described

    def invoke(self, name: str, body: bytes, headers: Mapping[str, str]) -> tuple[bytes, str, str]:
        """InvokeEndpoint: return the answer, its content type and the variant that gave it. Raises Fault."""
        config = self._config(name)
        variant = config["ProductionVariants"][0]["VariantName"]
        content_type = headers.get("Content-Type", "")
        try:
            content, answered = self._model(config).answer(body, content_type)
        except BodyError as error:
            said = f'Received client error (400) from primary with message "{error}".'
            raise Fault("ModelError", said, 424) from error
        bodies = {"Input": (body, content_type), "Output": (content, answered)}
        with self._lock:
            self._capture(name, config, bodies, headers)
        return content, answered, variant

    def _config(self, name: str) -> Mapping:
        """Return what the endpoint of that *name* was made of. Raises Fault where there is none."""
        client = self._cloud.client("sagemaker")
        try:
            config = client.describe_endpoint(EndpointName=name)["EndpointConfigName"]
            return client.describe_endpoint_config(EndpointConfigName=config)
        except ClientError as error:
            raise Fault("ValidationError", f"Endpoint {name} of account {ACCOUNT} not found.") from error

    def _model(self, config: Mapping) -> LinearModel:
        model = self._cloud.client("sagemaker").describe_model(ModelName=config["ProductionVariants"][0]["ModelName"])
        container = model.get("PrimaryContainer") or model["Containers"][0]
        bucket, _, key = container["ModelDataUrl"].removeprefix("s3://").partition("/")
        return unpacked(self._cloud.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())

    def _capture(self, name: str, made_of: Mapping, bodies: Mapping, headers: Mapping[str, str]) -> None:
        config, variant = made_of.get("DataCaptureConfig") or {}, made_of["ProductionVariants"][0]["VariantName"]
        if not config.get("EnableCapture"):
            return
        number = self._counts[name] = self._counts.get(name, -1) + 1
        if not is_sampled(config, number):
            return
        at = self._clock.now
        place = (name, variant, folder_of(at))
        if place not in self._captured:
            self._captured[place] = _Captured(address_of(config, name, variant, at))
        captured = self._captured[place]
        captured.lines.append(record_of(config, at, bodies, headers))
        bucket, _, key = captured.address.removeprefix("s3://").partition("/")
        self._cloud.client("s3").put_object(Bucket=bucket, Key=key, Body="".join(captured.lines))
