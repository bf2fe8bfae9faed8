"""What a container does with a network that it has: nothing but talk to itself."""

import json

import pytest
from container.box import CSV, NOBODY_KNOWS, code, inside, log, mounted, started, until, write_large

pytestmark = pytest.mark.slow

WATCH = """
import json, pathlib, time
seen = set()
while True:
    for name in ('tcp', 'tcp6', 'udp', 'udp6'):
        for line in pathlib.Path('/proc/net', name).read_text().splitlines()[1:]:
            local, remote = line.split()[1:3]
            if (name, local, remote) not in seen:
                seen.add((name, local, remote))
                print(json.dumps([name, local, remote]), flush=True)
    time.sleep(0.002)
"""
"""Tells each socket of the container's network once: its protocol, and its two addresses as the kernel prints them."""

MAPPED = """
import json, pathlib
maps = [place.read_text() for place in pathlib.Path('/proc').glob('[0-9]*/maps')]
archives = {line.split()[-1] for text in maps for line in text.splitlines() if line.endswith('.jsa')}
kernels = pathlib.Path('/tmp').glob('model-monitor-kernels-*/*/*')
print(json.dumps([sorted(archives), [path.is_symlink() for path in kernels]]))
"""
"""Tells which archives of classes are in use, and whether each compiled kernel is a link into the image."""

LOOPBACK = ("0100007F:", "0000000000000000FFFF00000100007F:", "00000000000000000000000001000000:")
NOWHERE = ("00000000:0000", "00000000000000000000000000000000:0000")


def watched(image, folders):
    """Run a baseline on a network and return the sockets that were there, and the log."""
    words = ("--dataset-source", "/data", "--dataset-format", CSV, "--output-path", "/out")
    with started(image, *words, options=(*NOBODY_KNOWS, *mounted(folders))) as name:
        watch = inside(name, WATCH)
        ended, told = code(name, 120), log(name)
        seen, _ = watch.communicate()
    assert ended == 0, told
    return [json.loads(line) for line in seen.splitlines()], told


def test_nothing_leaves_the_container(image, folders):
    """Every connection is to itself, and nobody else could connect to it."""
    write_large(folders / "data" / "large.csv", 100)
    sockets, told = watched(image, folders)

    assert len(sockets) > 10, told
    strangers = [each for each in sockets if not each[2].startswith(LOOPBACK) and each[2] not in NOWHERE]
    open_doors = [each for each in sockets if each[2] in NOWHERE and not each[1].startswith(LOOPBACK)]
    assert (strangers, open_doors) == ([], [])


def test_what_is_prepared_is_used(image, folders):
    """Java maps both archives of classes, and nothing is compiled, also as a user who may not write the image."""
    write_large(folders / "data" / "large.csv", 100)
    with started(image, "baseline", "/data", "-o", "/out", options=(*NOBODY_KNOWS, *mounted(folders))) as name:
        until(name, lambda: "Spark runs on this host" in log(name))
        archives, linked = json.loads(inside(name, MAPPED).communicate()[0])
        code(name, 120)

    assert len(archives) == 2
    assert len(linked) > 5
    assert all(linked)
