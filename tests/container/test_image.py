"""What the image is: its size, its labels, its entry point, its bill of materials."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from container.box import run

from engine.spark.jvm.artifacts import DEEQU_SHA256, DQDL_SHA256

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
BASE = os.environ.get("BASE", "debian:bookworm-slim")
MOST_ABOVE_BASE = 850_000_000


def inspected(name):
    return json.loads(subprocess.run(["docker", "image", "inspect", name], check=True, capture_output=True).stdout)[0]


def test_it_is_small(image):
    """Spark, Java, Arrow, numba and all else take less than 850 MB above Debian."""
    assert inspected(image)["Size"] - inspected(BASE)["Size"] < MOST_ABOVE_BASE


def test_it_says_what_it_is(image):
    """The labels of the Open Container Initiative name title, licence, version and revision."""
    labels = inspected(image)["Config"]["Labels"]
    named = {name.removeprefix("org.opencontainers.image.") for name in labels}
    assert {"title", "description", "licenses", "version", "revision"} <= named
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", labels["org.opencontainers.image.version"])


def test_python_is_the_first_process(image):
    """The entry point is a list of words, so no shell stands between a signal and the engine."""
    assert inspected(image)["Config"]["Entrypoint"] == ["/opt/model-monitor/bin/python", "-m", "engine"]


def test_the_build_leaves_no_addresses(image):
    """Where the packages came from is no part of the image."""
    told = subprocess.run(["docker", "history", "--no-trunc", image], check=True, capture_output=True, text=True).stdout
    assert not re.findall(r"PIP_\w+|https?://", "\n".join(line for line in told.splitlines() if "Imported" not in line))


def test_nothing_is_taken_at_its_latest():
    """Every base has a name of its own, and every package a hash."""
    text = (ROOT / "Dockerfile").read_text()
    assert "latest" not in text
    assert len(re.findall(r"pip (?:install|download) --require-hashes", text)) == len(re.findall(r" -r /src", text))


def test_without_anything_to_do(image):
    """It says how to be told what to do."""
    ended = run(image)
    assert ended.code == 255
    assert "There is nothing to do. Say what, in one of these ways:" in ended.log


def test_the_bill_of_materials(image):
    """It lists every jar and every package of Python's, each with its SHA-256."""
    read = run(image, "/opt/model-monitor/share/sbom.cdx.json", options=("--entrypoint", "cat"))
    bill = json.loads(read.out)
    sums = {part["name"]: part["hashes"] for part in bill["components"]}
    found = run(
        image,
        "-c",
        "find /opt -name '*.jar' ! -name jrt-fs.jar | wc -l; ls -d /opt/model-monitor/lib/python3.11/site-packages/*.dist-info | wc -l",
        options=("--entrypoint", "sh"),
    )

    assert sums["deequ"] == [{"alg": "SHA-256", "content": DEEQU_SHA256}]
    assert sums["dqdl"] == [{"alg": "SHA-256", "content": DQDL_SHA256}]
    assert all(re.fullmatch("[0-9a-f]{64}", each["content"]) for parts in sums.values() for each in parts)
    assert len(bill["components"]) == sum(map(int, found.out.split())) + len(["Java"])
    assert {"pyspark", "pyarrow", "numba", "openjdk", "model-monitor-engine"} <= set(sums)
