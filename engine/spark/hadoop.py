"""Files of a Hadoop file system without libhdfs: the driver reaches them through spark-submit's JVM, and Spark brings them to tasks.

In the engine such a file is called `hdfs:/host:port/folder/file`, by which it is known: a path of no other system begins so.
"""

import errno
import io
import os
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from typing import TYPE_CHECKING, Any

from pyarrow import PythonFile, fs

from engine.errors import DatasetError
from engine.spark.jvm.doorway import JavaObject, submitted_jvm
from engine.spark.submitted import is_submitted
from engine.stores.address import HADOOP

if TYPE_CHECKING:
    from pyspark import RDD
    from pyspark.sql import SparkSession

LARGEST = 256 * 1024 * 1024
"""The most bytes of whole files that one task is brought; the JVM and Python each hold them for a while."""

_GLOB = re.compile(r"([\\*?\[\]{},])")
_brought: dict[str, bytes] = {}
"""In a worker of Spark's, the files that its task has been brought, by path; a worker does one task at a time."""


class _Stream(io.RawIOBase):
    """A file that the JVM has opened, read by ranges; each one crosses to Python as text, some 30 MB in a second."""

    def __init__(self, opened: JavaObject, size: int) -> None:
        super().__init__()
        self._opened, self._size, self._at = opened, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def read(self, size: int = -1) -> bytes:
        wanted = self._size - self._at if size < 0 else min(size, self._size - self._at)
        if wanted <= 0:
            return b""
        self._opened.seek(self._at)
        found = bytes(self._opened.readNBytes(wanted))
        self._at += len(found)
        return found

    def close(self) -> None:
        if not self.closed:
            self._opened.close()
        super().close()


class _Writing(io.BytesIO):
    """What is written to a file: it is there as a whole when this is closed, and not before."""

    def __init__(self, system: JavaObject, path: JavaObject, beside: JavaObject) -> None:
        super().__init__()
        self._system, self._path, self._beside = system, path, beside

    def close(self) -> None:
        if self.closed:
            return
        content = self.getvalue()
        super().close()
        with _told():
            stream = self._system.create(self._beside, True)
            stream.write(content)
            stream.close()
            self._system.delete(self._path, False)
            if not self._system.rename(self._beside, self._path):
                raise OSError(errno.EIO, "the file system does not rename what was written")


@contextmanager
def _told() -> Iterator[None]:
    """Raise what the JVM says of a file as an OSError with the first line of its words."""
    from py4j.protocol import Py4JJavaError

    try:
        yield
    except Py4JJavaError as error:
        java: Any = error.java_exception
        name, words = str(java.getClass().getSimpleName()), str(java.getMessage()).splitlines()[0]
        if name == "FileNotFoundException":
            raise FileNotFoundError(errno.ENOENT, words) from None
        raise OSError(errno.EACCES if name == "AccessControlException" else errno.EIO, f"{name}: {words}") from None


