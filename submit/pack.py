"""Packs the environment that runs this file for a cluster: `make dist` calls it by the environment's own Python.

    build/environment/bin/python submit/pack.py dist --node-python /usr/bin/python3.11

The kernels are compiled here, for any processor of the architecture, so that executors compile nothing. What comes out is
environment.tar.gz, for spark-submit's --archives: a virtual environment whose Python is a link to that of the nodes, by
which it runs wherever it is unpacked.
"""

import argparse
import gzip
import io
import json
import os
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

CPU = "generic"


def main() -> None:
    """Compile, and write the archive."""
    words = argparse.ArgumentParser(description="Pack this environment for a Spark cluster.")
    words.add_argument("folder", type=Path, help="the folder to write environment.tar.gz to")
    words.add_argument("--node-python", required=True, help="the path of the Python on the cluster's nodes")
    asked = words.parse_args()
    compile_for_any_processor()
    pack(Path(sys.prefix), asked.folder / "environment.tar.gz", asked.node_python)


def compile_for_any_processor() -> None:
    """Compile all kernels into this environment, and note beside them where they were and for which processor."""
    os.environ["NUMBA_CPU_NAME"] = CPU
    os.environ["MODEL_MONITOR_HOME"] = str(Path(sys.prefix) / "share" / "model-monitor")
    from engine.home import PACKED, share_kernel_cache

    share_kernel_cache()
    from engine import __file__ as package
    from engine import documents, profile, quality, readers

    documents.prepare()
    profile.prepare()
    quality.prepare()
    readers.prepare()
    told = {"package": str(Path(package).parent), "cpu": CPU}
    Path(os.environ["NUMBA_CACHE_DIR"], PACKED).write_text(json.dumps(told))


def pack(environment: Path, archive: Path, node_python: str) -> None:
    """Write *environment* to *archive*, a .tar.gz; its Python is a link to *node_python*, and its other programs stay out."""
    archive.parent.mkdir(exist_ok=True)
    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        for path in _files(environment):
            tar.add(path, str(path.relative_to(environment)), recursive=False, filter=_nobodys)
        for name in ("python", "python3"):
            link = tarfile.TarInfo(f"bin/{name}")
            link.type, link.linkname = tarfile.SYMTYPE, node_python
            tar.addfile(link)
        _add_text(tar, "pyvenv.cfg", _configuration(node_python))


def _files(environment: Path) -> Iterator[Path]:
    """Yield what belongs in the archive, in the order of names: packages, and what set-up has made."""
    for top in ("lib", "share"):
        yield from (path for path in sorted((environment / top).rglob("*")) if not path.is_dir() or path.is_symlink())


def _configuration(node_python: str) -> str:
    """Return how a Python finds its own library from an environment. Source: PEP 405."""
    version = ".".join(map(str, sys.version_info[:3]))
    return f"home = {os.path.dirname(node_python)}\ninclude-system-site-packages = false\nversion = {version}\n"


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    told = tarfile.TarInfo(name)
    told.size = len(text)
    tar.addfile(told, io.BytesIO(text.encode()))


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Take the builder's name off, and let everybody read; times are whole seconds, by which byte code is known."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = int(member.mtime)
    member.mode |= 0o444
    return member


if __name__ == "__main__":
    main()
