"""S3 on loopback: moto's server in a process of its own, and doors before it that note what is asked, or refuse it."""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from typing import NamedTuple

import boto3
import pytest
from loopback import Server, serving

VARIABLES = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "SECRETKEY",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/nowhere",
    "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
}
"""What a test's process finds of AWS: credentials that moto takes, and nothing of the machine's."""

_FORGOTTEN = ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3")


class Request(NamedTuple):
    """What a store was asked: GET, /bucket/key?parameters, and the bytes of the object, "" for all of them."""

    method: str
    path: str
    range: str


class Answer(NamedTuple):
    """How a store refuses: the status, AWS's word for it, the headers of the answer, and its body where it is no XML."""

    status: int
    code: str
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed
    body: str = ""


@dataclass(frozen=True, slots=True)
class S3:
    """A server of S3's interface, and one bucket of a test's own there."""

    endpoint: str
    bucket: str = ""

    @property
    def client(self):
        keys = {name.lower(): VARIABLES[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
        return boto3.client("s3", region_name="us-east-1", endpoint_url=self.endpoint, **keys)

    def address(self, key: str) -> str:
        return f"s3://{self.bucket}/{key}"

    def put_all(self, objects: dict[str, bytes | str]) -> None:
        client = self.client
        for key, content in objects.items():
            client.put_object(Bucket=self.bucket, Key=key, Body=content)

    def get(self, key: str) -> bytes:
        return self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def held(self, prefix: str = "") -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        return [each["Key"] for page in pages for each in page.get("Contents", ())]


@dataclass(slots=True)
class Door:
    """A server before another one: what it was asked, and what it says instead of passing a request on."""

    endpoint: str = ""
    asked: list[Request] = field(default_factory=list)
    refuse: Callable[[Request], Answer | None] = lambda _request: None


@contextmanager
def moto() -> Iterator[S3]:
    """Start moto's server on a free port of loopback, and end it."""
    with tempfile.TemporaryFile("w+") as log:
        words = (sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0")
        with subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT) as process:
            try:
                yield S3(_address(process, log))
            finally:
                process.kill()


def _address(process: subprocess.Popen, log) -> str:
    """Return the server's address when it is said to run there."""
    while process.poll() is None:
        log.seek(0)
        if found := re.search(r"http://127\.0\.0\.1:\d+", log.read()):
            return found[0]
        time.sleep(0.05)
    log.seek(0)
    raise AssertionError(f"moto's server does not start: {log.read()}")


@contextmanager
def door(behind: str = "") -> Iterator[Door]:
    """Serve what the server at *behind* has, and note what is asked."""
    made = Door()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = body_of(self)
            request = Request(self.command, self.path, self.headers.get("Range", "").removeprefix("bytes="))
            made.asked.append(request)
            answer = made.refuse(request)
            status, headers, content = _refusal(answer, self.command) if answer else pass_on(self, body, behind)
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in ("connection", "transfer-encoding", "date", "server"):
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words) -> None:
            pass

    for method in ("GET", "HEAD", "PUT", "POST", "DELETE"):
        setattr(Handler, f"do_{method}", Handler._serve)
    with serving(Server(Handler)) as server:
        made.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
        yield made


def body_of(request: BaseHTTPRequestHandler) -> bytes:
    """Read what comes with *request*, in one piece or in chunks."""
    if request.headers.get("Transfer-Encoding") != "chunked":
        return request.rfile.read(int(request.headers.get("Content-Length") or 0))
    body = b""
    while size := int(request.rfile.readline(), 16):
        body += request.rfile.read(size)
        request.rfile.readline()
    request.rfile.readline()
    del request.headers["Transfer-Encoding"]
    request.headers["Content-Length"] = str(len(body))
    return body


def pass_on(request: BaseHTTPRequestHandler, body: bytes, behind: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the server at *behind* the same, and return its status, headers and content."""
    connection = HTTPConnection(behind.removeprefix("http://"))
    try:
        connection.request(request.command, request.path, body or None, dict(request.headers))
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    finally:
        connection.close()


def _refusal(answer: Answer, method: str) -> tuple[int, dict[str, str], bytes]:
    """Return the status, the headers and the words of *answer*; that to HEAD has no words."""
    text = answer.body or f"<?xml version='1.0'?><Error><Code>{answer.code}</Code><Message>words</Message></Error>"
    content = b"" if method == "HEAD" else text.encode()
    return (
        answer.status,
        {**answer.headers, "Content-Type": "application/xml", "Content-Length": str(len(content))},
        content,
    )


@contextmanager
def reached_at(endpoint: str, **variables: str) -> Iterator[None]:
    """Have *endpoint* for S3 in this process's environment, as a user has it, and nothing of the machine's own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _FORGOTTEN:
            patch.delenv(name, raising=False)
        for name, value in {**VARIABLES, "AWS_ENDPOINT_URL": endpoint, **variables}.items():
            patch.setenv(name, value)
        yield
