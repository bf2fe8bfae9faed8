"""Cuts from an environment what no run of the engine uses; for the image's build alone.

    python image/cut.py SITE_PACKAGES

It prints what went, and what it was for. What is left has to pass image/check.py.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from shutil import rmtree

JARS = {
    "state of streaming queries": ("rocksdbjni-", "spark-streaming_"),
    "Hive": (
        *("HikariCP-", "ST4-", "antlr-runtime-", "bonecp-", "commons-dbcp-", "commons-pool-", "datanucleus-", "derby-"),
        *("hive-beeline-", "hive-cli-", "hive-common-", "hive-exec-", "hive-jdbc-", "hive-llap-", "hive-metastore-"),
        *("hive-serde-", "hive-service-", "hive-shims-", "javax.jdo-", "javolution-", "jdo-api-", "jodd-core-"),
        *(
            "jpam-",
            "json-1.8",
            "jta-",
            "libfb303-",
            "libthrift-",
            "opencsv-",
            "spark-hive-",
            "spark-hive_",
            "super-csv-",
        ),
        *("stax-api-", "transaction-api-"),
    ),
    "Kubernetes": ("kubernetes-", "logging-interceptor-", "okhttp-", "okio-", "spark-kubernetes_", "zjsonpatch-"),
    "Mesos": ("mesos-", "spark-mesos_"),
    "YARN": ("hadoop-yarn-", "spark-yarn_"),
    "machine learning and graphs": (
        # Deequ's suggestion rules take their distributions from breeze, and its HoltWinters an optimizer, which solves
        # equations: what these stand on stays with it (blas-, lapack-, arpack_combined_all-, breeze-macros_).
        *(
            "JLargeArrays-",
            "JTransforms-",
            "algebra_",
            "arpack-",
            "cats-kernel_",
            "jaxb-runtime-",
        ),
        *("spark-graphx_", "spark-mllib", "spire"),
    ),
    "a Scala prompt": ("jline-", "scala-compiler-", "spark-repl_"),
    "other systems": ("netty-transport-classes-kqueue-", "netty-transport-native-kqueue-"),
}
"""What Spark's jars are for that go, by the beginnings of their names."""

PYTHON = {
    "tests": ("*/tests", "*/*/tests", "*/*/*/tests", "pyarrow/_pyarrow_cpp_tests*", "pyspark/testing"),
    "for compiling against": ("pyarrow/include", "pyarrow/src", "numpy/_core/include", "numpy/_core/lib", "*/**/*.pxd"),
    "sources of compiled modules": ("*/**/*.pyx", "*/**/*.pxi", "*/**/*.pyi"),
    "Arrow Flight": ("pyarrow/*flight*",),
    "machine learning": ("pyspark/ml", "pyspark/mllib"),
    "Spark's examples, scripts and second copies": (
        *(
            "pyspark/data",
            "pyspark/examples",
            "pyspark/pandas",
            "pyspark/python",
            "pyspark/sbin",
            "../../../share/py4j",
        ),
    ),
}
"""What else goes, by patterns of paths below the folder of packages."""


def cut(packages: Path) -> None:
    """Remove what the tables name from the folder *packages*, and symbols that only a linker needs."""
    jars = packages / "pyspark" / "jars"
    for purpose, beginnings in JARS.items():
        _remove(purpose, [jar for beginning in beginnings for jar in jars.glob(f"{beginning}*.jar")])
    for purpose, patterns in PYTHON.items():
        _remove(purpose, [path for pattern in patterns for path in packages.glob(pattern)])
    _share_copies(packages / "pyarrow")
    _strip([*packages.glob("llvmlite/**/*.so"), *packages.glob("pyarrow/*.so*")])


def _remove(purpose: str, paths: Iterable[Path]) -> None:
    size = 0
    for path in paths:
        if path.is_dir():
            size += sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
            rmtree(path)
        elif path.exists():
            size += path.stat().st_size
            path.unlink()
    _tell(purpose, size)


def _share_copies(folder: Path) -> None:
    """Let libraries that lie in *folder* under three names (a wheel holds no links) be one file."""
    size = 0
    for whole in folder.glob("lib*.so.*.*.*"):
        for copy in folder.glob(f"{whole.name.partition('.so')[0]}.so*"):
            if copy != whole and copy.read_bytes() == whole.read_bytes():
                size += copy.stat().st_size
                copy.unlink()
                copy.symlink_to(whole.name)
    _tell("the same library under another name", size)


def _strip(libraries: Iterable[Path]) -> None:
    files = [path for path in libraries if not path.is_symlink()]
    before = sum(path.stat().st_size for path in files)
    subprocess.run(["strip", "--strip-unneeded", *files], check=True)  # noqa: S607 - wherever binutils is
    _tell("symbols", before - sum(path.stat().st_size for path in files))


def _tell(purpose: str, size: int) -> None:
    sys.stdout.write(f"{size / 1e6:8.1f} MB  {purpose}\n")


if __name__ == "__main__":
    cut(Path(sys.argv[1]))
