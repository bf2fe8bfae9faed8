"""Inputs and outputs of a batch transform, joined: by their places, or by inference ids."""

import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from transforms import TIME, identity, lay, read_transform

from engine.errors import DatasetError
from engine.readers.csv.options import CsvFormat
from engine.readers.json_lines.options import JsonFormat
from engine.readers.parquet.options import ParquetFormat

PLAIN = CsvFormat()
HEADED = CsvFormat(header=True)
JSON = JsonFormat(lines=True)


def tagged(*answers):
    """Return an output of CSV as a transform writes it with ids: the time behind them, and a blank before the id."""
    return "".join(f"{answer}, {identity(number)},{TIME}\n" for number, answer in enumerate(answers))


def objects(*records):
    """Return *records* as JSON lines."""
    return "".join(json.dumps(record) + "\n" for record in records)


def test_the_output_stands_before_the_input(tmp_path):
    """As captured traffic has it; columns without names are numbered over both sides."""
    source = lay(tmp_path, {"a.csv": "1,x\n2,y\n"}, {"a.csv.out": "0.1\n0.2\n"})
    assert read_transform(source, PLAIN)[:2] == (("_c0", "_c1", "_c2"), [("0.1", "1", "x"), ("0.2", "2", "y")])


def test_the_position_of_the_output_may_be_the_end(tmp_path):
    """As output_columns_position says."""
    source = lay(tmp_path, {"a.csv": "1,x\n2,y\n"}, {"a.csv.out": "0.1\n0.2\n"})
    written = CsvFormat(output_columns_position="END")
    assert read_transform(source, written, known_names=("a", "b", "score"))[:2] == (
        ("a", "b", "score"),
        [("1", "x", "0.1"), ("2", "y", "0.2")],
    )


def test_ids_and_times_of_the_output_are_no_data(tmp_path):
    """The last two fields, where they look so; an input has none, and its rows go by their places."""
    source = lay(tmp_path, {"a.csv": "1\n2\n"}, {"a.csv.out": tagged("0.1", "0.2")})
    assert read_transform(source, PLAIN)[1] == [("0.1", "1"), ("0.2", "2")]


def test_an_input_that_only_looks_tagged_keeps_its_fields(tmp_path):
    """Its last two fields are the user's own where they are not the output's."""
    row = f"1,{identity(99)},{TIME}"
    source = lay(tmp_path, {"a.csv": f"{row}\n"}, {"a.csv.out": tagged("0.1")})
    assert read_transform(source, PLAIN)[1] == [("0.1", *row.split(","))]


@pytest.mark.parametrize("split_bytes", [1, 20, 1 << 25])
def test_pairs_of_files_stay_together_in_whatever_splits(tmp_path, split_bytes):
    """Each input with the output of its name, in the order of the manifest; rows are never counted over files."""
    inputs = {
        f"{name}.csv": "".join(f"{name}{row}\n" for row in range(size)) for name, size in (("b", 3), ("a", 1), ("c", 2))
    }
    outputs = {f"{name}.out": content.upper() for name, content in reversed(inputs.items())}
    rows = read_transform(lay(tmp_path, inputs, outputs), PLAIN, split_bytes=split_bytes)[1]
    assert rows == [(each.upper(), each) for each in ("b0", "b1", "b2", "a0", "c0", "c1")]


def test_a_header_of_the_input_gives_its_names(tmp_path):
    """The output has none; its names are those that the baseline has beside the input's."""
    source = lay(tmp_path, {"a.csv": "x,y\n1,2\n"}, {"a.csv.out": "0.5\n"})
    assert read_transform(source, HEADED)[:2] == (("_c0", "x", "y"), [("0.5", "1", "2")])
    assert read_transform(source, HEADED, known_names=("score", "x", "y"))[0] == ("score", "x", "y")


def test_objects_go_by_their_names(tmp_path):
    """Reserved names are no columns; a name that both sides have is told apart; late names are found on either side."""
    given = objects({"id": 1, "x": 1}, {"id": 2, "x": 2, "late": 3})
    answered = objects(*({"id": n, "score": n / 2, "SageMakerInferenceId": identity(n)} for n in (1, 2)))
    names, rows, *_ = read_transform(lay(tmp_path, {"a.json": given}, {"a.json.out": answered}), JSON)
    assert names == ("id", "score", "input.id", "x", "late")
    assert rows == [("1", "0.5", "1", "1", None), ("2", "1.0", "2", "2", "3")]


