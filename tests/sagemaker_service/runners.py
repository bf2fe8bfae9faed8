"""What runs the containers of a job: the engine's entry point at an /opt/ml of its own, or a container engine."""

import os
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from container.rig import docker
from object_store import VARIABLES
from sagemaker_service.cloud import REGION

ROOT = Path(__file__).parents[2]

PRIVATE = """
held=$1 ml=$2
shift 2
mount --rbind /opt "$held"
mount -t tmpfs tmpfs /opt
for each in "$held"/*; do
  [ -d "$each" ] || continue
  mkdir "/opt/${each##*/}"
  mount --rbind "$each" "/opt/${each##*/}"
done
mkdir -p /opt/ml
mount --bind "$ml" /opt/ml
exec "$@"
"""
"""Runs a program that finds at /opt/ml a folder of ours, and all else where it is: nobody else sees this /opt."""


@dataclass(frozen=True, slots=True)
class Start:
    """What is to be started: the image, its words where the job has others, variables, and each host's /opt/ml."""

    image: str
    entrypoint: Sequence[str]
    words: Sequence[str]
    variables: Mapping[str, str]
    roots: Mapping[str, Path]


class Running(Protocol):
    """The containers of one job."""

    def codes(self) -> tuple[int, ...] | None:
        """Return the exit codes, None while one of them runs."""

    def stop(self, signum: int) -> None:
        """Send *signum* to the first process of all."""

    def logs(self) -> Mapping[str, str]:
        """Return what each host has said."""

    def remove(self) -> None:
        """Leave nothing behind."""


class Runner(Protocol):
    """A way to run jobs."""

    def refusal(self, count: int) -> str | None:
        """Return why a job of *count* hosts cannot be run here; None where it can."""

    def start(self, start: Start) -> Running:
        """Start the containers of a job."""


class EntryPoint:
    """Runs `python -m engine` of this checkout, whatever image is named, on one host."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    def refusal(self, count: int) -> str | None:
        if count > 1:
            return "several hosts need containers, and this stand-in runs the entry point alone"
        if not shutil.which("unshare"):
            return "no /opt/ml of one's own can be had here: this system has no unshare"
        asked = subprocess.run(["unshare", "-rm", "true"], capture_output=True, text=True)
        return f"no /opt/ml of one's own can be had here: {asked.stderr.strip()}" if asked.returncode else None

    def start(self, start: Start) -> "Running":
        ((name, root),) = start.roots.items()
        held, log = root.parent / "opt", root.parent / "log"
        held.mkdir()
        private = ("unshare", "-rm", "sh", "-ec", PRIVATE, "sh", str(held), str(root))
        program = start.entrypoint or (sys.executable, "-m", "engine")
        with open(log, "w") as said:
            process = subprocess.Popen(
                [*private, *program, *start.words],
                cwd=root.parent,
                env=self._environment(start),
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return _Process(name, process, log)

    def _environment(self, start: Start) -> dict[str, str]:
        """Return this machine's variables, the job's, and how the service is reached; nothing of AWS or pytest besides."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "PYTEST_"))}
        reach = {**VARIABLES, "AWS_ENDPOINT_URL": self._endpoint, "AWS_REGION": REGION, "PYTHONPATH": str(ROOT)}
        return {**kept, **start.variables, **reach}


@dataclass
class _Process:
    name: str
    process: subprocess.Popen
    log: Path

    def codes(self) -> tuple[int, ...] | None:
        code = self.process.poll()
        return None if code is None else (code,)

    def stop(self, signum: int) -> None:
        self.process.send_signal(signum)

    def logs(self) -> Mapping[str, str]:
        return {self.name: self.log.read_text(errors="replace")}

    def remove(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Containers:
    """Runs the image *image*, whatever image is named, on as many hosts as a job asks for."""

    def __init__(self, image: str) -> None:
        self._image = image

    def refusal(self, count: int) -> str | None:
        return None

    def start(self, start: Start) -> "Running":
        network = f"job-{uuid.uuid4().hex[:8]}"
        docker("network", "create", network)
        names = {name: f"{network}-{name}" for name in start.roots}
        variables = [word for pair in start.variables.items() for word in ("-e", "=".join(pair))]
        entrypoint = ("--entrypoint", start.entrypoint[0]) if start.entrypoint else ()
        words = (*start.entrypoint[1:], *start.words)
        for name, root in start.roots.items():
            addressed = ("--name", names[name], "--hostname", name, "--network", network, "--network-alias", name)
            given = (*variables, *entrypoint, "-v", f"{root}:/opt/ml")
            docker("run", "-d", *addressed, *given, self._image, *words)
        return _Containers(network, names)


@dataclass
class _Containers:
    network: str
    names: Mapping[str, str]

    def codes(self) -> tuple[int, ...] | None:
        asked = docker("inspect", "-f", "{{.State.Running}} {{.State.ExitCode}}", *self.names.values()).split("\n")
        states = [line.split() for line in asked if line]
        return None if any(running == "true" for running, _ in states) else tuple(int(code) for _, code in states)

    def stop(self, signum: int) -> None:
        docker("kill", "-s", str(signum), *self.names.values(), check=False)

    def logs(self) -> Mapping[str, str]:
        return {name: docker("logs", container) for name, container in self.names.items()}

    def remove(self) -> None:
        docker("rm", "-f", *self.names.values(), check=False)
        docker("network", "rm", self.network, check=False)
