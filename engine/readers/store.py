"""The files of a dataset, wherever they lie: a local path, or the address of a store that pyarrow reads (s3://, hdfs://)."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from pyarrow import ArrowInvalid, fs

from engine.errors import DatasetError

_COMPRESSIONS = {".gz": "gzip", ".bz2": "bz2", ".zst": "zstd"}


@dataclass(frozen=True, slots=True)
class File:
    """One file: its path inside the file system, and its size in bytes."""

    path: str
    size: int


def file_system(source: str) -> tuple[fs.FileSystem, str]:
    """Return the file system of *source* and the path inside it."""
    if "://" not in source:
        return fs.LocalFileSystem(), source
    try:
        return fs.FileSystem.from_uri(source)
    except ArrowInvalid as error:
        raise DatasetError(
            f"{source}: not an address that can be read; a local path, s3:// or hdfs:// was expected"
        ) from error


def is_there(source: str) -> bool:
    """Whether *source* is a file or folder on this host, or may be: who lists it will say what is wrong."""
    system, path = file_system(source)
    try:
        return system.get_file_info(path).type != fs.FileType.NotFound
    except OSError:
        return True


def list_files(source: str) -> tuple[File, ...]:
    """Return the files of *source*, a file or a folder with all its sub-folders, in name order.

    What Spark takes for hidden or unfinished is passed over, files and folders alike: a name that begins with a dot, or
    with an underscore (but `_year=2024` names a partition), or that ends with `._COPYING_`.
    """
    system, path = file_system(source)
    try:
        found = system.get_file_info(path)
        if found.type == fs.FileType.File:
            return (File(found.path, found.size),)
        if found.type == fs.FileType.NotFound:
            raise DatasetError(
                f"{source}: there is no such file or folder; name a file, or a folder of files, with the data"
            )
        entries = system.get_file_info(fs.FileSelector(path, recursive=True))
        files = [File(entry.path, entry.size) for entry in entries if entry.type == fs.FileType.File]
    except (OSError, ArrowInvalid) as error:
        raise DatasetError(f"{source}: cannot be listed: {reason(error)}") from error
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"{source}: the name of a file in it is not UTF-8 text, and so it cannot be read; rename or remove it"
        ) from error
    root = PurePosixPath(found.path)
    seen = (file for file in files if _is_data(PurePosixPath(file.path).relative_to(root)))
    return tuple(sorted(seen, key=lambda file: PurePosixPath(file.path).parts))


def _is_data(path: PurePosixPath) -> bool:
    return not any(_is_hidden(part) for part in path.parts)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or (name.startswith("_") and "=" not in name) or name.endswith("._COPYING_")


def compression(path: str) -> str | None:
    """Return how the file is compressed, by its name; None where it is not."""
    return _COMPRESSIONS.get(PurePosixPath(path).suffix.lower())


def reason(error: Exception) -> str:
    """Return the operating system's own words for *error*, without the path that the sentence around it names."""
    strerror = getattr(error, "strerror", None)
    return strerror or str(error).splitlines()[0]
