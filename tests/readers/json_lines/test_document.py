"""Files that are one JSON text: how they are told from lines, and where they are broken."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from objects import objects_of, read_json

from engine.errors import DatasetError
from engine.readers.json_lines.document import LONGEST_ELEMENT, is_document


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"", False),
        (b" \n", False),
        (b'{"a": 1}\n{"a": 2}\n', False),
        (b'{"a": 1}', False),
        (b'{"a": 1}{"a": 2}', False),
        (b'[{"a": 1}]', True),
        (b" \n[ \n {", True),
        (b"[]", True),
        (b"[", False),
        (b"[1, 2]\n[3, 4]\n", False),
        (b'{\n "a": 1\n}', True),
        (b'{"a": [1,\n2]}\n{"a": 3}', True),
        (b'{\n "a": 1', False),
        (b'{"a": "to', False),
        (b'{"a": 1, "b\n{"a": 1}\n', False),
        (b'{"a": 1,\n{"a": 1}\n', False),
        (b'{"a":\n{"a": 1}\n{"a": 1}\n', False),
        (b"{torn\n{torn\n", False),
        (b'{"a": ' + b"[" * 100_000 + b"\n", False),
        (b"a,b\n{\n", False),
    ],
)
def test_a_file_shows_what_it_is(head, found):
    """A list of objects, or an object that is not closed in its line and is JSON all the same."""
    assert is_document(head, whole=True) is found


@pytest.mark.parametrize(
    ("head", "found"), [(b'{\n "a": [\n  1,', True), (b'{"a": 1, "b\n{"a": 1}\n{"a"', False), (b'{"a": 1', False)]
)
def test_of_a_longer_file_the_second_line_shows_it(head, found):
    """It begins as the first one does where there are lines."""
    assert is_document(head, whole=False) is found


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ('[{"a": 1}', 1, "a comma or the end of the list"),
        ('[{"a": 1},\n{"a": 2}\n', 3, "a comma or the end of the list"),
        ('[{"a": 1}\n{"a": 2}]', 2, "a comma or the end of the list"),
        ('[{"a": 1},\n]', 2, "an object"),
        ('[{"a": 1},\n,{"a": 2}]', 2, "an object"),
        ('[{"a": 1},\n', 2, "an object"),
        ('[{"a": 1},\n{"a": ', 2, "the end of the object that begins there"),
        ('[{"a": 1},\n{"a": "x]', 2, "the end of the object that begins there"),
        ('[{"a": 1},\n{"a": "x\n"}]', 2, "an object"),
        ('[{"a": 1}]\n\nx', 3, "an object or a list"),
        ('{\n"a": 1\n}\n]', 4, "an object or a list"),
    ],
)
def test_a_broken_text_is_an_error_at_its_place(tmp_path, text, line, expected):
    """Behind it nobody knows what is what, so no share of it may be bad."""
    with pytest.raises(DatasetError, match=rf"a\.jsonl, line {line}: expected {expected}; the file is one JSON text"):
        objects_of(tmp_path, text, bad_records_share=1.0)


def test_of_a_whole_text_single_elements_may_be_bad(tmp_path):
    """Its brackets show where the next one begins."""
    found = objects_of(tmp_path, '[{"a": 1},\n{"a": tru},\n7, "x", [1],\n{"a": 2}]')
    assert found.rows == [("1",), ("2",)]
    assert [(bad.line, bad.kind) for bad in found.tally.bad] == [
        (2, "not JSON"),
        *[(3, "JSON that is no object")] * 3,
    ]


def test_an_element_that_never_ends_is_an_error(tmp_path):
    """Not all of the file is held to find that out."""
    (tmp_path / "a.json").write_bytes(b'[{"a": 1},\n{"a": "' + b"x" * (LONGEST_ELEMENT + (1 << 24)))
    with pytest.raises(DatasetError, match=r"line 2: expected the end of the object that begins there"):
        read_json(tmp_path)


READ = """
import sys
from pathlib import Path
from engine.job.dataset import Dataset
from engine.readers.json_lines.options import JsonFormat
from engine.readers.look import look
from engine.readers.tables import Known
rows = []
shown = look(Dataset(sys.argv[1], JsonFormat()), Known())
for split in shown.table.splits(shown.files):
    shown.table.read(split, lambda batch: rows.append(batch.num_rows))
(peak,) = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(sum(rows), peak)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_a_long_list_is_read_element_by_element(tmp_path):
    """In memory that does not grow with the file: one of 90 MB more takes no 20 MB more."""
    element = json.dumps({"a": 1, "b": "x" * 2000}) + ",\n"
    peaks = []
    for count in (5_000, 50_000):
        (tmp_path / "a.json").write_text("[" + element * (count - 1) + element.rstrip(",\n") + "]")
        command = [sys.executable, "-c", READ, str(tmp_path / "a.json")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        rows, peak = map(int, done.stdout.split())
        assert rows == count
        peaks.append(peak)
    assert peaks[1] - peaks[0] < 20_000