def test_objects_with_ids_on_both_sides_are_joined_by_them(tmp_path):
    """Whatever their order; those without a partner are left out, counted and told."""
    given = objects(*({"x": n, "SageMakerInferenceId": identity(n)} for n in (1, 2, 3, 4)))
    answered = objects(*({"y": n, "SageMakerInferenceId": identity(n)} for n in (4, 2, 1, 7, 8)))
    source = lay(tmp_path, {"a.json": given}, {"a.json.out": answered})
    names, rows, remarks, _ = read_transform(source, JSON)
    assert (names, rows) == (("y", "x"), [("1", "1"), ("2", "2"), ("4", "4")])
    (remark,) = remarks
    assert remark.startswith("3 records have an inference id that no record of the other file has, and are left out: ")
    assert "a.json (1)" in remark
    assert "a.json.out (2)" in remark


def test_rows_with_ids_on_both_sides_are_joined_by_them(tmp_path):
    """Of CSV, where the first id of the input is among those of the output."""
    given = "".join(f"{row},{identity(number)},{TIME}\n" for number, row in enumerate("ab"))
    answered = "".join(reversed(tagged("A", "B").splitlines(keepends=True)))
    assert read_transform(lay(tmp_path, {"a.csv": given}, {"a.csv.out": answered}), PLAIN)[1] == [
        ("A", "a"),
        ("B", "b"),
    ]


@pytest.mark.parametrize("in_memory", [1, 1000, 1 << 25])
def test_an_output_too_large_for_memory_is_parted_by_its_ids(tmp_path, monkeypatch, in_memory):
    """Each row is joined once, whatever the parts; the id of the input's first row may be the output's last."""
    monkeypatch.setattr("engine.readers.transform.joining._IN_MEMORY", in_memory)
    monkeypatch.setattr("engine.readers.text.batch._FULL", 500)
    count = 300
    given = "".join(f"{row},{identity(row)},{TIME}\n" for row in range(count))
    answered = "".join(f"{row}, {identity(row)},{TIME}\n" for row in reversed(range(5, count + 3)))
    source = lay(tmp_path, {"a.csv": given}, {"a.csv.out": answered})
    _, rows, (remark,), _ = read_transform(source, PLAIN)
    assert sorted(rows) == sorted((str(row), str(row)) for row in range(5, count))
    assert rows == read_transform(source, PLAIN)[1]
    assert remark.startswith("8 records have an inference id that no record of the other file has")


