"""Runs the image as users do: `docker run`, its exit code, and what it has said."""

import json
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STRICT = ("--network", "none", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL")
"""The least that a container can be given."""

NOBODY_KNOWS = ("--user", "4711:4712")
"""A user and a group without a name in the image."""

CSV = json.dumps({"csv": {"header": True}})
PYTHON = "/opt/model-monitor/bin/python"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a container has ended: its exit code, and what it has said on each stream."""

    code: int
    out: str
    log: str


def mounted(folders: Path, data: Path | None = None) -> tuple[str, ...]:
    """Return the options that mount `out` of *folders*, and its `data` unless the folder *data* is given."""
    return ("-v", f"{data or folders / 'data'}:/data:ro", "-v", f"{folders / 'out'}:/out")


def run(image: str, *words: str, options: tuple[str, ...] = ()) -> Ended:
    """Run a container to its end."""
    done = subprocess.run(["docker", "run", "--rm", *options, image, *words], capture_output=True, text=True)
    return Ended(done.returncode, done.stdout, done.stderr)


@contextmanager
def started(image: str, *words: str, options: tuple[str, ...] = ()) -> Iterator[str]:
    """Give the name of a container that runs meanwhile."""
    name = f"model-monitor-{uuid.uuid4().hex[:8]}"
    subprocess.run(["docker", "run", "-d", "--name", name, *options, image, *words], check=True, capture_output=True)
    try:
        yield name
    finally:
        subprocess.run(["docker", "rm", "-f", name], capture_output=True)


def log(name: str) -> str:
    """Return what the container *name* has said so far on both streams."""
    return subprocess.run(["docker", "logs", name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout


def state(name: str, what: str = "{{.State.Running}}") -> str:
    """Return what the engine knows of the container *name*."""
    return subprocess.run(
        ["docker", "inspect", "-f", what, name], check=True, capture_output=True, text=True
    ).stdout.strip()


def code(name: str, within: float) -> int:
    """Return the exit code of the container *name*; subprocess.TimeoutExpired where it has none *within* seconds."""
    return int(subprocess.run(["docker", "wait", name], capture_output=True, text=True, timeout=within).stdout)


def until(name: str, holds: Callable[[], bool]) -> None:
    """Return when *holds* holds, or the container *name* has ended."""
    while state(name) == "true" and not holds():
        time.sleep(0.05)


def inside(name: str, program: str) -> subprocess.Popen[str]:
    """Start a Python *program* in the container *name*, as its user."""
    words = ["docker", "exec", name, PYTHON, "-u", "-c", program]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def documents(folder: Path) -> set[str]:
    """Return the names of all files in *folder*, hidden ones too."""
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def write_large(path: Path, megabytes: int) -> None:
    """Write a CSV file of ten columns that takes seconds to read."""
    block = "".join(
        f"{n},{n * 7919 % 1000003 / 1009},text {n % 997},{n % 2},{n},{n},{n},{n},{n},{n}\n" for n in range(20_000)
    )
    with open(path, "w") as file:
        file.write("count,share,text,flag,a,b,c,d,e,f\n")
        for _ in range(megabytes * 1_000_000 // len(block) + 1):
            file.write(block)
