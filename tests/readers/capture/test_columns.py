"""Which columns captured traffic has, in which order, and under which names."""

import pytest
from captures import body, captured, csv, lines, read_captures, record

from engine.errors import DatasetError, JobError
from engine.job.semantics import Semantics
from engine.readers.capture.columns import columns_of
from engine.readers.capture.envelope.statuses import INPUT
from engine.readers.json.late import apart_remarks
from engine.readers.json.names import MOST_NAMES, STEP
from engine.readers.tally import Found

BOTH = ("endpointInput", "endpointOutput")


@pytest.mark.parametrize(
    ("given", "answer", "known", "names"),
    [
        (csv("1,2"), csv("0"), (), ("_c0", "_c1", "_c2")),
        (csv("1,2"), csv("0"), ("z", "y", "a"), ("z", "y", "a")),
        (csv("1,2"), csv("0"), ("z", "y"), ("_c0", "_c1", "_c2")),
        (body({"b": 1, "a": 2}), csv("0"), ("y", "b", "a"), ("y", "b", "a")),
        (body({"b": 1, "a": 2}), csv("0"), ("a", "y", "b"), ("y", "b", "a")),
        (body({"b": 1, "a": 2}), csv("0"), (), ("_c0", "b", "a")),
        (csv("1,2"), body({"q": 1, "p": 2}), ("q", "p", "b", "a"), ("q", "p", "b", "a")),
        (csv("1,2"), body({"q": 1, "new": 2}), ("q", "b", "a"), ("q", "new", "b", "a")),
        (body([1, 2]), body([0]), ("y", "b", "a"), ("y", "b", "a")),
        (body({"x": 1}), body({"y": 0}), ("a", "b"), ("y", "x")),
    ],
)
def test_the_output_is_first_and_names_are_the_baselines_by_position(tmp_path, given, answer, known, names):
    """Values with names go by these; positions by the names that are left, where there are as many."""
    found = captured(tmp_path, record(given, answer), known_names=known)
    assert (found.names, len(found.rows)) == (names, 1)
    assert found.named is not any(name.startswith("_c") for name in names)


@pytest.mark.parametrize(
    ("side", "names", "row"), [("endpointInput", ("a", "b"), ("1", "2")), ("endpointOutput", ("y",), ("0",))]
)
def test_a_side_that_is_not_asked_for_lacks_its_names(tmp_path, side, names, row):
    """The input has the last of the baseline's names, the output the first."""
    found = captured(tmp_path, record(csv("1,2"), csv("0")), known_names=("y", "a", "b"), sides=(side,))
    assert (found.names, found.rows) == (names, [row])


def test_without_sides_those_that_first_records_have_are_read(tmp_path):
    """A record that lacks one of them is bad, and nothing of the others is lost."""
    found = captured(tmp_path, "{torn", record(csv("1")), record(csv("2"), csv("0")))
    assert found.rows == [("0", "2")]
    assert [bad.line for bad in found.tally.bad] == [1, 2]


@pytest.mark.parametrize(
    ("given", "answer", "names"),
    [
        ({"a": 1}, {"a": 2}, ("a", "endpointInput.a")),
        ({"a": 1}, {"a": 2, "endpointInput.a": 3}, ("a", "endpointInput.a", "endpointInput.endpointInput.a")),
        ({"a": 1, "endpointInput.a": 3}, {"a": 2}, ("a", "endpointInput.a", "endpointInput.endpointInput.a")),
    ],
)
def test_names_that_both_sides_have_are_told_apart(tmp_path, given, answer, names):
    """The output keeps its own."""
    found = captured(tmp_path, record(body(given), body(answer)))
    assert (found.names, found.rows[0][0], sorted(found.rows[0])) == (names, "2", sorted("123"[: len(names)]))


def test_a_number_of_a_position_that_is_a_name_too_is_told_apart(tmp_path):
    """A body may call a value as columns without names are called."""
    found = captured(tmp_path, record(csv("1,2"), body({"_c1": 0})))
    assert (found.names, found.rows) == (("_c1", "endpointInput._c1", "_c2"), [("0", "1", "2")])


def test_a_column_that_comes_late_is_missing_before(tmp_path):
    """Everything is read again with it; the order is that in which the names come."""
    early, late = record(body({"b": 1})), record(body({"b": 2, "a": {"x": 3}}))
    found = captured(tmp_path, *[early] * 3000, late)
    assert (found.names, len(found.rows), found.readings) == (("b", "a.x"), 3001, 2)
    assert (found.rows[0], found.rows[-1]) == (("1", None), ("2", "3"))


