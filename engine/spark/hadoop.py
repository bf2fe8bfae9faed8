"""A Hadoop file system without libhdfs, for Arrow: the driver reaches it through spark-submit's JVM, tasks have what they were brought."""

import errno
import io
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from pyarrow import PythonFile, fs

from engine.spark.brought import address_of, held
from engine.spark.jvm.doorway import JavaObject, submitted_jvm
from engine.spark.submitted import is_submitted


class _Stream(io.RawIOBase):
    """A file that the JVM has opened, read by ranges; each one crosses to Python as text, some 30 MB in a second."""

    def __init__(self, opened: JavaObject, size: int) -> None:
        super().__init__()
        self._opened, self._size, self._at = opened, size, 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can go on anywhere."""
        return True

    def tell(self) -> int:
        """Return the offset at which it goes on."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go on at *offset*."""
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def read(self, size: int = -1) -> bytes:
        """Return *size* bytes, or what is left; none only at the end."""
        wanted = self._size - self._at if size < 0 else min(size, self._size - self._at)
        if wanted <= 0:
            return b""
        self._opened.seek(self._at)
        found = bytes(self._opened.readNBytes(wanted))
        self._at += len(found)
        return found

    def close(self) -> None:
        """Let go of the file."""
        if not self.closed:
            self._opened.close()
        super().close()


class _Writing(io.BytesIO):
    """What is written to a file: it is there as a whole when this is closed, and not before."""

    def __init__(self, system: JavaObject, path: JavaObject, beside: JavaObject) -> None:
        super().__init__()
        self._system, self._path, self._beside = system, path, beside

    def close(self) -> None:
        """Write all of it, under another name first. Raises OSError where that fails."""
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
        name, words = str(java.getClass().getSimpleName()), f"{java.getMessage()}\n".splitlines()[0]
        if name == "FileNotFoundException":
            raise FileNotFoundError(errno.ENOENT, words) from None
        raise OSError(errno.EACCES if name == "AccessControlException" else errno.EIO, f"{name}: {words}") from None


class HadoopFiles(fs.FileSystemHandler):  # type: ignore[misc] # Arrow has no types
    """A Hadoop file system for Arrow; to tasks it goes as its name alone."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HadoopFiles)

    __hash__ = None  # type: ignore[assignment]

    def get_type_name(self) -> str:
        """Return what Arrow calls it."""
        return "hadoop"

    def normalize_path(self, path: str) -> str:
        """Return *path*: it is as it should be."""
        return path

    def get_file_info(self, paths: Sequence[str]) -> list[fs.FileInfo]:
        """Return what is at each of *paths*, nothing among it."""
        return [_info(path) for path in paths]

    def get_file_info_selector(self, selector: fs.FileSelector) -> list[fs.FileInfo]:
        """Return what is in a folder. Raises FileNotFoundError where it is absent and may not be."""
        with _told():
            system, path = _java(selector.base_dir)
            if not system.exists(path):
                if selector.allow_not_found:
                    return []
                raise FileNotFoundError(errno.ENOENT, "no such folder")
            return list(_listed(system, path, recursive=selector.recursive))

    def open_input_stream(self, path: str) -> PythonFile:
        """Open a file, as `open_input_file`."""
        return self.open_input_file(path)

    def open_input_file(self, path: str) -> PythonFile:
        """Open a file that was brought, or is within the JVM's reach. Raises OSError for another one."""
        if (content := held(path)) is not None:
            return PythonFile(io.BytesIO(content), mode="r")
        with _told():
            system, place = _java(path)
            return PythonFile(_Stream(system.open(place), system.getFileStatus(place).getLen()), mode="r")

    def open_output_stream(self, path: str, metadata: object) -> PythonFile:  # noqa: ARG002 - Arrow's form
        """Open a file to be written, which is there when it is closed."""
        folder, _, name = path.rpartition("/")
        with _told():
            system, place = _java(path)
            _, beside = _java(f"{folder}/.{name}.{uuid.uuid4().hex}.unfinished")
            return PythonFile(_Writing(system, place, beside), mode="w")

    def open_append_stream(self, path: str, metadata: object) -> PythonFile:
        """Raise NotImplementedError: the engine never asks for it."""
        raise NotImplementedError

    def delete_file(self, path: str) -> None:
        """Delete a file. Raises FileNotFoundError where there is none."""
        with _told():
            system, place = _java(path)
            if not system.delete(place, False):
                raise FileNotFoundError(errno.ENOENT, "no such file")

    def create_dir(self, path: str, recursive: bool) -> None:
        """Raise NotImplementedError: the engine never asks for it."""
        raise NotImplementedError

    def delete_dir(self, path: str) -> None:
        """Raise NotImplementedError: the engine never asks for it."""
        raise NotImplementedError

    def delete_dir_contents(self, path: str, missing_dir_ok: bool = False) -> None:
        """Raise NotImplementedError: the engine never asks for it."""
        raise NotImplementedError

    def delete_root_dir_contents(self) -> None:
        """Raise NotImplementedError: the engine never asks for it."""
        raise NotImplementedError

    def move(self, src: str, dest: str) -> None:
        """Raise NotImplementedError: the engine never asks for it."""
        raise NotImplementedError

    def copy_file(self, src: str, dest: str) -> None:
        """Raise NotImplementedError: the engine never asks for it."""
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


def _info(path: str) -> fs.FileInfo:
    if (content := held(path)) is not None:
        return fs.FileInfo(path, fs.FileType.File, size=len(content))
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
    place = jvm.org.apache.hadoop.fs.Path(address_of(path))
    return place.getFileSystem(_settings()), place


@cache
def _settings() -> JavaObject:
    """Return Hadoop's settings with those that spark-submit was given (spark.hadoop.*); the JVM reads them for a while."""
    jvm = submitted_jvm()
    spark = jvm.org.apache.spark
    return spark.deploy.SparkHadoopUtil.get().newConfiguration(spark.SparkConf())


def _root(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme.lower()}://{rest.partition('/')[0]}/"
