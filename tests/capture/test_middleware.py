"""What passes a real server is captured as it is, and what is captured changes nothing of what passes."""

import base64
import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import IncompleteRead
from pathlib import Path

import pytest
from capture.servers import ask, scores, served
from captures import read_captures

import engine
from engine.capture import CaptureConfig, CaptureMiddleware, CaptureWriter

ROOT = Path(engine.__file__).parents[1]
PATHS = ("/invocations", "/refuses", "/creates", "/picture", "/streams", "/unread", "/fails", "/breaks-off")


@pytest.fixture
def serve(tmp_path):
    """Give a function that serves the application with a capture of that config, and returns what was captured."""

    def serve(asking, *, app=scores, paths=PATHS, **config):
        writer = CaptureWriter(tmp_path, "loans", flush_seconds=3600, config=CaptureConfig(**config))
        with served(CaptureMiddleware(app, writer, paths=paths)) as port:
            answers = asking(port)
        dropped = writer.counts.dropped
        writer.close()
        lines = [line for path in tmp_path.rglob("*.jsonl") for line in path.read_text().splitlines()]
        return answers, [json.loads(line) for line in lines], dropped

    return serve


def sides(record):
    return [
        (side["data"], side["encoding"], side.get("observedContentType")) for side in record["captureData"].values()
    ]


def test_a_request_and_its_answer_are_captured(serve):
    """With the content types, and the two headers that SageMaker knows."""
    answer, (record,), dropped = serve(
        lambda port: ask(
            port,
            b"1,2\n3,4\n",
            Content_Type="text/csv",
            X_Amzn_SageMaker_Inference_Id="order-7",
            X_Amzn_SageMaker_Custom_Attributes="trace=1",
        )
    )
    assert answer == (200, b"1\n1\n")
    assert sides(record) == [("1,2\n3,4\n", "CSV", "text/csv"), ("1\n1\n", "CSV", "text/csv")]
    assert record["eventMetadata"]["inferenceId"] == "order-7"
    assert record["eventMetadata"]["customAttributes"] == ["trace=1"]
    assert dropped == {}


def test_json_and_binary_bodies_are_captured(serve):
    """JSON as text, pictures as base64."""

    def asking(port):
        ask(port, b'{"a": 1}', Content_Type="application/json; charset=utf-8")
        return ask(port, b"\xff\x00", path="/picture", Content_Type="application/octet-stream")

    answer, (first, second), _ = serve(asking)
    assert answer == (200, b"\x89PNG\xff")
    assert sides(first) == [
        ('{"a": 1}', "JSON", "application/json; charset=utf-8"),
        ('{"score": 8}', "JSON", "application/json"),
    ]
    assert [encoding for _, encoding, _ in sides(second)] == ["BASE64", "BASE64"]
    assert [base64.b64decode(data) for data, _, _ in sides(second)] == [b"\xff\x00", b"\x89PNG\xff"]


def test_bodies_in_parts_are_captured_whole(serve):
    """A request in chunks, an answer as a stream."""
    answer, (record,), _ = serve(
        lambda port: ask(port, (b"%d,1\n" % i for i in range(1000)), path="/streams", Content_Type="text/csv")
    )
    assert answer == (200, b"".join(b"%d\n" % i for i in range(100)))
    given, answered = sides(record)
    assert given[0] == "".join(f"{i},1\n" for i in range(1000))
    assert answered[0] == "".join(f"{i}\n" for i in range(100))


def test_answers_of_success_are_captured_alone(serve):
    """201 is one, 400 is none, and an application that fails gives none; nothing of that is a loss."""

    def asking(port):
        return [ask(port, b"1", path=path, Content_Type="text/csv")[0] for path in ("/creates", "/refuses")]

    answers, captured, dropped = serve(asking)
    assert answers == [201, 400]
    assert [sides(record)[1][0] for record in captured] == ["1"]
    assert dropped == {}


def test_what_is_not_whole_is_not_captured(serve):
    """A request that nobody has read to its end, an application that fails, an answer that breaks off: counted."""

    def asking(port):
        ask(port, b"1", path="/unread", Content_Type="text/csv")
        ask(port, b"1", path="/fails", Content_Type="text/csv")
        with pytest.raises(IncompleteRead):
            ask(port, b"1", path="/breaks-off", Content_Type="text/csv")

    _, captured, dropped = serve(asking)
    assert captured == []
    assert sum(dropped.values()) == 3


def test_compressed_bodies_are_not_captured(serve):
    """The reason names what to do."""
    _, captured, dropped = serve(lambda port: ask(port, b"1", Content_Type="text/csv", Content_Encoding="gzip"))
    assert captured == []
    (reason,) = dropped
    assert "inside of what compresses" in reason


def test_what_is_done_to_an_answer_outside_is_not_captured(tmp_path):
    """Middlewares around make other messages of those that pass, as those do that compress: in place."""
    writer = CaptureWriter(tmp_path, "loans", flush_seconds=3600)
    inner = CaptureMiddleware(scores, writer)

    async def shouting(scope, receive, send):
        async def send_shouted(message):
            if message["type"] == "http.response.start":
                message["headers"].append((b"content-encoding", b"shouted"))
            else:
                message["body"] = message.get("body", b"").replace(b"1", b"ONE")
            await send(message)

        await inner(scope, receive, send_shouted if scope["type"] == "http" else send)

    with served(shouting) as port:
        assert ask(port, b"1,2", Content_Type="text/csv") == (200, b"ONE\n")
    writer.close()
    assert read_captures(tmp_path).rows == [("1", "1", "2")]


