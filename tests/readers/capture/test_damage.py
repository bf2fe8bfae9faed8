"""Records that cannot be read: which they are, what is said of them, and when there are too many."""

import gzip
from itertools import combinations

import pytest
from captures import TIME, base64_of, body, captured, csv, lines, read_captures, record, side

from engine.errors import DatasetError
from engine.readers.capture.damage import KINDS, refuse_damage, remarks
from engine.readers.capture.envelope import statuses
from engine.readers.tally import MOST_NAMED

BOTH = ("endpointInput", "endpointOutput")
GOOD = record(csv("1,2"), csv("0"))
BAD = {
    statuses.NOT_JSON: [
        "{",
        GOOD[:-1],
        GOOD + "}",
        GOOD[1:],
        GOOD + "x" + GOOD,
        "x",
        b"\x00" * 9,
        GOOD.encode().replace(b"1,2", b"1,\xe9"),
        GOOD.encode().replace(b"1,2", b"1,\xed\xa0\x80"),
        GOOD.replace("1,2", "1,\\u12"),
        GOOD.replace("1,2", "1,\t2"),
        "[" * 100,
    ],
    statuses.NO_CAPTURE: [
        "{}",
        "[]",
        "1",
        "null",
        '{"captureData": null}',
        '{"captureData": [1]}',
        '{"capturedata": {}}',
    ],
    statuses.NO_SIDE: [
        record(csv("1,2")),
        record(None, csv("0")),
        record(csv("1,2"), side(None, "CSV")),
        record("x", "y"),
    ],
    statuses.ENCODING: [record(csv("1,2"), side("0", "XML"))],
    statuses.BASE64: [record(side("MQ=", "BASE64"), csv("0")), record(csv("1,2"), side("M Q==", "BASE64"))],
    statuses.TYPE: [record(base64_of(b"\x89PNG", "image/png"), csv("0")), record(base64_of(b"1,\xff"), csv("0"))],
    statuses.BODY: [record(csv("1,2"), body("{")), record(body(""), csv("0"))],
    statuses.ROWS: [record(csv("1,2\n3,4\n5,6"), csv("0\n1"))],
}


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, group in BAD.items() for line in group])
def test_a_bad_record_is_counted_and_named(tmp_path, kind, line):
    """The others are read; the tally has its kind and its place."""
    found = captured(tmp_path, GOOD, "", line, GOOD, sides=BOTH)
    assert (found.rows, found.tally.records, found.tally.lines) == ([("0", "1", "2")] * 2, 3, 4)
    assert found.tally.kinds == {KINDS[kind]: 1}
    assert [(bad.path, bad.line, bad.kind) for bad in found.tally.bad] == [(f"{tmp_path}/a.jsonl", 3, KINDS[kind])]


@pytest.mark.parametrize("cut", [1, 40, -1])
def test_a_last_line_that_does_not_end_is_not_there_yet(tmp_path, cut):
    """An endpoint is writing it: it is neither a record nor bad."""
    (tmp_path / "a.jsonl").write_bytes(lines(GOOD) + GOOD[:cut].encode())
    (tmp_path / "b.jsonl").write_bytes(lines(GOOD))
    found = read_captures(tmp_path)
    assert (len(found.rows), found.tally.records, found.tally.kinds, found.tally.unfinished) == (2, 2, {}, 1)


@pytest.mark.parametrize("packed", [False, True])
def test_a_whole_last_record_needs_no_line_end(tmp_path, packed):
    """It is complete JSON."""
    content = (lines(GOOD) + GOOD.encode(), lines(GOOD, "{}") + b"[]")
    for name, each in zip("ab", content, strict=True):
        path = tmp_path / (f"{name}.jsonl.gz" if packed else f"{name}.jsonl")
        path.write_bytes(gzip.compress(each) if packed else each)
    found = read_captures(tmp_path)
    assert (len(found.rows), found.tally.records, found.tally.unfinished) == (3, 5, 0)
    assert [bad.line for bad in found.tally.bad] == [2, 3]


