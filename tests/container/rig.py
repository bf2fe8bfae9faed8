"""Several containers on one network, each with the folders that the platform gives to the host of a processing job."""

import json
import os
import random
import subprocess
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TWO, THREE = ("algo-1", "algo-2"), ("algo-1", "algo-2", "algo-3")
HEADER = "number,count,text\n"

LOCAL = "/opt/ml/processing/input/data"
ENVIRONMENT = {
    "dataset_source": LOCAL,
    "dataset_format": '{"csv": {"header": true}}',
    "output_path": "/opt/ml/processing/output",
}
MOUNTED_ENGINE = os.environ.get("MODEL_MONITOR_MOUNTED_ENGINE")
"""A folder with the engine's source, to try it in an older image: it is laid over the installed one."""

SITE = "/opt/model-monitor/lib/python3.11/site-packages/engine"


def docker(*words: str, check: bool = True) -> str:
    """Run docker and return what it prints."""
    done = subprocess.run(["docker", *words], capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise RuntimeError(f"docker {words[0]}: {done.stderr}")
    return done.stdout + (done.stderr if words[0] == "logs" else "")


@dataclass
class Hosts:
    """The hosts of one job, `names` in the platform's order, with their files below `folder`.

    `shared` is a folder of data that all of them see.
    """

    image: str
    folder: Path
    names: tuple[str, ...]
    distribution: str = "FullyReplicated"
    environment: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    shared: Path | None = None
    network: str = field(default_factory=lambda: f"hosts-{uuid.uuid4().hex[:8]}")

    def __enter__(self) -> "Hosts":
        docker("network", "create", self.network)
        return self

    def __exit__(self, *_: object) -> None:
        docker("rm", "-f", *(self.container(name) for name in self.names), check=False)
        docker("network", "rm", self.network, check=False)

    def container(self, name: str) -> str:
        return f"{self.network}-{name}"

    def root(self, name: str) -> Path:
        """Return what the host sees as /opt/ml."""
        return self.folder / name

    def data(self, name: str) -> Path:
        """Return the folder of the host's own data."""
        place = self.root(name) / "processing" / "input" / "data"
        place.mkdir(parents=True, exist_ok=True)
        return place

    def start(self, name: str) -> None:
        """Start one host."""
        root = self.root(name)
        for place in ("config", "output", "processing/output"):
            (root / place).mkdir(parents=True, exist_ok=True)
        self.data(name)
        resources = {"current_host": name, "hosts": list(self.names)}
        (root / "config" / "resourceconfig.json").write_text(json.dumps(resources))
        (root / "config" / "processingjobconfig.json").write_text(json.dumps(self._job()))
        mounted = ("-v", f"{MOUNTED_ENGINE}:{SITE}:ro") if MOUNTED_ENGINE else ()
        addressed = ("--name", self.container(name), "--hostname", name, "--network", self.network)
        data = ("-v", f"{self.shared}:{LOCAL}:ro") if self.shared else ()
        given = (*self.options, *mounted, "-v", f"{root}:/opt/ml", *data)
        docker("run", "-d", *addressed, "--network-alias", name, *given, self.image)

    def start_all(self) -> None:
        for name in self.names:
            self.start(name)

    def run(self) -> tuple[int, ...]:
        """Start all hosts and return their exit codes."""
        self.start_all()
        return tuple(self.wait(name) for name in self.names)

    def wait(self, name: str) -> int:
        """Return the exit code of a host when it has ended."""
        return int(docker("wait", self.container(name)))

    def log(self, name: str) -> str:
        return docker("logs", self.container(name))

    def until(self, name: str, words: str) -> None:
        """Return when the host's log holds *words*, or the host has ended."""
        self.eventually(lambda: words in self.log(name) or not self.lives(name))
        assert words in self.log(name), self.logs()

    def eventually(self, holds: Callable[[], object], seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, self.logs()
            time.sleep(0.1)

    def lives(self, name: str) -> bool:
        return docker("inspect", "-f", "{{.State.Running}}", self.container(name)).strip() == "true"

    def logs(self) -> str:
        """Return the logs of all hosts, for the word of a test that fails."""
        return "\n".join(f"--- {name}\n{docker('logs', self.container(name), check=False)}" for name in self.names)

    def inside(self, name: str, *words: str) -> str:
        """Run a command in the container of a host and return what it prints."""
        return docker("exec", self.container(name), *words)

    def processes(self, name: str) -> list[tuple[int, str]]:
        """Return the numbers, as this machine counts them, and the command lines of a host's processes."""
        lines = docker("top", self.container(name), "-eo", "pid,args", check=False).splitlines()[1:]
        return [(int(line.split(None, 1)[0]), line.split(None, 1)[1]) for line in lines]

    def message(self, name: str) -> str | None:
        place = self.root(name) / "output" / "message"
        return place.read_text() if place.exists() else None

    def documents(self, name: str) -> dict[str, bytes]:
        """Return the documents in the output folder of a host, by their names."""
        places = sorted((self.root(name) / "processing" / "output").iterdir())
        return {place.name: place.read_bytes() for place in places}

    def _job(self) -> dict[str, object]:
        source = {"LocalPath": LOCAL, "S3DataDistributionType": self.distribution, "S3InputMode": "File"}
        return {
            "ProcessingJobArn": f"arn:aws:sagemaker:eu-west-1:123456789012:processing-job/{self.network}",
            "ProcessingJobName": self.network,
            "Environment": {**ENVIRONMENT, **self.environment},
            "ProcessingInputs": [{"InputName": "data", "S3Input": source}],
        }


def rows(count: int, seed: int = 1) -> str:
    """Return so many records of a number, a small count and a text."""
    chance = random.Random(seed)
    return "".join(
        f"{chance.gauss(0, 9):.6f},{chance.randrange(99)},t{chance.randrange(10**6)}\n" for _ in range(count)
    )


def kill(hosts: Hosts, name: str, words: str) -> None:
    """Kill the processes of the host whose command line holds *words*, as soon as there are any."""
    hosts.eventually(lambda: hosts.inside(name, "python", "-c", KILL, words).strip())


KILL = """
import os, pathlib, sys
for place in pathlib.Path("/proc").glob("[0-9]*"):
    number, line = int(place.name), (place / "cmdline").read_bytes().replace(b"\\0", b" ").decode()
    if sys.argv[1] in line and number != os.getpid():
        print(number, line[:20])
        os.kill(number, 9)
"""