def test_large_bodies_pass_and_are_not_captured(serve):
    """Neither side may be larger than is set; the answer is the same."""

    def asking(port):
        return [
            ask(port, b"1," * 600, Content_Type="text/csv"),
            ask(port, b"1\n" * 400, Content_Type="text/csv"),
            ask(port, b"1\n" * 600, Content_Type="text/csv"),
        ]

    answers, captured, dropped = serve(asking, payload_bytes=1000)
    assert answers == [(200, b"600\n"), (200, b"0\n" * 400), (200, b"0\n" * 600)]
    assert len(captured) == 1
    assert list(dropped.values()) == [2]


def test_other_paths_and_methods_pass(serve):
    """A health check is no inference."""

    def asking(port):
        ask(port, b"1", path="/other", Content_Type="text/csv")
        return ask(port, None, method="GET")

    answer, captured, dropped = serve(asking, paths=["/invocations"])
    assert answer == (200, b"")
    assert (captured, dropped) == ([], {})


def test_a_side_may_be_left_out(serve):
    """Output alone: the input is not kept, however large it is."""
    _, (record,), _ = serve(
        lambda port: ask(port, b"1," * 6000, Content_Type="text/csv"), capture_options=("Output",), payload_bytes=100
    )
    assert list(record["captureData"]) == ["endpointOutput"]


def test_no_request_fails_while_no_memory_is_left(tmp_path):
    """Requests of many clients at once are answered; what is kept of them stays within the bound."""
    writer = CaptureWriter(tmp_path, "loans", flush_seconds=3600, queue_bytes=20_000)
    body = b"1,2\n" * 1000
    with served(CaptureMiddleware(scores, writer)) as port, ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda _: ask(port, body, Content_Type="text/csv"), range(40)))
        waiting, dropped = writer.counts.waiting, writer.counts.dropped
    assert answers == [(200, b"1\n" * 1000)] * 40
    assert 1 <= waiting <= 3
    assert waiting + sum(dropped.values()) == 40
    writer.close()


def test_the_engine_reads_what_a_server_has_captured(serve, tmp_path):
    """As many rows as requests, each with its answer."""

    def asking(port):
        with ThreadPoolExecutor(4) as clients:
            list(clients.map(lambda i: ask(port, b"%d,x" % i, Content_Type="text/csv"), range(200)))

    serve(asking)
    read = read_captures(tmp_path)
    assert sorted(read.rows) == sorted(("1", str(i), "x") for i in range(200))
    assert dict(read.tally.kinds) == {}


PROGRAM = """
import sys
import uvicorn
from capture.servers import scores
from engine.capture import CaptureMiddleware, CaptureWriter

writer = CaptureWriter(sys.argv[1], "loans", flush_seconds=3600)
lived = []

async def with_lifespan(scope, receive, send):
    if scope["type"] != "lifespan":
        return await scores(scope, receive, send)
    for step in ("startup", "shutdown"):
        assert (await receive())["type"] == f"lifespan.{step}"
        print(step, flush=True)
        await send({"type": f"lifespan.{step}.complete"})

async def mistaken(scope, receive, send):
    await scores({"path": "/", "headers": [], **scope, "type": "http"}, receive, send)

app = CaptureMiddleware({"with": with_lifespan, "without": scores, "mistaken for a request": mistaken}[sys.argv[2]], writer)
config = uvicorn.Config(app, port=0, log_level="critical")
server = uvicorn.Server(config)
socket = config.bind_socket()
print(socket.getsockname()[1], flush=True)
server.run([socket])
"""


@pytest.mark.slow
@pytest.mark.parametrize("lifespan", ["with", "without", "mistaken for a request"])
def test_a_server_that_is_told_to_end_has_written_all(tmp_path, lifespan):
    """SIGTERM to uvicorn, whatever the application knows of a lifespan, which goes on as it would without a capture."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests"), *sys.path])}
    words = [sys.executable, "-c", PROGRAM, str(tmp_path), lifespan]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as server:
        port = int(server.stdout.readline())
        pause = threading.Event()
        while ask(port, b"1", Content_Type="text/csv")[0] != 200:
            pause.wait(0.05)
        for i in range(20):
            ask(port, b"%d" % i, Content_Type="text/csv")
        server.send_signal(signal.SIGTERM)
        said = server.stdout.read().split()
    assert said == (["startup", "shutdown"] if lifespan == "with" else [])
    assert len(read_captures(tmp_path).rows) == 21


def test_an_application_that_cannot_start_fails_as_it_would():
    """What it raises when its lifespan begins is the server's to know."""
    import asyncio  # noqa: PLC0415 - no server is in between

    async def app(scope, receive, send):
        await receive()
        raise RuntimeError("no model")

    async def receive():
        return {"type": "lifespan.startup"}

    writer = CaptureWriter.__new__(CaptureWriter)
    with pytest.raises(RuntimeError, match="no model"):
        asyncio.run(CaptureMiddleware(app, writer)({"type": "lifespan"}, receive, None))
