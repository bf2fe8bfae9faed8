"""What a host of a processing job finds at /opt/ml: the job's description, the hosts, and its inputs."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from sagemaker_service.transfer import Transfer

PLATFORM = PurePosixPath("/opt/ml")
"""The folder that the platform lays out in a container."""

_DESCRIBED = (
    "ProcessingJobArn",
    "ProcessingJobName",
    "AppSpecification",
    "Environment",
    "ProcessingInputs",
    "ProcessingOutputConfig",
    "ProcessingResources",
    "RoleArn",
    "StoppingCondition",
)


def host_names(job: Mapping) -> tuple[str, ...]:
    """Return the names of the hosts that *job*, as DescribeProcessingJob tells it, asks for."""
    count = job["ProcessingResources"]["ClusterConfig"]["InstanceCount"]
    return tuple(f"algo-{number}" for number in range(1, count + 1))


def place(root: Path, path: str) -> Path:
    """Return where a host whose /opt/ml is *root* has what the job calls *path*."""
    return root / PurePosixPath(path).relative_to(PLATFORM)


def write_configuration(job: Mapping, roots: Mapping[str, Path]) -> None:
    """Write for every host, by its name and root, what the platform writes before a container starts."""
    for name, root in roots.items():
        for folder in ("config", "output"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        described = {key: job[key] for key in _DESCRIBED if key in job}
        (root / "config/processingjobconfig.json").write_text(json.dumps(described))
        hosts = {"current_host": name, "hosts": list(roots)}
        (root / "config/resourceconfig.json").write_text(json.dumps(hosts))
        for output in outputs(job):
            place(root, output["LocalPath"]).mkdir(parents=True, exist_ok=True)


def download_inputs(job: Mapping, roots: Sequence[Path], transfer: Transfer) -> None:
    """Put the inputs of *job* on all hosts, or each object on one of them where they are ShardedByS3Key."""
    for source in (given["S3Input"] for given in job.get("ProcessingInputs", ())):
        keys = transfer.keys(source["S3Uri"])
        sharded = source.get("S3DataDistributionType") == "ShardedByS3Key"
        for number, root in enumerate(roots):
            share = keys[number :: len(roots)] if sharded else keys
            transfer.download(source["S3Uri"], share, place(root, source["LocalPath"]))


def outputs(job: Mapping) -> tuple[Mapping, ...]:
    """Return what is said of each output of *job*: LocalPath, S3Uri and S3UploadMode."""
    return tuple(given["S3Output"] for given in job.get("ProcessingOutputConfig", {}).get("Outputs", ()))