def parquet(**columns):
    """Return *columns* as a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink, row_group_size=2)
    return sink.getvalue().to_pybytes()


def test_parquet_on_both_sides_by_place_and_by_ids(tmp_path):
    """Typed columns stay typed, and the reserved names are no columns."""
    ids = [identity(number) for number in range(3)]
    given, answered = parquet(x=[1, 2, 3]), parquet(y=[0.5, 1.5, 2.5], SageMakerInferenceId=ids)
    source = lay(tmp_path, {"a.parquet": given}, {"a.parquet.out": answered})
    assert read_transform(source, ParquetFormat())[:2] == (("y", "x"), [(0.5, 1), (1.5, 2), (2.5, 3)])
    given = parquet(x=[1, 2, 3], SageMakerInferenceId=ids[::-1])
    source = lay(tmp_path, {"a.parquet": given}, {"a.parquet.out": answered})
    assert read_transform(source, ParquetFormat())[:2] == (("y", "x"), [(2.5, 1), (1.5, 2), (0.5, 3)])


def test_parquet_that_turns_out_wider_is_read_again(tmp_path):
    """On either side: a list with more positions than the first file has."""
    inputs = {"a.parquet": parquet(x=[[1]] * 2), "b.parquet": parquet(x=[[2, 3]] * 2)}
    outputs = {"a.parquet.out": parquet(x=[[5], [6]]), "b.parquet.out": parquet(x=[[7, 8, 9], [1]])}
    names, rows, *_ = read_transform(lay(tmp_path, inputs, outputs), ParquetFormat())
    assert names == ("x.0", "x.1", "x.2", "input.x.0", "input.x.1")
    assert rows == [
        (5, None, None, 1, None),
        (6, None, None, 1, None),
        (7, 8, 9, 2, 3),
        (1, None, None, 2, 3),
    ]


def test_a_record_without_an_id_has_no_partner(tmp_path):
    """Nor has one whose id is null, on whichever side."""
    given = objects({"x": 1, "SageMakerInferenceId": identity(1)}, {"x": 2, "SageMakerInferenceId": None})
    answered = objects({"y": 1, "SageMakerInferenceId": identity(1)}, {"y": 2})
    _, rows, (remark,), _ = read_transform(lay(tmp_path, {"a.json": given}, {"a.json.out": answered}), JSON)
    assert rows == [("1", "1")]
    assert remark.startswith("2 records")


@pytest.mark.parametrize(("inputs", "outputs"), [(3, 2), (2, 3), (0, 1), (1, 0)])
def test_unequal_counts_are_an_error_that_names_both_files(tmp_path, inputs, outputs):
    """Records without ids are joined by place, and so none may be left over; no row is told."""
    source = lay(
        tmp_path,
        {"a.csv": "1\n", "b.csv": "secret\n" * inputs},
        {"a.csv.out": "1\n", "b.csv.out": "secret\n" * outputs},
    )
    with pytest.raises(
        DatasetError, match=rf"input/b\.csv has {inputs} records, and its output \S*output/b\.csv\.out has {outputs}: "
    ) as fault:
        read_transform(source, PLAIN)
    assert "secret" not in str(fault.value)


def test_a_damaged_record_leaves_no_places_to_go_by(tmp_path):
    """Also where as many are damaged on the other side."""
    source = lay(
        tmp_path, {"a.json": '{"x": 1}\n{"x"\n{"x": 3}\n'}, {"a.json.out": '{"y": 1}\n{"y": 2}\n{"y"\n{"y": 3}\n'}
    )
    with pytest.raises(DatasetError, match=r"a\.json and \S*a\.json\.out: 2 of their records cannot be read"):
        read_transform(source, JSON)


def test_a_large_output_waits_on_the_disk(tmp_path, monkeypatch):
    """In whatever batches the two sides come, the rows are the same."""
    monkeypatch.setattr("engine.readers.transform.joining._IN_MEMORY", 1000)
    monkeypatch.setattr("engine.readers.text.batch._FULL", 5000)
    count = 20_000
    given = "".join(f"{row},{'x' * (row % 7)}\n" for row in range(count))
    answered = "".join(f"{row}\n" for row in range(count))
    source = lay(tmp_path, {"a.csv": gzip.compress(given.encode())}, {"a.csv.out": answered})
    rows = read_transform(source, PLAIN)[1]
    assert rows == [(str(row), str(row), "x" * (row % 7) or None) for row in range(count)]


def test_excluded_columns_of_either_side_are_left_out(tmp_path):
    """By position over both sides, or by name; a whole side may be left out, and still counts."""
    source = lay(tmp_path, {"a.csv": "x,y\n1,2\n3,4\n"}, {"a.csv.out": "0.5\n0.6\n"})
    assert read_transform(source, HEADED, excluded=("0", "y"))[:2] == (("x",), [("1",), ("3",)])
    lay(tmp_path, {"a.csv": "x,y\n1,2\n3,4\n"}, {"a.csv.out": "0.5\n"})
    with pytest.raises(DatasetError, match="has 2 records, and its output"):
        read_transform(source, HEADED, excluded=("0",))


@pytest.mark.parametrize("side", ["input", "output"])
def test_one_side_alone_is_read_as_it_is(tmp_path, side):
    """Its files are cut as those of its format; ids and times of an output are no data."""
    content = tagged("0.1", "0.2") if side == "output" else "0.1\n0.2\n"
    source = lay(tmp_path, **{f"{side}s": {"a.csv": content, "b.csv": content}}) / side
    for split_bytes in (60, 1 << 25):
        assert sorted(read_transform(source, PLAIN, split_bytes=split_bytes)[1]) == [("0.1",)] * 2 + [("0.2",)] * 2
