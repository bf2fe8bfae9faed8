"""Pushes the engine's image to ECR: `python infra/push.py model-monitor-engine:dev --tag 0.1.0`.

The account and the region are those of boto3; docker, or what stands for it, is logged in to the registry, and stays so. The
repository is made where it is not there: its tags cannot be moved, and what is pushed is scanned.
"""

import argparse
import base64
import subprocess
from collections.abc import Sequence
from typing import Any

import boto3


def main(words: Sequence[str] | None = None) -> int:
    """Push the image that *words* name, and print its address in the registry. CalledProcessError where docker fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("image", help="the image here, such as model-monitor-engine:dev")
    parser.add_argument("--repository", default="model-monitor-engine", help="its name in the registry")
    parser.add_argument("--tag", required=True, help="its tag in the registry, such as 0.1.0")
    parser.add_argument("--docker", default="docker", help="the program that has the image")
    given = parser.parse_args(words)
    ecr = boto3.client("ecr")
    address = f"{repository_at(ecr, given.repository)}:{given.tag}"
    log_in(ecr, given.docker, address.partition("/")[0])
    subprocess.run([given.docker, "tag", given.image, address], check=True)
    subprocess.run([given.docker, "push", address], check=True)
    print(address)
    return 0


def repository_at(ecr: Any, name: str) -> str:
    """Return the address of the repository, which is made where it is not there."""
    try:
        found = ecr.describe_repositories(repositoryNames=[name])["repositories"][0]
    except ecr.exceptions.RepositoryNotFoundException:
        found = ecr.create_repository(
            repositoryName=name,
            imageTagMutability="IMMUTABLE",
            imageScanningConfiguration={"scanOnPush": True},
        )["repository"]
    return str(found["repositoryUri"])


def log_in(ecr: Any, docker: str, registry: str) -> None:
    """Log docker in to the *registry*; the password goes by its standard input, where no list of processes shows it."""
    token = ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
    user, _, password = base64.b64decode(token).decode().partition(":")
    words = [docker, "login", "--username", user, "--password-stdin", registry]
    subprocess.run(words, input=password, text=True, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    raise SystemExit(main())
