"""An ASGI middleware that captures what an application was asked and what it answered, as the bodies pass."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from datetime import UTC, datetime
from typing import Any

from engine.capture.config import INPUT, OUTPUT
from engine.capture.drain import COMPRESSED, INCOMPLETE, NOT_SEEN
from engine.capture.event import Event
from engine.capture.exchange import Exchange
from engine.capture.writer import CaptureWriter

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

INFERENCE_ID = b"x-amzn-sagemaker-inference-id"
CUSTOM_ATTRIBUTES = b"x-amzn-sagemaker-custom-attributes"


class CaptureMiddleware:
    """Captures the POST requests to *paths* of the ASGI application *app*, and its answers, by a *writer*.

    A request is captured when its body was read to the end and all of the answer, which has a status of 2xx, has been sent.
    Bodies pass as they come, in whatever parts, and are kept beside; nothing waits for the capture, and nothing fails by it.
    Two headers of a request become `inferenceId` and `customAttributes`, as at an endpoint of SageMaker's:
    `X-Amzn-SageMaker-Inference-Id` and `X-Amzn-SageMaker-Custom-Attributes`. When the server ends the application's
    lifespan, what waits is written.
    """

    def __init__(self, app: App, writer: CaptureWriter, *, paths: Iterable[str] = ("/invocations",)) -> None:
        self._app, self._writer, self._paths = app, writer, frozenset(paths)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one connection of the server's, as ASGI has it."""
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
            return
        exchange = self._writer.begin() if self._is_captured(scope) else None
        if exchange is None:
            await self._app(scope, receive, send)
        else:
            await self._serve(scope, receive, send, _Watch(exchange, dict(scope["headers"])))

    def _is_captured(self, scope: MutableMapping[str, Any]) -> bool:
        return scope["type"] == "http" and scope["method"] == "POST" and scope["path"] in self._paths

    async def _serve(self, scope: MutableMapping[str, Any], receive: Receive, send: Send, watch: "_Watch") -> None:
        async def receive_and_watch() -> Message:
            message = await receive()
            watch.see(message)
            return message

        async def send_and_watch(message: Message) -> None:
            # Before, for whoever is around may make another message of this one, such as a compressed one.
            watch.see(message)
            await send(message)
            watch.finish()

        try:
            await self._app(scope, receive_and_watch, send_and_watch)
        finally:
            watch.end()

    async def _live(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Let the application live, and write what waits at its end; of one that knows no lifespan, serve it here.

        A server that was told to stop ends by the signal itself, so that nothing of Python's own end is done.
        """
        met: list[Message] = []

        async def receive_and_note() -> Message:
            met.append(await receive())
            return met[-1]

        async def send_or_stop(message: Message) -> None:
            if not message["type"].startswith("lifespan."):
                raise _NoLifespanError
            await send(message)

        try:
            await self._app(scope, receive_and_note, send_or_stop)
        except Exception as error:
            if met and not isinstance(error, _NoLifespanError):  # it knows what a lifespan is, and has failed
                raise
            await _live_without_application(met[-1] if met else await receive(), receive, send)
        self._writer.flush()


class _NoLifespanError(Exception):
    """The application takes a lifespan for a request, and answers it."""


async def _live_without_application(message: Message, receive: Receive, send: Send) -> None:
    while message["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
        message = await receive()
    await send({"type": f"{message['type']}.complete"})


class _Watch:
    """What is seen of one request: its parts and the answer's, in the order in which they pass."""

    __slots__ = ("_answer", "_exchange", "_read", "_request", "_status", "_whole")

    def __init__(self, exchange: Exchange, headers: dict[bytes, bytes]) -> None:
        self._exchange, self._request = exchange, headers
        self._answer: dict[bytes, bytes] = {}
        self._read, self._whole, self._status = False, False, 0

    def see(self, message: Message) -> None:
        """Look at a *message* that passes; whatever is odd about it ends the capture, and not the request."""
        self._try(lambda: _SEEN.get(message["type"], _Watch._see_another)(self, message))

    def finish(self) -> None:
        """Hand over what was seen, where the answer is whole and has been sent."""
        if self._whole:
            self._try(self._finish)

    def end(self) -> None:
        """End the capture of what is not whole, when the application has returned or failed."""
        if self._status and not self._succeeds():
            self._exchange.forget()
        self._exchange.drop(INCOMPLETE)

    def _see_request(self, message: Message) -> None:
        self._exchange.add(INPUT, bytes(message.get("body", b"")))
        self._read = not message.get("more_body", False)

    def _see_start(self, message: Message) -> None:
        self._status = message["status"]
        self._answer = {bytes(name).lower(): bytes(value) for name, value in message.get("headers", ())}
        if not self._succeeds():
            self._exchange.forget()

    def _see_answer(self, message: Message) -> None:
        self._exchange.add(OUTPUT, bytes(message.get("body", b"")))
        self._whole = not message.get("more_body", False)

    def _see_another(self, message: Message) -> None:
        """What neither side's body is in, such as a disconnection or an informational answer, changes nothing here."""
        if message["type"] in ("http.response.pathsend", "http.response.zerocopysend"):
            self._exchange.drop(NOT_SEEN)

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception:  # noqa: BLE001 - whatever is odd, the request goes on
            self._exchange.drop(NOT_SEEN)

    def _succeeds(self) -> bool:
        return 200 <= self._status < 300

    def _finish(self) -> None:
        if not self._read:
            self._exchange.drop(INCOMPLETE)
        elif any(_is_compressed(headers) for headers in (self._request, self._answer)):
            self._exchange.drop(COMPRESSED)
        else:
            self._exchange.finish(self._event())

    def _event(self) -> Event:
        return Event(
            id=self._exchange.id,
            time=datetime.now(UTC),  # when the answer was whole, so that an hour's folder is whole soon after the hour
            input=self._exchange.payload(INPUT, _header(self._request, b"content-type")),
            output=self._exchange.payload(OUTPUT, _header(self._answer, b"content-type")),
            inference_id=_header(self._request, INFERENCE_ID),
            custom_attributes=_header(self._request, CUSTOM_ATTRIBUTES),
        )


_SEEN: dict[str, Callable[[_Watch, Message], None]] = {
    "http.request": _Watch._see_request,
    "http.response.start": _Watch._see_start,
    "http.response.body": _Watch._see_answer,
}
"""What is done with a message of ASGI, by its type."""


def _header(headers: dict[bytes, bytes], name: bytes) -> str | None:
    """Return what a header says; ASGI has names in small letters, and values in bytes of Latin-1."""
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")


def _is_compressed(headers: dict[bytes, bytes]) -> bool:
    return headers.get(b"content-encoding", b"identity").strip().lower() not in (b"", b"identity")
