"""Wherever a file is cut, the same rows and the same tally come back; and no bytes at all end a run otherwise."""

import bz2
import gzip
import json

import pytest
from file_kinds import is_text
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from objects import lines, objects_of, read_json

from engine.errors import DatasetError
from engine.readers.json_lines.records import DAMAGES
from engine.readers.json_lines.rows import NOT_JSON
from engine.readers.text.window import LOOK_AHEAD

OBJECTS = (
    {"a": 1, "b": "é"},
    "",
    {"a": 2, "b": {"c": [1, 2]}},
    "{torn",
    {"b": 'x"\\\n', "a": 3},
    " \t\r",
    "[1, 2]",
    {"late": [{"x": 1}], "a": 4},
    '{"a": 5}{"a": 6}',
    {},
)
PLAIN = lines(*OBJECTS)
LIST = json.dumps([each for each in OBJECTS if isinstance(each, dict)] + [7], indent=1, ensure_ascii=False).encode()
FILES = {
    "LF": PLAIN,
    "CR LF": PLAIN.replace(b"\n", b"\r\n"),
    "no last line end": PLAIN[:-1],
    "unfinished": PLAIN + b'{"a": 7, "b"',
    "mark": b"\xef\xbb\xbf" + PLAIN,
    "blank lines": b"\n\n" + PLAIN + b"\n\n\n",
    "list": LIST,
    "list in a line": json.dumps(json.loads(LIST)).encode(),
    "list with a mark": b"\xef\xbb\xbf\n" + LIST + b"\n",
    "objects over several lines": b"\n".join(
        json.dumps(each, indent=2).encode() for each in OBJECTS if isinstance(each, dict)
    ),
}
FUZZ = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_any_split_size(tmp_path, content):
    """Splits of 1 byte, of 2, ... and all sizes up to the file's give what the whole gives."""
    whole = objects_of(tmp_path, content)
    assert whole.names == ("a", "b", "b.c.0", "b.c.1", "late")
    assert [row[0] for row in whole.rows if row[0]] >= ["1", "2", "3", "4"]
    for size in range(1, len(content) + 1):
        cut = read_json(tmp_path, split_bytes=size)
        assert (size, cut.names, cut.rows, cut.tally) == (size, whole.names, whole.rows, whole.tally)


def test_lists_and_lines_hold_the_same(tmp_path):
    """A list is read as its objects would be line by line; what is no object is counted, and named by its line."""
    (as_lines, as_list) = (objects_of(tmp_path, FILES[name]) for name in ("LF", "list"))
    whole = [row for row in as_lines.rows if row[0] not in ("5", "6")]
    assert as_list.rows == whole
    assert [(bad.line, bad.kind) for bad in as_list.tally.bad] == [(LIST.count(b"\n"), "JSON that is no object")]


def test_many_small_files_of_either_kind_are_one_split(tmp_path):
    """The tally names each bad record with its own file and line."""
    for place in range(40):
        content = lines({"a": place}) if place % 2 else json.dumps([{"a": place}], indent=1).encode()
        (tmp_path / f"{place:02}.jsonl").write_bytes(content + (b"{\n" if place == 31 else b""))
    found = read_json(tmp_path)
    assert found.rows == [(str(place),) for place in range(40)]
    assert [(bad.path[-8:], bad.line) for bad in found.tally.bad] == [("31.jsonl", 2)]
    assert read_json(tmp_path, split_bytes=30).tally == found.tally


@pytest.mark.parametrize("name", ["LF", "list"])
@pytest.mark.parametrize(("pack", "suffix"), [(gzip.compress, ".gz"), (bz2.compress, ".bz2")])
def test_a_packed_file_is_never_cut(tmp_path, name, pack, suffix):
    """It is read from its begin, whatever the size of a split."""
    (tmp_path / f"a.json{suffix}").write_bytes(pack(FILES[name]))
    packed = read_json(tmp_path, split_bytes=10)
    (tmp_path / f"a.json{suffix}").unlink()
    plain = objects_of(tmp_path, FILES[name])
    assert (packed.names, packed.rows, packed.tally.kinds) == (plain.names, plain.rows, plain.tally.kinds)


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8-sig"])
@pytest.mark.parametrize("name", ["LF", "list"])
def test_a_file_in_another_encoding_is_read_whole(tmp_path, encoding, name):
    """As the setting says it."""
    plain = objects_of(tmp_path, FILES[name])
    (tmp_path / "a.jsonl").write_bytes(FILES[name].decode().encode(encoding))
    found = read_json(tmp_path, split_bytes=10, encoding=encoding)
    assert (found.names, found.rows) == (plain.names, plain.rows)