def test_positions_that_come_late_are_columns_too(tmp_path):
    """One body has names, a later one is CSV: the baseline's names are the same columns."""
    early, late = record(body({"b": 1, "a": 2})), record(csv("3,4"))
    found = captured(tmp_path, *[early] * 3000, late, known_names=("a", "b"))
    assert (found.names, found.rows[0], found.rows[-1], found.readings) == (("a", "b"), ("2", "1"), ("3", "4"), 2)


def test_late_columns_do_not_depend_on_the_splits(tmp_path):
    """Names are found in the order of the records, whichever splits these are in."""
    content = lines(*(record(body({"a": 1, name: 2})) for name in ("c", "b", "d", "b")))
    (tmp_path / "a.jsonl").write_bytes(content)
    (tmp_path / "b.jsonl").write_bytes(content.replace(b'\\"d', b'\\"e'))
    whole = read_captures(tmp_path)
    assert whole.names == ("a", "c", "b", "d", "e")
    for size in range(50, len(content), 37):
        cut = read_captures(tmp_path, split_bytes=size)
        assert (cut.names, cut.rows) == (whole.names, whole.rows)


def test_the_most_frequent_width_counts(tmp_path):
    """One odd record at the begin does not make the others odd."""
    found = captured(tmp_path, record(csv("1,2,3")), record(csv("1,2")), record(csv("1,2")))
    assert (found.names, found.tally.long, found.tally.short) == (("_c0", "_c1"), 1, 0)


@pytest.mark.parametrize(("excluded", "names"), [(("b",), ("y", "a")), (("0", "nothing"), ("a", "b"))])
def test_excluded_columns_are_left_out(tmp_path, excluded, names):
    """By name or by position, whatever the columns' names came from."""
    found = captured(tmp_path, record(csv("1,2"), csv("0")), known_names=("y", "a", "b"), excluded=excluded)
    assert (found.names, len(found.rows[0])) == (names, 2)


def test_a_baseline_without_an_excluded_position_names_the_others(tmp_path):
    """The position is between its names."""
    found = captured(tmp_path, record(csv("1,x,2"), csv("0")), known_names=("y", "a", "b"), excluded=("2",))
    assert (found.names, found.rows) == (("y", "a", "b"), [("0", "1", "2")])


def test_names_that_are_data_are_refused(tmp_path):
    """A body whose keys are values has more names than a table has columns."""
    keys = [f"key{place}" for place in range(MOST_NAMES + 1)]
    with pytest.raises(DatasetError, match=r"more than \d+ names of values, as if names were data"):
        captured(tmp_path, record(body(dict.fromkeys(keys, 1))))


def test_the_most_names_do_not_depend_on_the_splits(tmp_path):
    """Each record has half as many, others each time."""
    half = MOST_NAMES // 2 + 1
    records = [record(body({f"{part}.{place}": 1 for place in range(half)})) for part in range(2)]
    (tmp_path / "a.jsonl").write_bytes(lines(*records))
    for size in (1 << 10, 1 << 30):
        with pytest.raises(DatasetError, match="as if names were data"):
            read_captures(tmp_path, split_bytes=size)


def test_a_dataset_without_a_byte_has_no_table(tmp_path):
    """Nor has one without a file."""
    assert captured(tmp_path) is None


def test_a_dataset_without_a_record_has_no_column(tmp_path):
    """Blank lines are no records."""
    found = captured(tmp_path, "", " \t\r")
    assert (found.names, found.rows, found.tally.records, found.tally.lines) == ((), [], 0, 2)


@pytest.mark.parametrize(
    ("known", "names", "named"),
    [
        (("score", "a", "b"), ("score", "a", "b"), True),
        (("a", "score", "b"), ("score", "a", "b"), True),
        (("label", "a", "b"), ("score", "a", "b"), True),
        (("score", "a"), ("score", "_c1", "_c2"), False),
    ],
)
def test_names_that_a_body_has_are_no_other_columns(tmp_path, known, names, named):
    """What stands at a position has a name that the JSON of the other side has not taken, or none."""
    found = captured(tmp_path, record(csv("1,2"), body({"score": 0.5})), known_names=known)
    assert (found.names, found.named) == (names, named)
    assert found.rows == [("0.5", "1", "2")]