@pytest.mark.parametrize("between", ["", " ", "\t \r"])
@pytest.mark.parametrize("end", ["", "\n", GOOD[:40]], ids=["no end", "line end", "unfinished"])
def test_records_without_a_line_end_between_are_read_one_by_one(tmp_path, between, end):
    """Agents concatenate them; a line may have several, in any file, and no split changes that."""
    more = record(csv("3,é"), csv("9"))
    (tmp_path / "a.jsonl").write_bytes((between.join([GOOD, more] * 125) + end).encode())
    (tmp_path / "b.jsonl").write_bytes(lines(GOOD, f"{GOOD}{between}{{}}{more}", GOOD))
    found = read_captures(tmp_path)
    assert found.rows == [("0", "1", "2"), ("9", "3", "é")] * 125 + [("0", "1", "2")] * 2 + [
        ("9", "3", "é"),
        ("0", "1", "2"),
    ]
    assert (found.tally.records, found.tally.unfinished) == (255, int(end == GOOD[:40]))
    assert [(bad.path[-7:], bad.line) for bad in found.tally.bad] == [("b.jsonl", 2)]
    for size in (37, 1000, 7777):
        cut = read_captures(tmp_path, split_bytes=size)
        assert (cut.rows, cut.tally) == (found.rows, found.tally)


def test_a_torn_record_among_concatenated_ones_is_bad(tmp_path):
    """What follows it in the line cannot be told apart from it; the records before it are read."""
    found = captured(tmp_path, GOOD + GOOD + GOOD[:40] + GOOD, GOOD)
    assert (len(found.rows), found.tally.kinds) == (3, {KINDS[statuses.NOT_JSON]: 1})


def test_bytes_that_are_no_text_spoil_their_own_record_alone(tmp_path):
    """Also where no line end parts it from the others."""
    bad = GOOD.encode().replace(b"1,2", b"1,\xe9")
    found = captured(tmp_path, GOOD.encode() + bad + GOOD.encode())
    assert (len(found.rows), found.tally.kinds) == (2, {KINDS[statuses.NOT_JSON]: 1})


def test_a_last_line_that_no_record_begins_with_is_bad(tmp_path):
    """Nothing that can still grow makes it one."""
    (tmp_path / "a.jsonl").write_bytes(lines(GOOD) + b"garbage")
    tally = read_captures(tmp_path).tally
    assert (tally.kinds, tally.unfinished) == ({KINDS[statuses.NOT_JSON]: 1}, 0)


@pytest.mark.parametrize(("files", "torn", "fails"), [(100, 2, True), (100, 1, False), (99, 98, False)])
def test_of_a_hundred_files_or_more_a_share_may_be_unfinished(tmp_path, files, torn, fails):
    """More than that are not being written just now; a file of several splits counts once, an empty one not at all."""
    for place in range(files):
        content = lines(GOOD) + (b'{"captureData": garbage' if place < torn else b"")
        (tmp_path / f"{place:03}.jsonl").write_bytes(content)
    (tmp_path / "empty.jsonl").write_bytes(b"")
    for size in (150, 1 << 20):
        found = read_captures(tmp_path, split_bytes=size)
        assert (found.tally.files, found.tally.unfinished, len(found.rows)) == (files, torn, files)
        if fails:
            with pytest.raises(DatasetError, match="2 of 100 files end within a record"):
                refuse_damage(found.tally, source="s3://b/data", share=0.01, rows=files)
        else:
            refuse_damage(found.tally, source="s3://b/data", share=0.01, rows=files)


def test_a_bad_line_with_its_end_is_bad(tmp_path):
    """Also where it is the last one."""
    assert captured(tmp_path, GOOD, GOOD[:40]).tally.kinds == {KINDS[statuses.NOT_JSON]: 1}


def test_the_first_records_of_each_kind_are_named(tmp_path):
    """In the order of the files and lines; the others are counted."""
    (tmp_path / "a.jsonl").write_bytes(lines(GOOD, *["{"] * 4, "{}"))
    (tmp_path / "b.jsonl").write_bytes(lines(*["{"] * 4, "{}"))
    tally = read_captures(tmp_path).tally
    assert tally.kinds == {KINDS[statuses.NOT_JSON]: 8, KINDS[statuses.NO_CAPTURE]: 2}
    torn = [(bad.path[-7:], bad.line) for bad in tally.bad if bad.kind == KINDS[statuses.NOT_JSON]]
    assert torn == [("a.jsonl", 2), ("a.jsonl", 3), ("a.jsonl", 4), ("a.jsonl", 5), ("b.jsonl", 1)]
    assert len(torn) == MOST_NAMED
    assert len(tally.bad) == MOST_NAMED + 2


