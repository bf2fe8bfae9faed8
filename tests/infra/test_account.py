"""The way to a real account, tried on the stand-in: the image is pushed, and a smoke test compares its runs with runs here."""

import runpy

import boto3
import pytest
from infra.resolving import INFRA
from monitors.conftest import Immediate, closed
from object_store import VARIABLES, reached_at
from sagemaker_service.runners import EntryPoint

from engine.monitors import executions

DOCKER = """#!/bin/sh
echo "$@" >>"$0.calls"
case "$1" in login) cat >"$0.password" ;; esac
"""
"""Stands for docker: notes what it is asked."""

ROLE = "arn:aws:iam::123456789012:role/monitor"


@pytest.fixture
def docker(tmp_path):
    """Give a program that stands for docker."""
    program = tmp_path / "docker"
    program.write_text(DOCKER)
    program.chmod(0o755)
    return program


def test_the_image_is_pushed(docker, s3_server, capsys):
    """To a repository that is made where it is not there; the password is in no command."""
    push = runpy.run_path(str(INFRA / "push.py"))["main"]
    keys = {name.lower(): VARIABLES[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    ecr = boto3.client("ecr", region_name="us-east-1", endpoint_url=s3_server.endpoint, **keys)
    with reached_at(s3_server.endpoint, AWS_DEFAULT_REGION="us-east-1"):
        for tag in ("0.1.0", "0.1.1"):
            assert push(["engine:dev", "--tag", tag, "--docker", str(docker)]) == 0
    (made,) = ecr.describe_repositories(repositoryNames=["model-monitor-engine"])["repositories"]
    ecr.delete_repository(repositoryName="model-monitor-engine")
    first, *_ = printed = capsys.readouterr().out.split()
    calls = docker.with_name("docker.calls").read_text().splitlines()
    registry = first.partition("/")[0]

    assert printed == [f"{made['repositoryUri']}:0.1.0", f"{made['repositoryUri']}:0.1.1"]
    assert made["imageTagMutability"] == "IMMUTABLE"
    assert calls[:3] == [
        f"login --username AWS --password-stdin {registry}",
        f"tag engine:dev {first}",
        f"push {first}",
    ]
    assert docker.with_name("docker.password").read_text()


def _smoke(service, bucket, *words):
    smoke = runpy.run_path(str(INFRA / "smoke.py"))["main"]
    return smoke(["--bucket", bucket, "--role", ROLE, "--image", "image:1", *words])


@pytest.mark.slow
def test_the_smoke_test_finds_equal_documents(s3, monkeypatch, capfd):
    """The jobs run the engine, on the very data; nothing of it is left in the bucket."""
    monkeypatch.setattr(executions, "POLL_SECONDS", 0.5)
    with closed(s3, EntryPoint) as service:
        if reason := service.runner.refusal(1):
            pytest.skip(reason)
        assert _smoke(service, s3.bucket) == 0
    printed = capfd.readouterr().out
    assert printed.count("The documents are equal") == 2
    assert "CompletedWithViolations: " in printed
    assert s3.held() == []


@pytest.mark.slow
def test_the_smoke_test_finds_documents_that_differ(s3, monkeypatch, capfd):
    """Where the image is not what runs here."""
    monkeypatch.setattr(executions, "POLL_SECONDS", 0.5)
    with closed(s3, Immediate) as service:
        assert _smoke(service, s3.bucket, "--keep") == 1
    assert "documents differ" in capfd.readouterr().out
    assert s3.held()
