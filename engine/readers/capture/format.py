"""Captured traffic as a format: the one entry by which the rest of the engine knows it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

from engine.job.dataset import Dataset
from engine.readers.capture.options import CAPTURE_SIDES, POSITIONS, CaptureFormat, capture_sides
from engine.readers.format import CommandLine, Container, Flag, Format, Head, Likeness, Lines, Sample
from engine.readers.selection import Selection
from engine.readers.spelling import Options
from engine.readers.store import File, Store
from engine.readers.tables import Known, Table
from engine.readers.text.tolerance import SETTING, SHARE_FLAG, share_set

KEY = "sagemakerCaptureJson"
_POSITION = "output_columns_position"

_CAPTURE = re.compile(r'\ufeff?\s*\{\s*"captureData"\s*:')
_BLANKS = "\ufeff \t\r\n"
_OBJECT = re.compile(r"\ufeff?\s*\{")


def _detect(head: Head) -> Likeness:
    """A captured record is JSON with the member captureData; nearly all of those show it by how they begin."""
    if head.text is None or not _OBJECT.match(head.text):
        return Likeness.NONE
    if not (_CAPTURE.match(head.text) or _has_capture(head.first_line())):
        return Likeness.NONE
    return Likeness.NAME if head.suffix in (".json", ".jsonl", ".ndjson") else Likeness.BEGINNING


def _has_capture(line: str) -> bool:
    try:
        record, _ = json.JSONDecoder().raw_decode(line.lstrip(_BLANKS))
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and "captureData" in record


def _describe(store: Store, dataset: Dataset[CaptureFormat], files: tuple[File, ...], known: Known) -> Table | None:
    if known.quality is not None:
        from engine.readers.merged.look import describe_merged

        return describe_merged(store, dataset, files, known, share=dataset.format.bad_records_share)
    from engine.readers.capture.look import describe_captures

    return describe_captures(store, dataset, files, known)


def _lines(written: CaptureFormat) -> Lines:
    from engine.readers.capture.scriptable import captured_lines

    return captured_lines(written)


def _select(store: Store, dataset: Dataset[CaptureFormat]) -> Selection:
    from engine.readers.capture.files import select_captures

    return select_captures(store, dataset.format, dataset.window)


FLAGS = (
    Flag(
        "--capture-index-names",
        {
            "nargs": "+",
            "metavar": "SIDE",
            "help": f"the sides to read: {' and '.join(CAPTURE_SIDES)}; if not said, those that the records have",
        },
    ),
    Flag(
        "--start",
        {"metavar": "TIME", "help": "read from then on: ISO 8601, as 2024-03-18T13:00:00Z; UTC without an offset"},
    ),
    Flag("--end", {"metavar": "TIME", "help": "read what is before then, written in the same way"}),
    Flag("--last", {"metavar": "SPAN", "help": "read the time before now: 6h, 30m, 2d, 1w, 1h30m"}),
    Flag("--endpoint", {"metavar": "NAME", "help": "read one of several endpoints"}),
    Flag("--variant", {"metavar": "NAME", "help": "read one of several variants"}),
    Flag(
        "--output-columns-position",
        {
            "default": POSITIONS[0],
            "choices": POSITIONS,
            "help": "where the output's columns stand: before the input's (START, if not said) or behind them (END)",
        },
    ),
    SHARE_FLAG,
)


def _read_words(written: CaptureFormat, words: Mapping[str, Any]) -> CaptureFormat:
    names, share = words["capture_index_names"], words["bad_records_share"]
    return CaptureFormat(
        sides=capture_sides(names and ",".join(names)),
        endpoint=words["endpoint"],
        variant=words["variant"],
        bad_records_share=written.bad_records_share if share is None else share,
        output_columns_position=words["output_columns_position"],
    )


def _parse(options: Options) -> CaptureFormat:
    """The position of the output's columns may stand beside the sides, or where the SDK has it: in the original's format."""
    given = options.of("captureIndexNames", "originalDatasetFormat", _POSITION)
    position = given.get(_POSITION, _original_position(given.get("originalDatasetFormat")))
    word = POSITIONS[0] if position is None else options.choice(_POSITION, position, POSITIONS)
    return CaptureFormat(sides=capture_sides(given.get("captureIndexNames")), output_columns_position=word)


def _original_position(original: object) -> object:
    """Return the position that the format of what was captured has; None where it has none."""
    options = next(iter(original.values()), None) if isinstance(original, dict) else None
    said = {key.casefold(): value for key, value in options.items()} if isinstance(options, dict) else {}
    return said.get(_POSITION)


def _choose(written: CaptureFormat, get: Callable[[str], str | None]) -> CaptureFormat:
    return replace(
        written,
        endpoint=get("sagemaker_endpoint_name"),
        variant=get("variant_name"),
        bad_records_share=share_set(get),
    )


def _shown(written: CaptureFormat) -> Mapping[str, object]:
    """What is as it always is, the position of the output, is not told."""
    usual = written.output_columns_position == POSITIONS[0]
    told = {name: value for name, value in asdict(written).items() if not (usual and name == _POSITION)}
    return {"format": "capture", **told}


CAPTURES = Format(
    title="captured traffic",
    detect=_detect,
    describe=_describe,
    select=_select,
    shown=_shown,
    lines=_lines,
    command_line=CommandLine(
        names={"capture": CaptureFormat()},
        flags=FLAGS,
        read=_read_words,
        flags_choose="chooses among the records of captured traffic",
        read_as="captured traffic",
        or_say=", or say --format capture",
    ),
    container=Container(
        key=KEY,
        parse=_parse,
        variables=("start_time", "end_time", "sagemaker_endpoint_name", "variant_name", SETTING),
        choose=_choose,
        chooses_records=True,
    ),
    has_times=True,
    samples=(
        Sample(
            "a.jsonl",
            b'{"captureData": {"endpointInput": {"encoding": "CSV", "data": "1,2"}}}\n',
            CaptureFormat(),
        ),
    ),
)
