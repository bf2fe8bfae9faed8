"""The end of a JVM is the end of all that it has started, and what ends it is told in the engine's words."""

import socket
import struct
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from py4j.java_gateway import GatewayClient

from engine.spark.jvm.gateway import end_jvm
from engine.spark.jvm.processes import processes

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; print(1, flush=True); time.sleep(600)"])
sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system shows no table of processes")
def test_nothing_outlives_the_jvm():
    """A process that ends when its standard input does, as the JVM, leaves a child that has not noticed."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as jvm:
        assert jvm.stdout.readline() == b"1\n"
        end_jvm(jvm)
        assert jvm.returncode == 0
        assert [one for one in processes() if one.session == jvm.pid and not one.has_ended] == []


def test_a_connection_that_is_reset_is_not_logged(spark, caplog):
    """py4j logs it with a traceback, by the root logger: the socket is closed with something unread, as a killed JVM's is."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_reset, args=(server,)).start()
        GatewayClient(port=server.getsockname()[1]).send_command("c\nj\ngetClass\ne\n", retry=False)
    assert [record.getMessage() for record in caplog.records if record.name == "root"] == []


def _reset(server):
    """Take one connection, and reset it once it was asked for something."""
    taken, _ = server.accept()
    with taken:
        taken.recv(1)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
