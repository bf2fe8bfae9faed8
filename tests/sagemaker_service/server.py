"""The service on loopback: one address for all of AWS, of which this answers a part, and moto the rest."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote

from loopback import Server, serving
from object_store import S3, body_of, pass_on
from sagemaker_service.cloud import Cloud
from sagemaker_service.faults import Fault
from sagemaker_service.runners import Runner
from sagemaker_service.service import Service

_TARGET = "SageMaker."
_INVOCATION = re.compile(r"/endpoints/([^/]+)/invocations")
_HOP = ("connection", "transfer-encoding", "date", "server")


@contextmanager
def sagemaker(moto: S3, runner_at: Callable[[str], Runner]) -> Iterator[Service]:
    """Serve SageMaker before *moto*, and end what still runs with it.

    *runner_at* is given the address of the service, where jobs find S3 as well, and returns what runs them.
    """
    with serving(Server(_Handler)) as server:
        endpoint = f"http://127.0.0.1:{server.server_address[1]}"
        server.service = Service(Cloud(moto.endpoint), runner_at(endpoint), endpoint)
        try:
            yield server.service
        finally:
            server.service.jobs.stop_all()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        body = body_of(self)
        answer = self._own(body)
        status, headers, content = self._motos(body) if answer is None else answer
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in _HOP:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _serve  # noqa: N815 - http.server's names

    def _own(self, body: bytes) -> tuple[int, dict[str, str], bytes] | None:
        """Return the service's own answer; None where moto is to give it."""
        target = self.headers.get("X-Amz-Target", "")
        try:
            if invoked := _INVOCATION.fullmatch(self.path):
                return self._invoked(unquote(invoked[1]), body)
            if target.startswith(_TARGET):
                answer = self.server.service.answer(target.removeprefix(_TARGET), json.loads(body or b"{}"))
                return None if answer is None else _json(200, answer)
        except Exception as error:
            fault = error if isinstance(error, Fault) else Fault("InternalFailure", repr(error), 500)
            said = {"__type": fault.code, "message": fault.message, "Message": fault.message}
            return _json(fault.status, said, {"x-amzn-ErrorType": fault.code})
        return None

    def _motos(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Return moto's answer; of SageMaker without what is empty, which the service leaves out and SDKs refuse."""
        status, headers, content = pass_on(self, body, self.server.service.cloud.endpoint)
        if not self.headers.get("X-Amz-Target", "").startswith(_TARGET) or not content:
            return status, headers, content
        return _json(status, {key: value for key, value in json.loads(content).items() if value not in ({}, None)})

    def _invoked(self, endpoint: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        content, content_type, variant = self.server.service.endpoints.invoke(endpoint, body, self.headers)
        headers = {"Content-Type": content_type, "x-Amzn-Invoked-Production-Variant": variant}
        return 200, {**headers, "Content-Length": str(len(content))}, content

    def log_message(self, *words) -> None:
        pass


def _json(status: int, content: object, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    text = json.dumps(content).encode()
    written = {"Content-Type": "application/x-amz-json-1.1", "Content-Length": str(len(text))}
    return status, {**written, **(headers or {})}, text