def refused(tmp_path, *records, share=0.01, **settings):
    """Return what is said where the records are refused, empty where they are not."""
    found = captured(tmp_path, *records, **settings)
    try:
        refuse_damage(found.tally, source="s3://b/data", share=share, rows=len(found.rows))
    except DatasetError as error:
        return str(error).replace(str(tmp_path), "")
    return ""


def test_too_large_a_share_of_bad_records_is_refused(tmp_path):
    """The sentence says which kind prevails, where the first of it is, and what to do."""
    assert refused(tmp_path, *[GOOD] * 97, record(csv("secret"), body("{secret")), "secret", "{") == (
        "s3://b/data: 3 of 100 records cannot be read, 2 of them not a whole line of JSON (first: /a.jsonl, line 99); see "
        "whether the files were copied whole and hold captured records, one a line. At most 0.01 of the records may "
        "be bad; set bad_records_share to allow more"
    )


@pytest.mark.parametrize(
    ("good", "bad", "share", "fails"),
    [
        (99, 1, 0.01, False),
        (98, 2, 0.01, True),
        (98, 2, 0.02, False),
        (199, 1, 0.0, True),
        (1, 98, 0.01, False),
        (1, 99, 1.0, False),
    ],
)
def test_of_a_hundred_records_or_more_a_share_may_be_bad(tmp_path, good, bad, share, fails):
    """Fewer than 100 go on, whatever their share, as long as one is good."""
    assert bool(refused(tmp_path, *[GOOD] * good, *["{"] * bad, share=share)) is fails


@pytest.mark.parametrize("kind", BAD)
def test_where_nothing_is_read_the_records_are_refused(tmp_path, kind):
    """However few they are, and whatever the share; blank lines are no records."""
    said = refused(tmp_path, "", BAD[kind][0], share=1.0, sides=BOTH)
    assert said.startswith(
        f"s3://b/data: 1 of 1 records cannot be read, all of them {KINDS[kind]} (first: /a.jsonl, line 2)"
    )
    assert "bad_records_share" not in said


@pytest.mark.parametrize(("first", "second"), list(combinations(sorted(BAD), 2)))
def test_of_kinds_that_are_as_frequent_the_first_to_be_met_is_named(tmp_path, first, second):
    """The one that shows first while a record is read, wherever its record stands; its first record is the example."""
    said = refused(tmp_path, BAD[second][0], BAD[first][0], sides=BOTH)
    assert f"2 of 2 records cannot be read, 1 of them {KINDS[first]} (first: /a.jsonl, line 2)" in said


def test_nothing_at_all_is_not_refused(tmp_path):
    """There was no record."""
    assert refused(tmp_path, "", " ") == ""


def test_remarks_name_places_and_no_data(tmp_path):
    """One sentence on bad records, one on names in payloads, one on unfinished files."""
    content = lines(record(csv("a\nsecret")), "secret", record(body("secret"))) + b'{"secret'
    (tmp_path / "a.jsonl").write_bytes(content)
    tally = read_captures(tmp_path, known_names=("a",)).tally
    bad, *others = (remark.replace(str(tmp_path), "") for remark in remarks(tally))
    assert bad == (
        "2 of 3 records cannot be read and are left out: 1 not a whole line of JSON, 1 with a body that is not JSON. First: "
        "/a.jsonl, line 2 (not a whole line of JSON); /a.jsonl, line 3 (with a body that is not JSON)"
    )
    assert others == [
        "1 CSV payloads begin with the names of the columns; that line is left out of each",
        "1 files end within a record, as while an endpoint writes; it is not counted",
    ]


def test_good_records_have_no_remark(tmp_path):
    """The time does not matter, nor do blank lines."""
    assert list(remarks(captured(tmp_path, GOOD, "", record(csv("1,2"), csv("0"), time=TIME[:4])).tally)) == []
