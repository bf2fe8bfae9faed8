"""Several hosts: the documents of one host, whatever happens to executors, and an end for all when one is lost."""

import time

import pytest
from container.rig import HEADER, THREE, TWO, Hosts, docker, kill, rows

pytestmark = pytest.mark.slow

STOPPED_WITHIN = 10


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    """Give a folder with a CSV file of some 170 MB: six splits, and some seconds of work."""
    folder = tmp_path_factory.mktemp("large")
    block = rows(100_000)
    with open(folder / "data.csv", "w") as file:
        file.write(HEADER)
        file.writelines(block for _ in range(80))
    return folder


@pytest.fixture(scope="session")
def of_one_host(image, large, tmp_path_factory):
    """Give the documents that one host makes of the large file."""
    with Hosts(image, tmp_path_factory.mktemp("one"), TWO[:1], shared=large) as hosts:
        assert hosts.run() == (0,), hosts.logs()
        return hosts.documents("algo-1")


@pytest.mark.parametrize("names", [TWO, THREE], ids=["two", "three"])
def test_several_hosts_write_the_bytes_of_one(image, large, of_one_host, tmp_path, names):
    """The first host writes the documents and the message, all end with 0, and the others write nothing."""
    with Hosts(image, tmp_path, names, shared=large) as hosts:
        codes = hosts.run()
        assert codes == (0,) * len(names), hosts.logs()
        assert hosts.documents("algo-1") == of_one_host
        assert hosts.message("algo-1") == "Completed: Job completed successfully with no violations."
        assert [hosts.message(name) for name in names[1:]] == [None] * (len(names) - 1)
        assert [hosts.documents(name) for name in names[1:]] == [{}] * (len(names) - 1)
        assert "ERROR" not in hosts.logs()


@pytest.mark.parametrize("host", TWO)
@pytest.mark.parametrize(
    ("what", "words"),
    [("executor", "CoarseGrainedExecutorBackend"), ("python worker", "-m engine.spark.workers.daemon")],
)
def test_what_is_killed_is_started_again(image, large, of_one_host, tmp_path, host, what, words):
    """An executor or a Python worker that is lost in the midst of its work does not change a byte."""
    with Hosts(image, tmp_path, TWO, shared=large) as hosts:
        hosts.start_all()
        hosts.until("algo-1", "Spark runs on 2 hosts")
        hosts.eventually(lambda: any("-m engine.spark.workers.daemon" in line for _, line in hosts.processes(host)))
        kill(hosts, host, words)
        assert [hosts.wait(name) for name in TWO] == [0, 0], hosts.logs()
        assert hosts.documents("algo-1") == of_one_host


def test_the_death_of_the_first_host_ends_the_others(image, large, tmp_path):
    """They watch it, and end with a failure and a reason in their log."""
    with Hosts(image, tmp_path, THREE, shared=large) as hosts:
        hosts.start_all()
        hosts.until("algo-1", "Spark runs on 3 hosts")
        docker("kill", hosts.container("algo-1"))
        assert [hosts.wait(name) for name in THREE] == [137, 255, 255], hosts.logs()
        assert all("algo-1, the first host, was there and has been silent" in hosts.log(name) for name in THREE[1:])


@pytest.mark.parametrize("stopped", TWO)
def test_a_stop_ends_every_host(image, large, tmp_path, stopped):
    """SIGTERM to one host ends it in time, and the others after it."""
    with Hosts(image, tmp_path, TWO, shared=large) as hosts:
        hosts.start_all()
        hosts.until("algo-1", "Spark runs on 2 hosts")
        begin = time.monotonic()
        docker("kill", "-s", "TERM", hosts.container(stopped))
        assert hosts.wait(stopped) == 255, hosts.logs()
        assert time.monotonic() - begin < STOPPED_WITHIN
        assert [hosts.wait(name) for name in TWO] == [255, 255], hosts.logs()
        assert "stopped by SIGTERM" in hosts.log(stopped)
        assert hosts.documents("algo-1") == {}


def test_a_late_host_is_waited_for(image, tmp_path):
    """The first host says whom it waits for, and goes on when that one has come."""
    with Hosts(image, tmp_path, TWO) as hosts:
        (hosts.data("algo-1") / "a.csv").write_text(HEADER + rows(10))
        (hosts.data("algo-2") / "a.csv").write_text(HEADER + rows(10))
        hosts.start("algo-1")
        hosts.until("algo-1", "Waiting for algo-2")
        hosts.start("algo-2")
        assert [hosts.wait(name) for name in TWO] == [0, 0], hosts.logs()


def test_a_host_that_does_not_come_is_named(image, tmp_path):
    """After the time of hosts_timeout the run fails with the names of the hosts that are missing."""
    with Hosts(image, tmp_path, THREE, environment={"hosts_timeout": "20"}) as hosts:
        for name in TWO:
            (hosts.data(name) / "a.csv").write_text(HEADER + rows(10))
            hosts.start(name)
        assert [hosts.wait(name) for name in TWO] == [255, 255], hosts.logs()
        assert hosts.message("algo-1").startswith("Of 3 hosts algo-3 has not come within 20 s: see")


def test_a_host_without_a_first_host_gives_up(image, tmp_path):
    """It waits for the time of hosts_timeout, and says for whom it has waited."""
    with Hosts(image, tmp_path, TWO, environment={"hosts_timeout": "3"}) as hosts:
        hosts.start("algo-2")
        assert hosts.wait("algo-2") == 255
        assert "algo-1, the first host, has not answered algo-2 for 3 s" in hosts.log("algo-2")


def test_hosts_listen_on_their_own_addresses_alone(image, large, tmp_path):
    """What can be reached from outside is what docs/hosts.md lists; nothing listens on all addresses."""
    with Hosts(image, tmp_path, TWO, shared=large) as hosts:
        hosts.start_all()
        hosts.until("algo-1", "Spark runs on 2 hosts")
        hosts.eventually(lambda: ("own", 7082) in listening(hosts, "algo-2"))
        first, second = listening(hosts, "algo-1"), listening(hosts, "algo-2")
        assert {place[0] for place in (*first, *second)} == {"own", "loopback"}
        assert {port for (where, port) in first if where == "own"} == {7077, 7078, 7079, 7080, 7081, 7082}
        assert {port for (where, port) in second if where == "own"} == {7078, 7082}


LISTENING = """
import pathlib, socket, struct
own = socket.gethostbyname(socket.gethostname())
for name in ("tcp", "tcp6"):
    for line in pathlib.Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
        address, state = line.split()[1], line.split()[3]
        host, port = address.split(":")
        if state == "0A":
            ip = socket.inet_ntoa(struct.pack("<I", int(host[-8:], 16)))
            print("own" if ip == own else "loopback" if ip.startswith("127.") else ip, int(port, 16))
"""


def listening(hosts: Hosts, name: str) -> set[tuple[str, int]]:
    """Return where the host's processes listen."""
    lines = hosts.inside(name, "python", "-c", LISTENING).splitlines()
    return {(line.split()[0], int(line.split()[1])) for line in lines}
