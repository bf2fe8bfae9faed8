"""Servers on loopback as a download meets them: a repository behind HTTPS with an authority of its own, and a proxy."""

import socket
import ssl
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

HIDDEN = "repository.invalid"
"""A name of the repository's that no resolver knows: it is reached by a proxy, or not at all."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A folder behind HTTPS: its port, the authority that has signed its certificate (PEM), the paths asked for."""

    port: int
    authority: Path
    asked: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}/maven2/"

    @property
    def hidden_address(self) -> str:
        return f"https://{HIDDEN}:{self.port}/maven2/"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy for HTTPS: its port, and who has asked it for what, as "name:password host:port"."""

    port: int
    asked: list[str] = field(default_factory=list)


class Server(ThreadingHTTPServer):
    """A server on a free port of loopback that says nothing of clients that hang up, which is what tests are about."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)

    def handle_error(self, *connection) -> None:
        pass


@contextmanager
def repository(folder: Path, keys: Path) -> Iterator[Repository]:
    """Serve *folder* on a free port; the authority and the certificate are made by openssl in *keys*."""
    authority, certificate = make_certificates(keys)
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments) -> None:
            super().__init__(*arguments, directory=str(folder))

        def log_message(self, *words) -> None:
            asked.append(self.path)

    server = Server(Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    # The handshake belongs into the thread of its connection, and not into that which accepts them.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    with serving(server):
        yield Repository(server.server_address[1], authority, asked)


@contextmanager
def proxy() -> Iterator[Proxy]:
    """Serve CONNECT on a free port; every host is this one."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            who = self.headers.get("Proxy-Authorization", "").removeprefix("Basic ")
            asked.append(f"{b64decode(who).decode()} {self.path}")
            with socket.create_connection(("127.0.0.1", int(self.path.rpartition(":")[2]))) as behind:
                self.send_response(200)
                self.end_headers()
                back = Thread(target=_pump, args=(behind, self.connection), daemon=True)
                back.start()
                _pump(self.connection, behind)
                back.join()

        def log_message(self, *words) -> None:
            pass

    with serving(Server(Handler)) as server:
        yield Proxy(server.server_address[1], asked)


@contextmanager
def breaking_off() -> Iterator[str]:
    """Serve, without HTTPS, four bytes of a hundred that are announced; give the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half")

        def log_message(self, *words) -> None:
            pass

    with serving(Server(Handler)) as server:
        yield f"http://127.0.0.1:{server.server_address[1]}"


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    """Pass on what *source* says until it ends, and its end."""
    try:
        while words := source.recv(65536):
            target.sendall(words)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


def make_certificates(folder: Path) -> tuple[Path, Path]:
    """Make an authority and a certificate of loopback's that it has signed; return both, the second with its key.

    The authority is as plain as companies' are: it lacks the extensions that Python's strict mode asks for.
    """
    (folder / "plain.cnf").write_text("[req]\ndistinguished_name=name\nx509_extensions=plain\n[name]\n[plain]\n")
    (folder / "names").write_text(f"subjectAltName=IP:127.0.0.1,DNS:{HIDDEN}\n")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-config", "plain.cnf")
    signing = ("-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial", "-extfile", "names", "-days", "2")
    authority = ("-subj", "/CN=Test Authority", "-addext", "basicConstraints=CA:TRUE", "-days", "2")
    for words in (
        ("req", "-x509", *key, *authority, "-keyout", "authority.key", "-out", "authority.pem"),
        ("req", "-new", *key, "-subj", "/CN=loopback", "-keyout", "server.key", "-out", "server.csr"),
        ("x509", "-req", *signing, "-in", "server.csr", "-out", "server.pem"),
    ):
        subprocess.run(["openssl", *words], cwd=folder, capture_output=True, check=True)
    (folder / "both.pem").write_text((folder / "server.pem").read_text() + (folder / "server.key").read_text())
    return folder / "authority.pem", folder / "both.pem"