class HadoopFiles(fs.FileSystemHandler):  # type: ignore[misc] # Arrow has no types
    """A Hadoop file system for Arrow; to tasks it goes as its name alone."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HadoopFiles)

    __hash__ = None  # type: ignore[assignment]

    def get_type_name(self) -> str:
        return "hadoop"

    def normalize_path(self, path: str) -> str:
        return path

    def get_file_info(self, paths: Sequence[str]) -> list[fs.FileInfo]:
        return [_info(path) for path in paths]

    def get_file_info_selector(self, selector: fs.FileSelector) -> list[fs.FileInfo]:
        with _told():
            system, path = _java(selector.base_dir)
            if not system.exists(path):
                if selector.allow_not_found:
                    return []
                raise FileNotFoundError(errno.ENOENT, "no such folder")
            return list(_listed(system, path, recursive=selector.recursive))

    def open_input_stream(self, path: str) -> PythonFile:
        return self.open_input_file(path)

    def open_input_file(self, path: str) -> PythonFile:
        if path in _brought:
            return PythonFile(io.BytesIO(_brought[path]), mode="r")
        with _told():
            system, place = _java(path)
            return PythonFile(_Stream(system.open(place), system.getFileStatus(place).getLen()), mode="r")

    def open_output_stream(self, path: str, metadata: object) -> PythonFile:  # noqa: ARG002 - Arrow's form
        folder, _, name = path.rpartition("/")
        with _told():
            system, place = _java(path)
            _, beside = _java(f"{folder}/.{name}.{uuid.uuid4().hex}.unfinished")
            return PythonFile(_Writing(system, place, beside), mode="w")

    def open_append_stream(self, path: str, metadata: object) -> PythonFile:
        raise NotImplementedError

    def delete_file(self, path: str) -> None:
        with _told():
            system, place = _java(path)
            if not system.delete(place, False):
                raise FileNotFoundError(errno.ENOENT, "no such file")

    def create_dir(self, path: str, recursive: bool) -> None:
        raise NotImplementedError

    def delete_dir(self, path: str) -> None:
        raise NotImplementedError

    def delete_dir_contents(self, path: str, missing_dir_ok: bool = False) -> None:
        raise NotImplementedError

    def delete_root_dir_contents(self) -> None:
        raise NotImplementedError

    def move(self, src: str, dest: str) -> None:
        raise NotImplementedError

    def copy_file(self, src: str, dest: str) -> None:
        raise NotImplementedError


def open_hadoop(address: str) -> tuple[fs.FileSystem, str]:
    """Return the file system of *address*, `hdfs://...`, and what the engine calls the place in it.

    Raises OSError where the JVM knows no such system.
    """
    with _told():
        jvm = submitted_jvm()
        system = jvm.org.apache.hadoop.fs.FileSystem.get(jvm.java.net.URI.create(_root(address)), _settings())
        root = str(system.getUri().toString()).rstrip("/")
    path = address.partition("://")[2].partition("/")[2].strip("/")
    return fs.PyFileSystem(HadoopFiles()), f"{root.replace('://', ':/', 1)}/{path}".rstrip("/")


def is_brought(path: str) -> bool:
    """Return whether the file that the engine calls *path* comes to tasks by Spark."""
    return path.startswith(tuple(f"{scheme}:/" for scheme in HADOOP))


def bring(spark: "SparkSession", files: Mapping[int, Mapping[str, int]]) -> "RDD[Any]":
    """Return an RDD with a partition for each number of *files*, which holds (number, path, content) of its files, whole.

    *files* are the paths that each number is about, and their sizes. Raises DatasetError for more than LARGEST in one.
    """
    from pyspark.sql.functions import lit

    frames = []
    for number, sizes in files.items():
        if sum(sizes.values()) > LARGEST:
            raise DatasetError(
                f"{max(sizes, key=lambda path: sizes[path])}: {sum(sizes.values()) >> 20} MB of whole files would come to one "
                f"task, and {LARGEST >> 20} MB may, for the hosts have no libhdfs to read ranges with: name its folder there "
                f"with ARROW_LIBHDFS_DIR, write smaller files, or copy them to S3",
                code="hdfs-file-too-large",
            )
        paths = [_GLOB.sub(r"\\\1", _address(path)) for path in sizes]
        read = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(paths)
        frames.append(read.select(lit(number), "path", "content").coalesce(1))
    return reduce(lambda one, other: one.union(other), frames).rdd


def from_brought(
    work: Callable[[Iterable[Any]], Iterable[bytes]], items: Mapping[int, Any]
) -> Callable[[Iterable[Any]], Iterator[bytes]]:
    """Return what a task runs over a partition of `bring`: *work* on the one of *items* whose number it has."""

    def read(rows: Iterable[Any]) -> Iterator[bytes]:
        numbers = set()
        try:
            for number, address, content in rows:
                _hold(address, content)
                numbers.add(number)
            yield from work([items[number] for number in numbers])
        finally:
            _let_go()

    return read


def _hold(address: str, content: bytearray) -> None:
    """Keep a file that has come; a function of the module, for a task's own would have a dictionary of its own."""
    _brought[address.replace("://", ":/", 1)] = bytes(content)


def _let_go() -> None:
    _brought.clear()


def _info(path: str) -> fs.FileInfo:
    if path in _brought:
        return fs.FileInfo(path, fs.FileType.File, size=len(_brought[path]))
    with _told():
        system, place = _java(path)
        if not system.exists(place):
            return fs.FileInfo(path, fs.FileType.NotFound)
        return _info_of(path, system.getFileStatus(place))


def _listed(system: JavaObject, folder: JavaObject, *, recursive: bool) -> Iterator[fs.FileInfo]:
    for status in system.listStatus(folder):
        info = _info_of(str(status.getPath().toString()).replace("://", ":/", 1), status)
        yield info
        if recursive and info.type == fs.FileType.Directory:
            yield from _listed(system, status.getPath(), recursive=True)


def _info_of(path: str, status: JavaObject) -> fs.FileInfo:
    if status.isDirectory():
        return fs.FileInfo(path, fs.FileType.Directory)
    return fs.FileInfo(path, fs.FileType.File, size=status.getLen())


def _java(path: str) -> tuple[JavaObject, JavaObject]:
    """Return the JVM's file system of what the engine calls *path*, and the place in it; OSError in a task, which has none."""
    if not is_submitted():
        raise OSError(errno.EIO, "this host has no libhdfs to read it with")
    jvm = submitted_jvm()
    place = jvm.org.apache.hadoop.fs.Path(_address(path))
    return place.getFileSystem(_settings()), place


def _settings() -> JavaObject:
    """Return Hadoop's settings with those that spark-submit was given (spark.hadoop.*)."""
    jvm = submitted_jvm()
    spark = jvm.org.apache.spark
    return spark.deploy.SparkHadoopUtil.get().newConfiguration(spark.SparkConf())


def _address(path: str) -> str:
    return path.replace(":/", "://", 1)


def _root(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme.lower()}://{rest.partition('/')[0]}/"
