"""Wherever a file is cut, the same rows and the same tally come back; and no bytes at all end a run."""

import gzip
import json
import re

import pytest
from captures import base64_of, body, captured, csv, lines, read_captures, record
from file_kinds import is_text
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from engine.readers.capture.damage import KINDS
from engine.readers.capture.envelope.statuses import NOT_JSON
from engine.readers.text.window import LOOK_AHEAD

RECORDS = (
    record(csv("1,é"), time=None),
    "",
    record(body({"a": [1, 2], "b": ["x", "y"]}), time=None),
    "{torn",
    record(csv("1\n2,3"), time=None),
    " \t\r",
    record(base64_of("4,5", None), time=None),
    record(csv("6,7,8"), time=None),
    "{}",
    record(csv("9,\\n"), time=None),
)
PLAIN = lines(*RECORDS)
FILES = {
    "LF": PLAIN,
    "CR LF": PLAIN.replace(b"\n", b"\r\n"),
    "no last line end": PLAIN[:-1],
    "unfinished": PLAIN[:-9],
    "mark": b"\xef\xbb\xbf" + PLAIN,
    "blank lines": b"\n\n" + PLAIN + b"\n\n\n",
}
FUZZ = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_any_split_size(tmp_path, content):
    """Splits of 1 byte, of 2, 4, ... bytes, and all that end at one of the first line ends give what the whole gives."""
    (tmp_path / "a.jsonl").write_bytes(content)
    whole = read_captures(tmp_path)
    assert len(whole.rows) >= 7
    edges = [place for place, byte in enumerate(content) if byte == 10]
    near = {edge + step for edge in edges for step in range(-2, 4)}
    for size in sorted({1, 2, 3, 5, *(near & set(range(7, len(content)))), *range(7, len(content), 41)}):
        cut = read_captures(tmp_path, split_bytes=size)
        assert (size, cut.names, cut.rows, cut.tally) == (size, whole.names, whole.rows, whole.tally)


@FUZZ
@given(edge=st.integers(1, len(PLAIN) - 1), file=st.sampled_from(sorted(FILES)))
def test_any_edge(tmp_path, edge, file):
    """A split may end on any byte: within a character, an escape, a line end, or a byte order mark."""
    (tmp_path / "a.jsonl").write_bytes(FILES[file])
    whole, cut = read_captures(tmp_path), read_captures(tmp_path, split_bytes=edge)
    assert (cut.names, cut.rows, cut.tally) == (whole.names, whole.rows, whole.tally)


def test_many_small_files_are_one_split(tmp_path):
    """The tally names each bad record with its own file and line."""
    for place in range(40):
        (tmp_path / f"{place:02}.jsonl").write_bytes(
            lines(record(csv(f"{place},x"))) + (b"{\n" if place == 31 else b"")
        )
    found = read_captures(tmp_path)
    assert found.rows == [(str(place), "x") for place in range(40)]
    assert [(bad.path[-8:], bad.line) for bad in found.tally.bad] == [("31.jsonl", 2)]
    assert read_captures(tmp_path, split_bytes=300).tally == found.tally


def test_a_packed_file_is_never_cut(tmp_path):
    """It is read from its begin, whatever the size of a split."""
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(PLAIN))
    packed = read_captures(tmp_path, split_bytes=10)
    (tmp_path / "a.jsonl.gz").unlink()
    plain = captured(tmp_path, *RECORDS)
    assert (packed.names, packed.rows, packed.tally.kinds) == (plain.names, plain.rows, plain.tally.kinds)


def test_a_line_longer_than_several_splits(tmp_path):
    """Splits in which no line begins hand on where the long line ends."""
    cell = "x" * (3 * LOOK_AHEAD)
    found = captured(
        tmp_path, record(csv(f"1,{cell}")), record(body({"a": cell})), record(csv("2,y")), split_bytes=1000
    )
    assert [row[:1] for row in found.rows] == [("1",), (None,), ("2",)]
    assert (found.rows[0][1], found.rows[1][2]) == (cell, cell)


def test_a_line_longer_than_a_block(tmp_path):
    """One record has more text than is read at once, between others."""
    cell = "é" * 5_000_000
    found = captured(tmp_path, record(csv("1,x")), record(csv(f"2,{cell}")), record(csv("3,y")))
    assert [(first, len(second)) for first, second in found.rows] == [("1", 1), ("2", len(cell)), ("3", 1)]


MAY_BE_SEVERAL = re.compile(rb"\}[ \t\r]*\{")
"""A line with this may hold records that follow one another, which is no JSON as a whole."""


def counted(tmp_path, content, split_bytes):
    """Read *content*, and check what holds of any: every line is accounted for, and splits change nothing."""
    (tmp_path / "a.jsonl").write_bytes(content)
    whole, cut = read_captures(tmp_path), read_captures(tmp_path, split_bytes=split_bytes)
    if whole is None:
        return
    assert (cut.names, cut.rows, cut.tally) == (whole.names, whole.rows, whole.tally)
    unmarked = content.removeprefix(b"\xef\xbb\xbf")
    rows = unmarked.split(b"\n") if unmarked else []
    rows = rows[:-1] if rows and not rows[-1] else rows
    blank = sum(not row.strip(b" \t\r") for row in rows)
    tally = whole.tally
    assert tally.lines == len(rows)
    broken = sum(not is_json(row) for row in rows) - blank
    several = any(MAY_BE_SEVERAL.search(row) for row in rows)
    seen, bad = tally.records + tally.unfinished + blank, tally.kinds[KINDS[NOT_JSON]] + tally.unfinished
    assert seen >= len(rows) if several else seen == len(rows)
    assert bad <= broken if several else bad == broken


def is_json(line):
    """Say whether Python reads a line as JSON."""
    try:
        json.loads(line.decode())
    except ValueError:
        return False
    return True


@FUZZ
@given(
    content=st.binary(max_size=60) | st.text(alphabet='{}[]",:\n1', max_size=60).map(str.encode),
    size=st.integers(1, 30),
)
@example(content=b"\xef\xbb", size=1)
@example(content=b"\xef\xbb\xbf", size=2)
@example(content=b"\n", size=1)
@example(content=b"\r", size=1)
@example(content=b'{"captureData":{"endpointInput":{"data":"","encoding":"JSON"}}}', size=7)
def test_any_bytes(tmp_path, content, size):
    """They are rows, bad records, or lines that are passed over. What begins as another kind of file is one."""
    assume(is_text(content))
    counted(tmp_path, content, size)


@FUZZ
@example(records=["{}", "{}", "{}"], changes=[(262, 3, b"\x00\x00"), (263, 3, b"")], size=20)
@given(
    st.lists(st.sampled_from(RECORDS), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 600), st.integers(0, 3), st.binary(max_size=3)), max_size=3),
    st.integers(20, 400),
)
def test_any_damage(tmp_path, records, changes, size):
    """Bytes of good records that are other ones, missing, or more."""
    content = lines(*records)
    for place, cut, new in changes:
        place %= len(content) + 1
        content = content[:place] + new + content[place + cut :]
    counted(tmp_path, content, size)
