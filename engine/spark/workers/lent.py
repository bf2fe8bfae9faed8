"""How the process that Spark starts as its daemon hands its place to one that is there already.

Over a socket of the run's own folder go the three standard streams, by which Spark and its daemon talk, and the variables
that Spark has set; then this process waits for the other one's end. It imports next to nothing.
"""

import json
import os
import socket
from contextlib import suppress

PLACE = "MODEL_MONITOR_DAEMON"
"""The variable that names the socket of the daemon that was forked ahead."""

TAKEN = b"\1"
"""What is sent back once the streams and variables are the other process's."""

STREAMS = (0, 1, 2)


def stand_in() -> bool:
    """Let the daemon that was forked ahead take this process's place, and return True when that one has ended.

    False, and nothing is changed, where there is none, or another process has had it.
    """
    place = os.environ.pop(PLACE, None)
    if not place:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as other:
        try:
            other.connect(place)
            socket.send_fds(other, [b"\0"], STREAMS)
            other.sendall(json.dumps(dict(os.environ)).encode())
            other.shutdown(socket.SHUT_WR)
            taken = other.recv(1) == TAKEN
        except OSError:
            return False
        if taken:
            with suppress(OSError):
                other.recv(1)
        return taken


def take(listening: socket.socket) -> socket.socket:
    """Take over the streams and the variables of the process that connects to *listening*; return the connection to it.

    Raises OSError or ValueError where it ends meanwhile.
    """
    other, _ = listening.accept()
    _, streams, _, _ = socket.recv_fds(other, 1, len(STREAMS))
    told = b"".join(iter(lambda: other.recv(1 << 16), b""))
    variables = json.loads(told)
    for stream, number in zip(streams, STREAMS, strict=True):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(variables)
    other.sendall(TAKEN)
    return other
