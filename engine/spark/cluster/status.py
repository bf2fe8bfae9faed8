"""The status service of the first host: the others say that they are there, and learn where the run stands.

Each connection is one question: the service sends a challenge; the question carries it, a challenge of its own, and a
code over both that only a holder of the key can make; so does the answer. Nothing secret crosses.
"""

import hashlib
import hmac
import io
import json
import logging
import secrets
import socket
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict

from engine.spark.cluster.roster import Report, Roster, Standing
from engine.spark.cluster.team import STATUS, Team, refuse_taken, resolve

ANSWER_SECONDS = 5.0
_LONGEST_LINE = 4096
_log = logging.getLogger(__name__)


class NoAnswer(Exception):
    """The first host could not be asked, or what answered does not know the key."""


@contextmanager
def serve_status(team: Team, roster: Roster) -> Iterator[None]:
    """Answer from *roster* on this host's own address meanwhile. Raises JobError where the port is taken."""
    refuse_taken(team, (STATUS,))
    server = _Server((resolve(team.current, team.timeout), STATUS), team.key("status"), roster)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def ask(team: Team, report: Report, seconds: float = ANSWER_SECONDS) -> Standing:
    """Tell the first host *report* and return where the run stands. Raises NoAnswer within some *seconds*."""
    key = team.key("status")
    try:
        with socket.create_connection((team.lead, STATUS), seconds) as connection, connection.makefile("rwb") as stream:
            theirs, ours = _line(stream), secrets.token_hex(16)
            _send(stream, _sealed(key, f"question {theirs} {ours}", asdict(report)) | {"challenge": ours})
            return _standing(_opened(key, f"answer {theirs} {ours}", json.loads(_line(stream))))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], key: str, roster: Roster) -> None:
        super().__init__(address, _Question)
        self.key, self.roster = key, roster

    def handle_error(self, request: object, client_address: tuple[str, int]) -> None:  # noqa: ARG002 - its form
        """Pass over who breaks off, or does not know the key: it learns nothing, and nothing changes."""
        _log.debug("A question from %s was not answered", client_address[0], exc_info=True)


class _Question(socketserver.StreamRequestHandler):
    timeout = ANSWER_SECONDS
    server: _Server

    def handle(self) -> None:
        ours, key = secrets.token_hex(16), self.server.key
        self.wfile.write(ours.encode() + b"\n")
        given = json.loads(_line(self.rfile))
        theirs = str(given["challenge"])
        standing = self.server.roster.hear(_report(_opened(key, f"question {ours} {theirs}", given)))
        if standing is not None:
            self.wfile.write(json.dumps(_sealed(key, f"answer {ours} {theirs}", asdict(standing))).encode() + b"\n")


def _report(content: Mapping[str, object]) -> Report:
    return Report(host=str(content["host"]), state=str(content["state"]), reason=str(content["reason"]))


def _standing(content: Mapping[str, object]) -> Standing:
    code = content["code"]
    if not isinstance(code, int | None):
        raise ValueError("an exit code was expected, or none")
    return Standing(phase=str(content["phase"]), code=code)


def _sealed(key: str, context: str, content: Mapping[str, object]) -> dict[str, object]:
    text = json.dumps(content)
    return {"content": text, "code": _code(key, context, text)}


def _opened(key: str, context: str, given: Mapping[str, object]) -> dict[str, object]:
    """Return the content of what `_sealed` gave. Raises ValueError for another key or context."""
    text = str(given["content"])
    if not hmac.compare_digest(str(given["code"]), _code(key, context, text)):
        raise ValueError("the code does not fit")
    content: dict[str, object] = json.loads(text)
    return content


def _code(key: str, context: str, text: str) -> str:
    return hmac.new(key.encode(), f"{context}\n{text}".encode(), hashlib.sha256).hexdigest()


def _send(stream: io.BufferedIOBase, content: Mapping[str, object]) -> None:
    stream.write(json.dumps(content).encode() + b"\n")
    stream.flush()


def _line(stream: io.BufferedIOBase) -> str:
    line = stream.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise ValueError("a line was expected")
    return line[:-1].decode()
