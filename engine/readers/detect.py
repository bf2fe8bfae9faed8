"""What format a dataset is in, by the first bytes of its first file and by that file's name."""

import codecs
import json
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO

from engine.errors import DatasetError
from engine.readers.store import compression, file_system, list_files, reason

CSV, TSV, JSON, PARQUET, CAPTURE, UNKNOWN = "csv", "tsv", "json", "parquet", "capture", "unknown"

NAMES = {
    ".csv": CSV,
    ".tsv": TSV,
    ".tab": TSV,
    ".json": JSON,
    ".jsonl": JSON,
    ".ndjson": JSON,
    ".parquet": PARQUET,
    ".pq": PARQUET,
}
DELIMITERS = ";|\t"
"""What else than a comma is usual between two fields."""

_PARQUET_MAGIC = b"PAR1"
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_JSON_RECORD = re.compile(r'\ufeff?\s*(\[\s*)?\{\s*["}]')
_JSON_OBJECT = re.compile(r"\ufeff?\s*\{")
_CAPTURE = re.compile(r'\ufeff?\s*\{\s*"captureData"\s*:')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LOOK = 4096
_LONGEST_CAPTURE = 64 * 1024 * 1024
"""The longest record in bytes that is looked through for what it captures; an endpoint takes less than that at once."""

_MOST_CONTROL = 0.1


def find_format(source: str, *, encoding: str = "utf-8") -> str:
    """Return CSV, TSV, JSON, CAPTURE or PARQUET for the files of *source*, or UNKNOWN for bytes that are no text.

    The bytes win where they are plain: a Parquet file says so, and bytes of which a tenth are control characters, read
    in *encoding*, are no text. Otherwise the name does; under any other name text is JSON where it begins like a JSON
    record, else CSV. What is JSON is a CAPTURE where its first record has "captureData". A dataset without a byte is CSV.
    """
    first = next((file for file in list_files(source) if file.size), None)
    if first is None:
        return CSV
    start = _start(source, first.path)
    if start.startswith(_PARQUET_MAGIC):
        return PARQUET
    text = start.decode(encoding, "ignore")
    # UTF-16 that nobody spoke of is text; the reader will say that its encoding has to be named.
    if len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text) and not start.startswith(_WIDE_MARKS):
        return UNKNOWN
    found = NAMES.get(_suffix(first.path)) or (JSON if _JSON_RECORD.match(text) else CSV)
    return CAPTURE if found == JSON and _is_capture(source, first.path, text, encoding) else found


def _is_capture(source: str, path: str, start: str, encoding: str) -> bool:
    """Whether the first record is a captured one; nearly all of those show it by how they *start*."""
    if _CAPTURE.match(start) or not _JSON_OBJECT.match(start):
        return _CAPTURE.match(start) is not None
    try:
        record = json.loads(_read(source, path, _first_line).decode(encoding).strip().removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and "captureData" in record


def likely_delimiter(names: tuple[str, ...]) -> str | None:
    """Return what seems to part the fields of a header that was read as one column; None for several *names*."""
    if len(names) != 1:
        return None
    return next((character for character in DELIMITERS if character in names[0]), None)


def _suffix(path: str) -> str:
    name = PurePosixPath(path)
    return PurePosixPath(name.stem).suffix.lower() if compression(path) else name.suffix.lower()


def _start(source: str, path: str) -> bytes:
    return _read(source, path, lambda stream: stream.read(_LOOK))


def _first_line(stream: BinaryIO) -> bytes:
    """Return the first line that is not blank, however long; of a longer one than any capture, its beginning."""
    blocks, size = [], 0
    while size < _LONGEST_CAPTURE and (block := stream.read(256 * 1024)):
        blocks.append(block if size else block.lstrip())
        size += len(blocks[-1])
        if b"\n" in blocks[-1]:
            break
    return b"".join(blocks).partition(b"\n")[0]


def _read(source: str, path: str, look: Callable[[BinaryIO], bytes]) -> bytes:
    system, _ = file_system(source)
    try:
        with system.open_input_stream(path, compression=compression(path)) as stream:
            return look(stream)
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read: {reason(error)}") from error
