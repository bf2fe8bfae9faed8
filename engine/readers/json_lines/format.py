"""JSON as a format: the one entry by which the rest of the engine knows it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.job.dataset import Dataset
from engine.readers.format import CommandLine, Container, Format, Head, Likeness, Lines, Sample, Sides
from engine.readers.json_lines.options import JsonFormat
from engine.readers.selection import all_files
from engine.readers.spelling import Options
from engine.readers.store import File, Store
from engine.readers.tables import Known, Table
from engine.readers.text.tolerance import SETTING, SHARE_FLAG, share_set

_SUFFIXES = {".json": "json", ".jsonl": "json", ".ndjson": "json"}
_RECORD = re.compile(r'\ufeff?\s*(\[\s*)?\{\s*["}]')


def _detect(head: Head) -> Likeness:
    """It begins with an object, or with a list of objects."""
    if head.text is None:
        return Likeness.NONE
    if head.suffix in _SUFFIXES:
        return Likeness.NAME
    return Likeness.BEGINNING if _RECORD.match(head.text) else Likeness.NONE


def _describe(store: Store, dataset: Dataset[JsonFormat], files: tuple[File, ...], known: Known) -> Table | None:
    from engine.readers.json_lines.by_path import by_paths
    from engine.readers.json_lines.look import describe_json

    table = describe_json(store, dataset, files, known)
    return table if table is None or known.quality is None else by_paths(table, known.quality)


def _lines(_written: JsonFormat) -> Lines:
    from engine.readers.json_lines.scriptable import JsonLines

    return JsonLines()


def _read_words(written: JsonFormat, words: Mapping[str, Any]) -> JsonFormat:
    share = words[SHARE_FLAG.name]
    return written if share is None else replace(written, bad_records_share=share)


def _parse(options: Options) -> JsonFormat:
    """The SDK says `lines`, the API `Line`."""
    given = options.of("lines", "line")
    said = [options.flag(name, value) for name, value in given.items()]
    return JsonFormat(lines=any(said))


def _choose(written: JsonFormat, get: Callable[[str], str | None]) -> JsonFormat:
    return replace(written, bad_records_share=share_set(get))


def _shown(written: JsonFormat) -> Mapping[str, object]:
    return {"format": "json", "bad_records_share": written.bad_records_share}


JSON = Format(
    title="JSON",
    detect=_detect,
    describe=_describe,
    select=all_files,
    shown=_shown,
    lines=_lines,
    command_line=CommandLine(
        names={"json": JsonFormat()},
        suffixes=_SUFFIXES,
        flags=(SHARE_FLAG,),
        read=_read_words,
        flags_choose="is for records of JSON",
        read_as="JSON, every record of it",
    ),
    container=Container(key="json", parse=_parse, variables=(SETTING,), choose=_choose),
    sides=lambda written: Sides(written, written),
    samples=(
        Sample("a.json", b'{"a": 1, "b": [{}]}\n', JsonFormat()),
        Sample("b.json", b'[{"a": 1}]', JsonFormat()),
    ),
)