def test_a_name_to_exclude_that_no_position_has_is_refused(tmp_path):
    """A baseline made without `b` does not tell where it stood; to go on would put values under other names."""
    given = record(csv("1,2"), csv("0"))
    with pytest.raises(JobError, match="none of the name 'b' to exclude: give the column's position"):
        captured(tmp_path, given, known_names=("y", "a"), excluded=("b",), sides=("endpointInput",))


@pytest.mark.parametrize(
    ("side", "known", "excluded", "names"),
    [
        ("endpointInput", ("a", "b", "label"), ("label",), ("a", "b")),
        ("endpointInput", ("a", "b", "label"), ("2",), ("a", "b")),
        ("endpointInput", ("a", "label", "b"), ("label",), ("a", "b")),
        ("endpointInput", ("y", "a", "b", "label"), ("label",), ("a", "b")),
        ("endpointInput", ("y", "a", "id", "b", "label"), ("label", "id"), ("a", "b")),
        ("endpointInput", ("y", "a", "b"), ("y",), ("a", "b")),
        ("endpointInput", ("y", "a", "b"), ("a",), ("y", "b")),
        ("endpointInput", ("a", "b"), ("a",), ("b",)),
        ("endpointOutput", ("label", "y", "z", "a"), ("label",), ("y", "z")),
        ("endpointOutput", ("y", "z", "a"), ("a",), ("y", "z")),
        ("endpointOutput", ("y", "z"), ("y",), ("z",)),
    ],
)
def test_of_one_side_what_is_excluded_comes_off_the_baseline_first(tmp_path, side, known, excluded, names):
    """What is left has the side's names, the first ones or the last; where too few are left, the data have them all."""
    given = record(csv("1,2"), csv("1,2"))
    found = captured(tmp_path, given, known_names=known, excluded=excluded, sides=(side,))
    assert (found.names, found.named) == (names, True)
    assert found.rows == [("1", "2")[-len(names) :]]


def test_names_that_are_told_apart_are_said():
    """One sentence, with both names; none where no two meet."""
    paths = ((INPUT, f"b{STEP}c"), (INPUT, "b.c"))
    (said,) = apart_remarks(columns_of(Found(paths), (True, True), (), ()).apart)
    assert said.startswith("1 values have a name that another value has")
    assert said.endswith("'b.c' is called 'b/c'")
    assert list(apart_remarks(columns_of(Found(paths[:1]), (True, True), (), ()).apart)) == []


@pytest.mark.parametrize("semantics", Semantics)
def test_either_setting_lets_the_output_be_last(tmp_path, semantics):
    """Where the columns stand is no matter in which they differ."""
    found = captured(
        tmp_path, record(csv("1,2"), csv("0")), known_names=("a", "b", "y"), semantics=semantics,
        output_columns_position="END",
    )  # fmt: skip
    assert (found.names, found.rows) == (("a", "b", "y"), [("1", "2", "0")])


@pytest.mark.parametrize(
    ("given", "answer", "known", "names", "row"),
    [
        (csv("1,2"), csv("0"), (), ("_c0", "_c1", "_c2"), ("1", "2", "0")),
        (csv("1,2"), csv("0"), ("a", "b", "y"), ("a", "b", "y"), ("1", "2", "0")),
        (body({"b": 1, "a": 2}), csv("0"), ("b", "a", "y"), ("b", "a", "y"), ("1", "2", "0")),
        (csv("1,2"), body({"q": 1}), ("a", "b", "q"), ("a", "b", "q"), ("1", "2", "1")),
        (body({"x": 1}), body({"x": 0}), (), ("x", "endpointOutput.x"), ("1", "0")),
        (csv("a,b\n1,2"), csv("0"), ("a", "b", "y"), ("a", "b", "y"), ("1", "2", "0")),
    ],
)
def test_the_output_is_last_where_somebody_says_so(tmp_path, given, answer, known, names, row):
    """The input's columns come first then, and the baseline's names go by that."""
    found = captured(tmp_path, record(given, answer), known_names=known, output_columns_position="END")
    assert (found.names, found.rows) == (names, [row])


@pytest.mark.parametrize(
    ("side", "names", "row"), [("endpointInput", ("a", "b"), ("1", "2")), ("endpointOutput", ("y",), ("0",))]
)
def test_a_side_alone_has_the_names_of_its_place(tmp_path, side, names, row):
    """With the output at the end the input has the first of the baseline's names."""
    found = captured(
        tmp_path,
        record(csv("1,2"), csv("0")),
        known_names=("a", "b", "y"),
        sides=(side,),
        output_columns_position="END",
    )
    assert (found.names, found.rows) == (names, [row])
