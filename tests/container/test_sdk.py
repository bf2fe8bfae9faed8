"""The image as the SDK's user runs it: by the service, on one host and on two, and in the SDK's local mode."""

import shutil
import subprocess

import pytest
from sagemaker_service.notebook import notebook
from sagemaker_service.runners import Containers
from sagemaker_service.server import sagemaker
from sdk.page import LOCAL, SETUP, cells, imports
from sdk.watched import BUCKET, put_data

pytestmark = pytest.mark.slow

SESSIONS = {"v2": "sagemaker.Session(default_bucket=bucket)", "v3": "Session(default_bucket=bucket)"}
HOSTS = pytest.mark.parametrize(("opened", "count"), [("v2", 1), ("v2", 2), ("v3", 2)], indirect=["opened"])
BASELINE = """
monitor = DefaultModelMonitor(role=role, instance_count={count}, sagemaker_session=session)
monitor.image_uri = image
monitor.suggest_baseline(
    baseline_dataset=f"s3://{{bucket}}/training/training-dataset-with-header.csv",
    dataset_format=DatasetFormat.csv(header=True),
    logs=False,
)
"""


@pytest.fixture(scope="module")
def service(image, s3_server):
    """Give the service, which runs the image for whatever address a job names."""
    with sagemaker(s3_server, lambda _endpoint: Containers(image)) as service:
        service.cloud.client("s3").create_bucket(Bucket=BUCKET)
        put_data(service)
        yield service


@pytest.fixture
def opened(request, service, tmp_path):
    """Give a notebook with an SDK that has what the page begins with, and the page's part on local mode."""
    with notebook(f"sdk{request.param[1]}", service, tmp_path) as opened:
        opened.run(imports(request.param))
        opened.run(cells(request.param, SETUP)[0])
        opened.run(f"session = {SESSIONS[request.param]}")
        yield opened, cells(request.param, LOCAL, None)


@HOSTS
def test_hosts_of_the_service(opened, count):
    """The same baseline on one and on two hosts, and the message of one."""
    notebook, _ = opened
    notebook.run(BASELINE.format(count=count))
    told = notebook.value("monitor.latest_baselining_job.describe()['ExitMessage']")

    assert told == "Completed: Job completed successfully with no violations."
    assert notebook.value("monitor.baseline_statistics().body_dict['dataset']['item_count']") == 400
    log = _log(notebook)
    assert ("Spark runs on 2 hosts" in log) == (count == 2), log


def _log(notebook):
    """Return what the hosts of the latest job have said."""
    notebook.run("""
import boto3
client, group = boto3.client("logs"), "/aws/sagemaker/ProcessingJobs"
streams = client.describe_log_streams(
    logGroupName=group, logStreamNamePrefix=monitor.latest_baselining_job.job_name
)["logStreams"]
lines = [
    event["message"]
    for stream in streams
    for event in client.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"])["events"]
]
""")
    return notebook.value("'\\n'.join(lines)")


@HOSTS
def test_local_mode(opened, image, count):
    """The SDK starts the containers itself, by compose, with names of its own for the hosts."""
    if reason := _without_compose():
        pytest.skip(reason)
    notebook, page = opened
    for cell in page:
        notebook.run(
            cell.replace("instance_count=2", f"instance_count={count}").replace("model-monitor-engine:dev", image)
        )

    assert notebook.value("local_monitor.baseline_statistics().body_dict['dataset']['item_count']") == 400


def _without_compose():
    """Return why the SDK cannot start containers by compose here; nothing where it can."""
    plugin = subprocess.run(["docker", "compose", "version"], capture_output=True)
    if plugin.returncode and shutil.which("docker-compose") is None:
        return "there is neither `docker compose` nor docker-compose, by which the SDK's local mode starts containers"
    return None
