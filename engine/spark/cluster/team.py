"""The hosts that do one run together: who they are, where they listen, and what only they know."""

import hashlib
import hmac
import os
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass

from engine.errors import JobError

MASTER, WORKER, STATUS, DRIVER, DRIVER_BLOCKS, EXECUTOR_BLOCKS = 7077, 7078, 7079, 7080, 7081, 7082
"""The fixed ports, all TCP: Spark's master, status service, driver and the driver's blocks on the first host; worker and
the executor's blocks on every host."""

PORT_RETRIES = 4
"""How many ports above EXECUTOR_BLOCKS an executor may take while the one that it replaces still holds the first."""

HOST_VARIABLE = "MODEL_MONITOR_HOST"
"""The variable by which a Python worker learns on which host it is."""

LOG_SECONDS = 15.0
"""How often the log tells what is waited for."""

_AGAIN_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Team:
    """The hosts of a run by name, the first of which leads; `current` is this one.

    `secret` is what only they know. `timeout` is for how many seconds a host waits for the others to come.
    """

    current: str
    names: tuple[str, ...]
    secret: str
    timeout: float

    @property
    def lead(self) -> str:
        """Return the name of the host that leads."""
        return self.names[0]

    @property
    def followers(self) -> tuple[str, ...]:
        """Return the names of the hosts that follow it."""
        return self.names[1:]

    def key(self, purpose: str) -> str:
        """Return a key of 256 bits in hexadecimal digits for *purpose*, by HKDF with SHA-256 (RFC 5869)."""
        extracted = hmac.digest(b"model-monitor-engine", self.secret.encode(), hashlib.sha256)
        return hmac.digest(extracted, purpose.encode() + b"\1", hashlib.sha256).hex()


def resolve(name: str, timeout: float) -> str:
    """Return the IPv4 address of host *name*, asking again for *timeout* seconds: names may become known late.

    Raises JobError where it has none by then.
    """
    end = time.monotonic() + timeout
    while (address := address_of(name)) is None:
        if time.monotonic() > end:
            raise JobError(
                f"The name of host {name} has had no address for {timeout:g} s: "
                f"check that the hosts of resourceconfig.json share a network that resolves their names.",
                code="host-without-address",
            )
        time.sleep(_AGAIN_SECONDS)
    return address


def refuse_taken(team: Team, ports: Iterable[int]) -> None:
    """Raise JobError where another program listens on one of *ports* of this host's own address."""
    address = resolve(team.current, team.timeout)
    for port in ports:
        try:
            socket.create_server((address, port)).close()
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise JobError(
                f"Port {port} of {team.current} cannot be opened ({reason}): no other program may use the "
                f"ports of docs/hosts.md.",
                code="port-taken",
            ) from error


def address_of(name: str) -> str | None:
    """Return the IPv4 address of host *name*, None where it has none now."""
    try:
        return str(socket.getaddrinfo(name, None, socket.AF_INET, socket.SOCK_STREAM)[0][4][0])
    except OSError:
        return None
