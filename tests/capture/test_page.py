"""The examples of docs/capture.md run, and do what the page says."""

import asyncio
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from capture.servers import ask, served

import engine
from engine.capture import CaptureConfig

ROOT = Path(engine.__file__).parents[1]
PAGE = (ROOT / "docs" / "capture.md").read_text()
SERVER, PLAIN = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


def records(folder):
    return [json.loads(line) for path in folder.rglob("*.jsonl") for line in path.read_text().splitlines()]


def without_ids(record):
    record["eventMetadata"] = {key: value for key, value in record["eventMetadata"].items() if key == "inferenceId"}
    return record


def test_the_server_of_the_page_captures_what_the_page_shows(tmp_path, monkeypatch):
    """The words of its curl, asked of it; but for the event id and the time."""
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(SERVER, names)
    (line,) = re.findall(r"curl -s localhost:8765(.*)\n", PAGE)
    path, *words = re.findall(r"'([^']*)'|(/\w+)", line)
    headers = dict(word[0].split(": ") for word in words[:2])
    with served(names["app"]) as port:
        answer = ask(port, words[2][0].encode(), path=path[1], **headers)
    names["writer"].close()

    assert answer == (200, b"0.14\n")
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)
    (record,) = records(tmp_path / "captures" / "loans" / "blue")
    assert without_ids(record) == without_ids(json.loads(shown))


def test_the_server_of_the_page_knows_no_lifespan(tmp_path, monkeypatch):
    """It takes one for a request, and of that the middleware takes care."""
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(SERVER, names)
    said = []

    async def live():
        messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

        async def receive():
            return next(messages)

        async def send(message):
            said.append(message["type"])

        await names["app"]({"type": "lifespan"}, receive, send)

    asyncio.run(live())
    names["writer"].close()
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_the_other_example_of_the_page_runs(tmp_path):
    """A process that captures one request, and ends."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", PLAIN], cwd=tmp_path, env=environment, check=True)
    (record,) = records(tmp_path / "captures")
    assert record["captureData"]["endpointOutput"]["data"] == '{"score": 0.14}'
    assert record["eventMetadata"]["inferenceId"] == "order-7"


@pytest.mark.parametrize("name", CaptureConfig.__dataclass_fields__)
def test_the_page_has_every_setting(name):
    """In its table."""
    assert f"\n| `{name}` | " in PAGE


def test_links_of_the_page_lead_somewhere():
    """Every relative link names a file of the repository."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
