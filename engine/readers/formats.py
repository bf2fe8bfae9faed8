"""What format a dataset is in, by the name of its first file and by its first bytes."""

from pathlib import PurePosixPath

from engine.errors import DatasetError
from engine.readers.files import compression, file_system, list_files, reason

CSV, TSV, JSON_LINES, PARQUET, UNKNOWN = "csv", "tsv", "json", "parquet", "unknown"

NAMES = {
    ".csv": CSV,
    ".txt": CSV,
    ".data": CSV,
    ".tsv": TSV,
    ".tab": TSV,
    ".json": JSON_LINES,
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
    ".parquet": PARQUET,
    ".pq": PARQUET,
}
_PARQUET_MAGIC = b"PAR1"
_BINARY = bytes(byte for byte in range(32) if byte not in b"\t\n\r\x0b\x0c\x1b")
_LOOK = 4096


def find_format(source: str) -> str:
    """Return CSV, TSV, JSON_LINES or PARQUET for the files of *source*, or UNKNOWN for bytes that are no text.

    The bytes win where they are plain (a Parquet file says so, a JSON line begins with a brace); otherwise the name does,
    and text under any other name is CSV. A dataset without a byte is CSV.
    """
    first = next((file for file in list_files(source) if file.size), None)
    if first is None:
        return CSV
    named = NAMES.get(_suffix(first.path))
    start = _start(source, first.path)
    if start.startswith(_PARQUET_MAGIC):
        return PARQUET
    if named is not None:
        return named
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b'{"', b"{ ")):
        return JSON_LINES
    return UNKNOWN if len(start.translate(None, _BINARY)) < 0.9 * len(start) else CSV


def _suffix(path: str) -> str:
    name = PurePosixPath(path)
    return PurePosixPath(name.stem).suffix.lower() if compression(path) else name.suffix.lower()


def _start(source: str, path: str) -> bytes:
    system, _ = file_system(source)
    try:
        with system.open_input_stream(path, compression=compression(path)) as stream:
            return stream.read(_LOOK)
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read: {reason(error)}") from error
