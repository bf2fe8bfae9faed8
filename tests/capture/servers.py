"""Real ASGI servers as tests need them: a small application without a framework, served by uvicorn on loopback."""

import json
import threading
from contextlib import contextmanager
from http.client import HTTPConnection

import uvicorn


async def scores(scope, receive, send):
    """Score the body: as CSV a number a line, as JSON one object; some paths do something odd."""
    assert scope["type"] == "http"
    path = scope["path"]
    body = b""
    while path != "/unread":
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    if path == "/fails":
        raise RuntimeError("as applications do")
    kind, status, parts = ANSWERS.get(path, _score)(scope, body)
    await send({"type": "http.response.start", "status": status, "headers": [(b"Content-Type", kind)]})
    if path == "/breaks-off":
        await send({"type": "http.response.body", "body": parts[0], "more_body": True})
        raise RuntimeError("as applications do")
    for part in parts:
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body"})


def _score(scope, body):
    if dict(scope["headers"]).get(b"content-type", b"").startswith(b"application/json"):
        return b"application/json", 200, [json.dumps({"score": len(body)}).encode()]
    return b"text/csv", 200, [f"{line.count(b',')}\n".encode() for line in body.splitlines()]


ANSWERS = {
    "/refuses": lambda scope, body: (b"text/plain", 400, [b"no"]),
    "/creates": lambda scope, body: (b"text/csv", 201, [b"1"]),
    "/picture": lambda scope, body: (b"image/png", 200, [b"\x89PNG\xff"]),
    "/streams": lambda scope, body: (b"text/csv", 200, [b"%d\n" % i for i in range(100)]),
}


@contextmanager
def served(app):
    """Serve *app* in a thread, and give the port."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="auto"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        pause = threading.Event()
        while not server.started:
            pause.wait(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def ask(port, body, path="/invocations", method="POST", **headers):
    """Send *body*, bytes or parts of it, and return the status and the body of the answer, None where it broke off."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named, encode_chunked=True)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except OSError:
        return None, None
    finally:
        connection.close()