@pytest.mark.parametrize("listed", [False, True])
def test_an_object_longer_than_a_block(tmp_path, listed):
    """One has more text than is read at once, between others."""
    cell = "é" * 5_000_000
    objects = [{"a": 1}, {"a": 2, "b": [cell, {}]}, {"a": 3}]
    content = json.dumps(objects, ensure_ascii=False).encode() if listed else lines(*objects)
    found = objects_of(tmp_path, content, split_bytes=3 * LOOK_AHEAD)
    assert [row[0] for row in found.rows] == ["1", "2", "3"]
    assert found.rows[1][1] == json.dumps([cell, {}], separators=(",", ":"), ensure_ascii=listed is False)


def is_object(line):
    """Say whether Python reads a line as JSON."""
    try:
        json.loads(line.decode())
    except (ValueError, RecursionError):
        return False
    return True


@FUZZ
@given(
    content=st.binary(max_size=60) | st.text(alphabet='{}[]",:\n1 a', max_size=60).map(str.encode),
    size=st.integers(1, 30),
)
@example(content=b"\xef\xbb", size=1)
@example(content=b"\xef\xbb\xbf", size=2)
@example(content=b"\n", size=1)
@example(content=b'[{"a":1}', size=3)
@example(content=b'{"a":\n', size=3)
@example(content=b'{"a":1}\n{"\xff":1}\n', size=3)
def test_any_bytes(tmp_path, content, size):
    """They are rows, bad records, or lines that are passed over; or one JSON text, which may be broken.

    What begins as another kind of file is one.
    """
    assume(is_text(content))
    read_either_way(tmp_path, content, size)


@FUZZ
@given(
    name=st.sampled_from(sorted(FILES)),
    changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 3), st.binary(max_size=2)), min_size=1, max_size=3),
    size=st.integers(5, 400),
)
def test_any_damage(tmp_path, name, changes, size):
    """Bytes of a good file are taken out, or others put in."""
    content = FILES[name]
    for at, gone, put in changes:
        content = content[:at] + put + content[at + gone :]
    read_either_way(tmp_path, content, size)


def read_or_fault(read):
    """Return what *read* gives, and what it says instead where a JSON text is broken."""
    try:
        return read(), None
    except DatasetError as error:
        if error.code != "json-text-broken":
            raise
        return None, str(error)


def read_either_way(tmp_path, content, split_bytes):
    """Read *content* whole and cut, and check what holds of any: every line is accounted for, and splits change nothing."""
    whole, fault = read_or_fault(lambda: objects_of(tmp_path, content))
    cut, cut_fault = read_or_fault(lambda: read_json(tmp_path, split_bytes=split_bytes))
    assert fault == cut_fault
    if whole is None:
        return
    assert (cut.names, cut.rows, cut.tally) == (whole.names, whole.rows, whole.tally)
    assert len(whole.rows) == (whole.tally.records - sum(whole.tally.kinds.values()) if whole.names else 0)
    text = content.removeprefix(b"\xef\xbb\xbf")
    if b"[" in text[: text.find(b"{") + 1] or b"}" not in text.partition(b"\n")[0] or b"}{" in text.replace(b" ", b""):
        return  # several objects a line, or one text
    rows = text.split(b"\n") if text else []
    rows = rows[:-1] if rows and not rows[-1] else rows
    assert whole.tally.lines == len(rows)
    blank = sum(not row.strip(b" \t\r") for row in rows)
    assert whole.tally.records + whole.tally.unfinished + blank == len(rows)
    broken = sum(not is_object(row) for row in rows) - blank
    not_text = whole.tally.kinds["not UTF-8"]
    assert whole.tally.kinds[DAMAGES[NOT_JSON].name] + whole.tally.unfinished + not_text == broken
