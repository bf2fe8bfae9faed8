"""Makes captured traffic of the rows of a CSV file, the same rows in each encoding, one record a row; and JSON lines.

The first column is the model's output, the others its input. Needs nothing but Python.
"""

import base64
import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

Row = Sequence[str]


def records(source: Path, encoding: str, rows: int) -> Iterator[str]:
    """Yield the first *rows* rows of *source* as captured records, a line each, with input in *encoding*."""
    with source.open(newline="") as file:
        lines = csv.reader(file)
        names = next(lines)[1:]
        for number, row in enumerate(islice(lines, rows)):
            sides = {
                "endpointInput": ENCODINGS[encoding](names, row[1:]),
                "endpointOutput": _side(row[0], "CSV", "text/csv"),
            }
            event = {"eventId": f"{number:036d}", "inferenceTime": "2024-03-18T13:00:00Z"}
            yield json.dumps({"captureData": sides, "eventMetadata": event, "eventVersion": "0"}) + "\n"


def write_captures(source: Path, folder: Path, encoding: str, rows: int) -> None:
    """Write one file of captured records."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "captures.jsonl").open("w") as file:
        file.writelines(records(source, encoding, rows))


def write_small_files(source: Path, folder: Path, files: int, records_each: int) -> None:
    """Write many files of few captured records each, in hour folders as an endpoint leaves them."""
    lines = records(source, "CSV", files * records_each)
    for number in range(files):
        hour = folder / "endpoint" / "AllTraffic" / f"2024/03/{1 + number // 24 % 28:02d}/{number % 24:02d}"
        hour.mkdir(parents=True, exist_ok=True)
        (hour / f"{number:06d}.jsonl").write_text("".join(islice(lines, records_each)))


def _side(data: str, encoding: str, content_type: str) -> Mapping[str, str]:
    return {"observedContentType": content_type, "mode": "INPUT", "data": data, "encoding": encoding}


def _csv(_names: Row, row: Row) -> Mapping[str, str]:
    return _side(",".join(row), "CSV", "text/csv")


def _base64(_names: Row, row: Row) -> Mapping[str, str]:
    return _side(base64.b64encode(",".join(row).encode()).decode(), "BASE64", "text/csv; charset=utf-8")


def write_json_lines(source: Path, path: Path, rows: int) -> None:
    """Write the first *rows* rows of *source* as JSON lines, an object each."""
    with source.open(newline="") as file, path.open("w") as lines:
        read = csv.reader(file)
        names = next(read)
        lines.writelines(f"{_object(names, row)}\n" for row in islice(read, rows))


def _object(names: Row, row: Row) -> str:
    return "{" + ",".join(f'"{name}":{_value(value)}' for name, value in zip(names, row, strict=True)) + "}"


def _json(names: Row, row: Row) -> Mapping[str, str]:
    return _side(f'{{"instances":[{_object(names, row)}]}}', "JSON", "application/json")


def _value(text: str) -> str:
    """Return *text* as JSON: a number keeps its digits."""
    try:
        float(text)
    except ValueError:
        return json.dumps(text)
    return text


ENCODINGS: dict[str, Callable[[Row, Row], Mapping[str, str]]] = {"CSV": _csv, "BASE64": _base64, "JSON": _json}
