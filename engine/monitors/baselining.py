"""Baselines by one processing job, and what all jobs of a monitor have."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from engine.errors import JobError
from engine.monitors.account import SdkSession, Session
from engine.monitors.executions import BaseliningJob
from engine.monitors.inputs import NetworkConfig
from engine.monitors.monitoring_files import Constraints, Statistics
from engine.monitors.orders import OUTPUT, SCRIPTS, input_at, output_at, uploaded

_INPUT = "/opt/ml/processing/input"
_LONGEST = 3600
"""So many seconds a job may run where nothing is said, as a schedule's of the SDK."""


class Baselining:
    """The part of a monitor that needs no schedule; DefaultModelMonitor says what its arguments are."""

    def __init__(
        self,
        role: str,
        instance_count: int = 1,
        instance_type: str = "ml.m5.xlarge",
        volume_size_in_gb: int = 30,
        volume_kms_key: str | None = None,
        output_kms_key: str | None = None,
        max_runtime_in_seconds: int | None = None,
        base_job_name: str | None = None,
        sagemaker_session: SdkSession | None = None,
        env: Mapping[str, str] | None = None,
        tags: Sequence[Mapping[str, str]] | None = None,
        network_config: NetworkConfig | Mapping[str, Any] | None = None,
        *,
        image_uri: str | None = None,
        delay_minutes: int = 20,
        catch_up: int = 6,
    ) -> None:
        self.role, self.image_uri = role, image_uri
        self.instance_count, self.instance_type = instance_count, instance_type
        self.volume_size_in_gb, self.volume_kms_key = volume_size_in_gb, volume_kms_key
        self.output_kms_key, self.max_runtime_in_seconds = output_kms_key, max_runtime_in_seconds
        self.base_job_name = base_job_name or "baseline-suggestion-job"
        self.sagemaker_session: SdkSession = sagemaker_session or Session()
        self.env, self.tags, self.network_config = env, tags, network_config
        self.delay_minutes, self.catch_up = delay_minutes, catch_up
        self.latest_baselining_job: BaseliningJob | None = None

    def suggest_baseline(
        self,
        baseline_dataset: str,
        dataset_format: Mapping[str, Any],
        record_preprocessor_script: str | None = None,
        post_analytics_processor_script: str | None = None,
        output_s3_uri: str | None = None,
        wait: bool = True,
        logs: bool = True,  # noqa: ARG002 - the SDK's; what the container says is in CloudWatch
        job_name: str | None = None,
    ) -> BaseliningJob:
        """Start the job of a baseline and return it, when it is completed unless *wait* is False.

        Raises JobError where it has failed or was stopped.
        """
        name = job_name or f"{self.base_job_name}-{datetime.now(UTC):%Y-%m-%d-%H-%M-%S-%f}"[:63]
        place = f"s3://{self.sagemaker_session.default_bucket()}/model-monitor/baselining/{name}"
        files = {
            "baseline_dataset_input": baseline_dataset,
            "record_preprocessor_script_input": record_preprocessor_script,
            "post_analytics_processor_script_input": post_analytics_processor_script,
        }
        addresses = {key: uploaded(file, f"{place}/input/{key}", self.sagemaker_session) for key, file in files.items()}
        given = {key: address for key, address in addresses.items() if address}
        variables = {
            key: f"{_INPUT}/{key}_input/{given[f'{key}_input'].rpartition('/')[2]}"
            for key in SCRIPTS
            if f"{key}_input" in given
        }
        request = self.job()
        request["Environment"] = {
            "dataset_format": json.dumps(dataset_format),
            "dataset_source": f"{_INPUT}/baseline_dataset_input",
            "output_path": OUTPUT,
            "publish_cloudwatch_metrics": "Disabled",
            **variables,
            **request["Environment"],
        }
        request["ProcessingInputs"] = [input_at(key, address, f"{_INPUT}/{key}") for key, address in given.items()]
        request["ProcessingOutputConfig"] = output_at(
            output_s3_uri or f"{place}/results", "EndOfJob", self.output_kms_key
        )
        self._client("sagemaker").create_processing_job(ProcessingJobName=name, **request)
        self.latest_baselining_job = BaseliningJob(self.sagemaker_session, name)
        if wait:
            self.latest_baselining_job.wait()
        return self.latest_baselining_job

    @property
    def latest_baselining_job_name(self) -> str | None:
        """The name of the latest job of a baseline, None where this monitor has made none."""
        return self.latest_baselining_job.job_name if self.latest_baselining_job else None

    def baseline_statistics(self, file_name: str = "statistics.json") -> Statistics:
        """Return those of the latest baseline. Raises JobError where this monitor has made none."""
        return self._baseline().baseline_statistics(file_name)

    def suggested_constraints(self, file_name: str = "constraints.json") -> Constraints:
        """Return those of the latest baseline, as `baseline_statistics`."""
        return self._baseline().suggested_constraints(file_name)

    def job(self) -> dict[str, Any]:
        """Return what CreateProcessingJob is given for any job of this monitor, by its attributes.

        Raises JobError where no image is named.
        """
        if not self.image_uri:
            raise JobError(
                "image_uri of the monitor is expected to be the address of the engine's image; it is not set: write "
                "monitor.image_uri = ...",
                code="monitor-without-image",
            )
        key = {"VolumeKmsKeyId": self.volume_kms_key} if self.volume_kms_key else {}
        cluster = {
            "InstanceCount": self.instance_count,
            "InstanceType": self.instance_type,
            "VolumeSizeInGB": self.volume_size_in_gb,
            **key,
        }
        return {
            "RoleArn": self.role,
            "AppSpecification": {"ImageUri": self.image_uri},
            "ProcessingResources": {"ClusterConfig": cluster},
            "StoppingCondition": {"MaxRuntimeInSeconds": self.max_runtime_in_seconds or _LONGEST},
            "Environment": dict(self.env or {}),
            **({"Tags": [dict(tag) for tag in self.tags]} if self.tags else {}),
            **({"NetworkConfig": _network(self.network_config)} if self.network_config else {}),
        }

    def _client(self, service: str) -> Any:
        return self.sagemaker_session.boto_session.client(service)

    def _baseline(self) -> BaseliningJob:
        if self.latest_baselining_job is None:
            raise JobError(
                "this monitor has made no baseline yet: call suggest_baseline", code="monitor-without-baseline"
            )
        return self.latest_baselining_job


def _network(given: NetworkConfig | Mapping[str, Any]) -> dict[str, Any]:
    return given.body() if isinstance(given, NetworkConfig) else dict(given)
