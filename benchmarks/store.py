"""Compares a table on disk with the same one behind S3's interface, on this machine.

    PYTHONPATH=.:tests python benchmarks/store.py [--rows N] [--rounds N]

The store is moto's server on loopback, one process of Python whose two cores are those of the engine: what it gives is a lower bound.
It needs the environment of the tests.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import boto3
from make_tables import Table, write_table
from measure import adopt_orphans, measured
from moto.server import ThreadedMotoServer
from object_store import VARIABLES

ROOT = Path(__file__).resolve().parents[1]
BUCKET, KEY = "bench", "table/rows.csv"


def main() -> None:
    """Read the command line, make the table, put it, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "rows.csv"
        write_table(data, Table(arguments.rows))
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        try:
            _compare(data, server, arguments.rounds)
        finally:
            server.stop()


def _compare(data: Path, server: ThreadedMotoServer, rounds: int) -> None:
    host, port = server.get_host_and_port()
    environment = {**os.environ, **VARIABLES, "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL_S3": f"http://{host}:{port}"}
    environment["PYTHONPATH"] = str(ROOT)
    keys = {name.lower(): VARIABLES[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    client = boto3.client("s3", region_name="us-east-1", endpoint_url=f"http://{host}:{port}", **keys)
    client.create_bucket(Bucket=BUCKET)
    client.upload_file(str(data), BUCKET, KEY)
    places = {"disk": str(data), "S3 on loopback": f"s3://{BUCKET}/{KEY}"}
    walls: dict[str, list[float]] = {title: [] for title in places}
    for _ in range(rounds):
        for title, place in places.items():
            words = (sys.executable, "-m", "engine", "baseline", place, "-o", f"{data.parent}/out")
            walls[title].append(measured(words, environment).wall)
    size = data.stat().st_size / 1e6
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", _READ, f"{BUCKET}/{KEY}"], env=environment, check=True)
    alone = time.perf_counter() - begin
    print(f"{size:.0f} MB; the store alone gives {size / alone:.0f} MB/s to Arrow's reader, two ranges at a time\n")
    print("| medians | wall s |\n|---|---:|")
    for title, known in walls.items():
        print(f"| {title} | {statistics.median(known):.2f} |")


_READ = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
from pyarrow.fs import S3FileSystem
address = os.environ["AWS_ENDPOINT_URL_S3"]
store = S3FileSystem(endpoint_override=address, region="us-east-1")
file = store.open_input_file(sys.argv[1])
with ThreadPoolExecutor(2) as two:
    list(two.map(lambda at: len(file.read_at(4 << 20, at)), range(0, file.size(), 4 << 20)))
"""


if __name__ == "__main__":
    main()
