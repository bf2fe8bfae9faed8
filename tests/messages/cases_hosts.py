"""What may be wrong where a job has several hosts."""

import json
import os

from messages.case import CONTAINER, UNTOUCHED, Case

_ONE = (CONTAINER,)
_NETWORK = f"127.{os.getpid() % 200 + 20}.{os.getpid() // 200 % 250}"
LEAD, OTHER, FOREIGN = f"{_NETWORK}.11", f"{_NETWORK}.12", "no-such-host.invalid"
"""Addresses of the loopback device, of this test run's own since ports are fixed, serve as names of hosts."""


def _hosts(*names: str, current: str | None = None) -> dict[str, str]:
    resources = {"current_host": current or names[0], "hosts": names}
    return {
        "ml/config/resourceconfig.json": json.dumps(resources),
        "ml/config/processingjobconfig.json": json.dumps({"ProcessingJobName": "messages"}),
    }


def _inputs(**folders: str) -> str:
    given = [{"S3Input": {"LocalPath": path, "S3DataDistributionType": how}} for path, how in folders.items()]
    return json.dumps({"ProcessingInputs": given})


CASES = (
    Case(
        code="hosts-timeout-invalid",
        wrong="The time to wait for hosts is no number",
        says="hosts_timeout is expected to be a number of seconds above 0; found 'soon'.",
        files=_hosts(LEAD, OTHER),
        settings={"hosts_timeout": "soon"},
        doors=_ONE,
    ),
    Case(
        code="user-without-name",
        wrong="Several hosts run as a user without a name",
        says="The user id <number> has no name on this system, and Spark on several hosts needs one: run the "
        "containers as a user with a name, such as root.",
        files=_hosts(LEAD, OTHER),
        trouble="user without a name",
        doors=_ONE,
    ),
    Case(
        code="inputs-distributed-differently",
        wrong="The folder of the data holds inputs that lie differently on the hosts",
        says="<path> holds several inputs, of which some are FullyReplicated and some ShardedByS3Key: name the folder "
        "of one of them as dataset_source.",
        files={
            **_hosts(LEAD, OTHER),
            "ml/config/processingjobconfig.json": _inputs(
                **{"{folder}/data/a": "FullyReplicated", "{folder}/data/b": "ShardedByS3Key"}
            ),
        },
        doors=_ONE,
    ),
    Case(
        code="host-without-address",
        wrong="The name of a host has no address",
        says="The name of host no-such-host.invalid has had no address for 1 s: check that the hosts of "
        "resourceconfig.json share a network that resolves their names.",
        files=_hosts(FOREIGN, OTHER),
        settings={"hosts_timeout": "1"},
        doors=_ONE,
    ),
    Case(
        code="port-taken",
        wrong="A port of those that hosts use is taken",
        says="Port 7077 of <host> cannot be opened (<reason of the system>): no other program may use the ports of "
        "docs/hosts.md.",
        files=_hosts(LEAD, OTHER),
        trouble="taken port of hosts",
        doors=_ONE,
    ),
    Case(
        code="service-ended",
        wrong="Spark's master or worker ends",
        says="Spark's master on <host> has ended with exit code <number>, after <number> starts; its own words are "
        "above. Check the memory and the disk of the host, and that nothing else uses its ports.",
        files=_hosts(LEAD, OTHER),
        trouble="master that ends",
        doors=_ONE,
    ),
    Case(
        code="host-not-there",
        wrong="A host does not come",
        says="Of 2 hosts <host> has not come within 1 s: see the log there, and that the hosts may reach each other "
        "on the ports of docs/hosts.md; hosts_timeout sets the time.",
        files=_hosts(LEAD, OTHER),
        settings={"hosts_timeout": "1"},
        trouble="host that does not come",
        doors=_ONE,
    ),
    Case(
        code="host-lost",
        wrong="A host fails while the others work",
        says="<host> is lost, and the run needs all of its hosts. <Its own reason, or that it has fallen silent.>",
        files=_hosts(LEAD, OTHER),
        trouble="host that fails",
        doors=_ONE,
    ),
    Case(
        code="executors-ended",
        wrong="Executors end again and again",
        says="Spark's executors have ended again and again, as they do where memory is short: give the hosts more "
        "memory. What the executors said is in the logs of their hosts.",
        files=_hosts(LEAD, OTHER),
        trouble="executors that end",
        doors=_ONE,
    ),
    Case(
        code="first-host-not-there",
        wrong="The first host does not come (in the log of another)",
        says="<host>, the first host, has not answered <host> for 1 s: see its own log, and that the hosts may reach "
        "each other on the ports of docs/hosts.md.",
        files=_hosts(LEAD, OTHER, current=OTHER),
        settings={"hosts_timeout": "1"},
        trouble="host alone",
        doors=_ONE,
        leaves=UNTOUCHED,
    ),
    Case(
        code="first-host-lost",
        wrong="The first host is lost (in the log of another)",
        says="<host>, the first host, was there and has been silent for <number> s: it has ended without a word, as a "
        "host that runs out of memory does, or the network between the hosts is cut.",
        files=_hosts(LEAD, OTHER, current=OTHER),
        trouble="first host that is lost",
        doors=_ONE,
        leaves=UNTOUCHED,
    ),
    Case(
        code="merge-over-shards",
        wrong="A merge is asked of hosts of which each has a share of the data",
        says="A record and its label may lie on two hosts where each has a share of the data: give every host all of the "
        "captured records and all of the ground truth (FullyReplicated)",
        files={
            **_hosts(LEAD, OTHER),
            "ml/config/processingjobconfig.json": _inputs(**{"{folder}/truth": "ShardedByS3Key"}),
        },
        settings={"ground_truth_source": "{folder}/truth"},
        trouble="merge over shards",
        doors=_ONE,
    ),
)
