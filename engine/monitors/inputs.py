"""What a monitor looks at, and where its reports go: the SDK's classes, by their names."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class DatasetFormat:
    """The format of a baseline's dataset, as the container's variable has it."""

    @staticmethod
    def csv(header: bool = True, output_columns_position: str = "START") -> dict[str, Any]:
        """Return that of CSV; *output_columns_position* says where the columns are that the model answers: START or END."""
        return {"csv": {"header": header, "output_columns_position": output_columns_position}}

    @staticmethod
    def json(lines: bool = True) -> dict[str, Any]:
        """Return that of JSON, one record a line or one document."""
        return {"json": {"lines": lines}}

    @staticmethod
    def sagemaker_capture_json() -> dict[str, Any]:
        """Return that of captured traffic."""
        return {"sagemakerCaptureJson": {"captureIndexNames": ["endpointInput", "endpointOutput"]}}


class MonitoringDatasetFormat:
    """The format of what batch transforms read and write."""

    @staticmethod
    def csv(header: bool = True) -> dict[str, Any]:
        """Return that of CSV."""
        return {"csv": {"header": header}}

    @staticmethod
    def json(line: bool = True) -> dict[str, Any]:
        """Return that of JSON."""
        return {"json": {"line": line}}

    @staticmethod
    def parquet() -> dict[str, Any]:
        """Return that of Parquet."""
        return {"parquet": {}}


@dataclass(frozen=True, slots=True)
class EndpointInput:
    """The captures of an endpoint; offsets, such as -PT1H, are from the time at which a window is due.

    `captured_data_s3_uri` is where captures of a server outside of SageMaker are (docs/capture.md), by endpoint, variant
    and hour; None asks the endpoint.
    """

    endpoint_name: str
    destination: str = "/opt/ml/processing/input/endpoint"
    start_time_offset: str | None = None
    end_time_offset: str | None = None
    exclude_features_attribute: str | None = None
    captured_data_s3_uri: str | None = None

    def order(self) -> dict[str, Any]:
        """Return what an order says of it."""
        return {
            "endpoint": self.endpoint_name,
            "captured": self.captured_data_s3_uri or "",
            "local_path": self.destination,
        }

    def variables(self) -> dict[str, str]:
        """Return the container's variables that it gives."""
        return _excluded(self.exclude_features_attribute)


@dataclass(frozen=True, slots=True)
class BatchTransformInput:
    """The captured manifests of batch transforms; `dataset_format` is one of MonitoringDatasetFormat's."""

    data_captured_destination_s3_uri: str
    destination: str
    dataset_format: Mapping[str, Any]
    start_time_offset: str | None = None
    end_time_offset: str | None = None
    exclude_features_attribute: str | None = None

    def order(self) -> dict[str, Any]:
        """Return what an order says of it."""
        return {"transforms": self.data_captured_destination_s3_uri, "local_path": self.destination}

    def variables(self) -> dict[str, str]:
        """Return the container's variables that it gives."""
        return {"dataset_format": json.dumps(self.dataset_format), **_excluded(self.exclude_features_attribute)}


@dataclass(frozen=True, slots=True)
class MonitoringOutput:
    """Where the container writes its reports (`source`), and where they are in S3 (`destination`)."""

    source: str
    destination: str
    s3_upload_mode: str = "Continuous"


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """The network of a job's hosts."""

    enable_network_isolation: bool = False
    security_group_ids: Sequence[str] = field(default=())
    subnets: Sequence[str] = field(default=())
    encrypt_inter_container_traffic: bool | None = None

    def body(self) -> dict[str, Any]:
        """Return it as CreateProcessingJob takes it."""
        encrypted = self.encrypt_inter_container_traffic
        vpc = {"SecurityGroupIds": list(self.security_group_ids), "Subnets": list(self.subnets)}
        return {
            "EnableNetworkIsolation": self.enable_network_isolation,
            **({} if encrypted is None else {"EnableInterContainerTrafficEncryption": encrypted}),
            **({"VpcConfig": vpc} if self.subnets else {}),
        }


def _excluded(names: str | None) -> dict[str, str]:
    return {"exclude_features_attribute": names} if names else {}
