"""The engine on a real YARN with a real HDFS, in cluster mode, by the command of docs/emr.md."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from object_store import VARIABLES
from submit.clusters import JARS, SPARK, submit

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "emr.md").read_text()
SMALL = ("--driver-memory", "512m", "--executor-memory", "512m", "--executor-cores", "1", "--num-executors", "1")
FORMAT = '{"csv": {"header": true} }'


def options_of_the_page():
    """Return the --conf options of the page's command for cluster mode; the files have other places here."""
    command = re.search(r"<!-- cluster mode -->\n```bash\n(.*?)```", PAGE, re.DOTALL)[1]
    return [word for option in re.findall(r"--conf (\S+)", command) for word in ("--conf", option)]


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """Do the same on this host: a baseline of the sample data and a monitoring run, by the command line."""
    folder = tmp_path_factory.mktemp("here")
    engine = (sys.executable, "-m", "engine")
    sample = ROOT / "sample_data"
    subprocess.run([*engine, "baseline", sample / "training.csv", "-o", folder / "baseline"], check=True, cwd=ROOT)
    words = ("monitor", sample / "window.csv", "--baseline", folder / "baseline", "-o", folder / "monitor")
    assert subprocess.run([*engine, *words], cwd=ROOT).returncode == 1
    return folder


@pytest.fixture(scope="module")
def store(s3_server):
    """Give a bucket with the window, which the cluster finds by the address and by variables."""
    bucket = replace(s3_server, bucket="cluster")
    bucket.client.create_bucket(Bucket="cluster")
    bucket.put_all({"window/today.csv": (ROOT / "sample_data" / "window.csv").read_bytes()})
    return bucket


@pytest.fixture(scope="module")
def ran(yarn, archive, store):
    """Run a baseline from and to HDFS, a monitoring run from and to S3 after it, and one without data; tell how each ended."""
    yarn.shell("-mkdir", "-p", "/data")
    yarn.shell("-put", ROOT / "sample_data" / "training.csv", "/data")
    where = f"?endpoint_override={store.endpoint.removeprefix('http://')}&scheme=http&region=us-east-1"
    set_up = {"spark.yarn.jars": f"local:{SPARK}/jars/*"} | {
        f"{side}.{name}": value
        for side in ("spark.yarn.appMasterEnv", "spark.executorEnv")
        for name, value in VARIABLES.items()
    }
    settings = (word for name, value in set_up.items() for word in ("--conf", f"{name}={value}"))
    common = ("--master", "yarn", "--deploy-mode", "cluster", *SMALL, *options_of_the_page(), *settings)
    program = ("--archives", f"{archive}#environment", "--jars", JARS, ROOT / "submit" / "submit.py")

    def run(source, output, *words):
        flags = ("--dataset-source", source, "--dataset-format", FORMAT, "--output-path", output, *words)
        done = submit(*common, *program, *flags, "--message-path", "hdfs:///message", HADOOP_CONF_DIR=str(yarn.folder))
        return done, yarn.shell("-cat", "/message").decode()

    baseline = run("hdfs:///data/training.csv", "hdfs:///out/baseline")
    documents = (
        word
        for name in ("constraints", "statistics")
        for word in (f"--baseline-{name}", f"hdfs:///out/baseline/{name}.json")
    )
    monitoring = run(f"s3://cluster/window{where}", f"s3://cluster/monitor{where}", *documents)
    return {"baseline": baseline, "monitor": monitoring, "absent": run("hdfs:///data/absent.csv", "hdfs:///out/absent")}


def test_the_exit_status_and_the_message_tell_how_a_run_has_ended(ran):
    """spark-submit ends with 1 where the engine ends with 255."""
    codes = {name: done.returncode for name, (done, _) in ran.items()}

    assert codes == {"baseline": 0, "monitor": 0, "absent": 1}, ran["baseline"][0].stderr[-3000:]
    assert [message for _, message in ran.values()] == [
        "Completed: Job completed successfully with no violations.",
        "CompletedWithViolations: Job completed successfully with 5 violations.",
        "hdfs:///data/absent.csv: there is no such file or folder; name a file, or a folder of files, with the data",
    ]


def test_documents_in_hdfs_are_those_of_one_host(ran, here, yarn):
    """To the last byte, and no other file lies beside them."""
    names = sorted(path.name for path in (here / "baseline").iterdir())
    listed = yarn.shell("-ls", "-C", "/out/baseline").decode().split()

    assert [Path(name).name for name in listed] == names
    for name in names:
        assert yarn.shell("-cat", f"/out/baseline/{name}") == (here / "baseline" / name).read_bytes(), name


def test_documents_in_s3_are_those_of_one_host(ran, here, store):
    """The same, where executors read ranges of an object."""
    names = [path.name for path in (here / "monitor").iterdir()]

    assert {key for key in store.held("monitor/") if not key.endswith("/")} == {f"monitor/{name}" for name in names}
    for name in names:
        assert store.get(f"monitor/{name}") == (here / "monitor" / name).read_bytes(), name


def test_a_run_that_fails_leaves_no_document(ran, yarn):
    """Nor what was begun beside one."""
    assert b"/out/absent/" not in yarn.shell("-ls", "-R", "/out")
