"""The engine as a Spark program, the file that spark-submit is given: settings of the container's contract as flags.

    spark-submit ... submit.py --dataset-source s3://bucket/data --dataset-format '{"csv": {"header": true} }' \
      --output-path s3://bucket/out

It ends with 0 or 255, as the container does. docs/emr.md has the commands. What it says where the engine is not there
runs on any Python 3.
"""

import sys

ENVIRONMENT = (
    "give spark-submit --archives environment.tar.gz#environment (made by `make dist`) and PYSPARK_PYTHON=./environment/bin/python: "
    "in cluster mode as spark.yarn.appMasterEnv.PYSPARK_PYTHON and spark.executorEnv.PYSPARK_PYTHON, in client mode with "
    "PYSPARK_DRIVER_PYTHON too, the Python of an environment that is unpacked on this host"
)


def fail(code: str, text: str) -> None:
    """Say in one line of the log why nothing can begin, and end."""
    sys.stderr.write(f"ERROR [{code}] {text}\n")
    sys.exit(255)


if sys.version_info[:2] < (3, 11):  # noqa: UP036 - the default Python of a cluster may be older
    fail(
        "driver-python-too-old",
        f"The engine needs Python 3.11 or later, and the driver's is {sys.version.split()[0]}: {ENVIRONMENT}",
    )

from importlib.util import find_spec  # noqa: E402 - what is above runs on any Python

missing = [
    name for name in ("engine", "numba", "numpy", "pandas", "pyarrow", "pydeequ", "pyspark") if not find_spec(name)
]
if missing:
    fail(
        "driver-without-module",
        f"The driver's Python, {sys.executable}, has no module {missing[0]}: {ENVIRONMENT}",
    )

from engine.signals import hold_signals  # noqa: E402

hold_signals()  # what is imported below takes a while

import os  # noqa: E402

from engine.__main__ import main  # noqa: E402
from engine.ending import end_process  # noqa: E402

end_process(main(sys.argv[1:], os.environ))
