"""Whole runs with scripts of the user's: what they make of records, and how they fail."""

import logging

import captures
import pytest
from captured_folders import baseline_of, hour_of

from engine.documents.folder import CONSTRAINTS, STATISTICS, SUGGESTIONS
from engine.errors import ScriptError
from engine.job.dataset import Dataset, Script
from engine.job.definition import Job
from engine.pipeline import run
from engine.readers.capture.options import CaptureFormat
from engine.readers.csv.options import CsvFormat


def _script(folder, text):
    (folder / "script.py").write_text(text)
    return Script(str(folder / "script.py"), seconds=60)


def test_a_script_makes_rows_of_captured_records(tmp_path, session, caplog):
    """Its names are sorted, `[]` drops a record, a list is several rows, and what it prints is in the log."""
    caplog.set_level(logging.INFO)
    script = _script(
        tmp_path,
        "def preprocess_handler(inference_record):\n"
        "    data = inference_record.endpoint_input.data\n"
        "    print('seen', inference_record.event_metadata.event_id)\n"
        "    if data == 'drop': return []\n"
        "    return [{'z': data, 'a': float(part)} for part in data.split(',')]\n",
    )
    records = (captures.record(captures.csv(text), captures.csv("0")) for text in ("1,2", "drop", "7"))
    dataset = Dataset(hour_of(tmp_path, *records), CaptureFormat(), preprocessor=script)

    outcome = run(Job(dataset, str(tmp_path / "out")), session=session)

    assert [feature.name for feature in outcome.statistics.features] == ["a", "z"]
    assert (outcome.records, outcome.statistics.features[0].numerical.sum) == (3, 10.0)
    assert caplog.text.count("seen 0af1") == 3


def test_a_scripts_booleans_take_the_baselines_spelling(tmp_path, session):
    """Its `True` is the `True` of a CSV file that pandas wrote; a text that it returns stays as it is."""
    script = _script(
        tmp_path,
        "def preprocess_handler(record):\n"
        "    data = record.endpoint_input.data\n"
        "    return {'y': record.endpoint_output.data, 'a': data == '1', 'b': data == '1', 'c': 'true'}\n",
    )
    rows = [(i % 2, i % 2 == 1) for i in range(40)]
    source = hour_of(tmp_path, *(captures.record(captures.csv(str(y)), captures.csv(str(y))) for y, _ in rows))
    dataset = Dataset(source, CaptureFormat(), preprocessor=script)
    text = "y,a,b,c\n" + "".join(f"{y},{a},{str(a).upper()},{a}\n" for y, a in rows)

    outcome = run(Job(dataset, str(tmp_path / "out"), baseline_of(tmp_path, session, text)), session=session)

    assert {(v.feature_name, v.check) for v in outcome.violations if "drift" not in v.check} == {
        ("c", "categorical_values_check")
    }


def test_a_scripts_keys_that_are_numbers_are_positions(tmp_path, session):
    """AWS's documentation has `str(i).zfill(20)`: such columns have the baseline's names."""
    script = _script(
        tmp_path,
        "def preprocess_handler(record):\n"
        "    data = record.endpoint_output.data + ',' + record.endpoint_input.data\n"
        "    return {str(i).zfill(20): text for i, text in enumerate(data.split(','))}\n",
    )
    rows = ("1,u", "2,v", "3,u", "4,v")
    source = hour_of(
        tmp_path, *(captures.record(captures.csv(row), captures.csv("01"[i % 2])) for i, row in enumerate(rows))
    )
    dataset = Dataset(source, CaptureFormat(), preprocessor=script)

    outcome = run(Job(dataset, str(tmp_path / "out"), baseline_of(tmp_path, session)), session=session)

    assert [feature.name for feature in outcome.statistics.features] == ["y", "a", "b"]
    assert outcome.violations == ()


def test_a_script_gets_the_raw_lines_of_a_csv_dataset(tmp_path, session):
    """Without the header, and without the lines' ends."""
    script = _script(
        tmp_path, "def preprocess_handler(record):\n    return {'length': len(record), 'first': record.split(',')[0]}\n"
    )
    (tmp_path / "train.csv").write_bytes(b"a,b\r\n1,xyz\r\n22,\r\n")
    dataset = Dataset(str(tmp_path / "train.csv"), CsvFormat(header=True), preprocessor=script)

    outcome = run(Job(dataset, str(tmp_path / "out")), session=session)

    first, length = outcome.statistics.features
    assert (first.name, first.numerical.sum, length.numerical.sum) == ("first", 23.0, 8.0)


def test_a_byte_order_mark_hides_no_header_from_a_script(tmp_path, session):
    """The header is no record, whatever stands before it."""
    script = _script(tmp_path, "def preprocess_handler(record):\n    return {'line': record}\n")
    (tmp_path / "train.csv").write_bytes(b"\xef\xbb\xbfa,b\n1,2\n")
    dataset = Dataset(str(tmp_path / "train.csv"), CsvFormat(header=True), preprocessor=script)

    assert run(Job(dataset, str(tmp_path / "out")), session=session).records == 1


def test_a_script_that_fails_ends_the_run_with_a_sentence(tmp_path, session):
    """It names the script, the file and the line, and no data."""
    script = _script(tmp_path, "def preprocess_handler(record):\n    raise ValueError(record.endpoint_input.data)\n")
    source = hour_of(tmp_path, captures.record(captures.csv("secret"), captures.csv("0")))

    with pytest.raises(ScriptError) as failure:
        run(Job(Dataset(source, CaptureFormat(), preprocessor=script), str(tmp_path / "out")), session=session)

    assert "script.py" in str(failure.value)
    assert "a.jsonl, line 1" in str(failure.value)
    assert "secret" not in str(failure.value)


def test_a_postprocessing_script_is_called_when_the_documents_are_there(tmp_path, session):
    """It finds them in the output folder."""
    script = _script(
        tmp_path,
        f"import os\ndef postprocess_handler():\n    open({str(tmp_path / 'seen')!r}, 'w').write("
        f"' '.join(sorted(os.listdir({str(tmp_path / 'out')!r}))))\n",
    )
    source = hour_of(tmp_path, captures.record(captures.csv("1,u"), captures.csv("0")))

    run(Job(Dataset(source, CaptureFormat()), str(tmp_path / "out"), postprocessor=script), session=session)

    assert (tmp_path / "seen").read_text() == f"{CONSTRAINTS} {STATISTICS} {SUGGESTIONS}"


def test_a_postprocessing_script_that_fails_leaves_the_documents(tmp_path, session):
    """The analysis is done; the run is a failure all the same."""
    script = _script(tmp_path, "def postprocess_handler():\n    raise KeyError('x')\n")
    source = hour_of(tmp_path, captures.record(captures.csv("1,u"), captures.csv("0")))

    with pytest.raises(ScriptError, match=r"script\.py"):
        run(Job(Dataset(source, CaptureFormat()), str(tmp_path / "out"), postprocessor=script), session=session)

    assert (tmp_path / "out" / STATISTICS).exists()


def test_missing_values_are_those_of_a_scripts_rows_too(tmp_path, session):
    """Whoever names texts that mean missing means them wherever the rows come from."""
    (tmp_path / "train.csv").write_text("id,city\n1,nan\n2,Rome\n3,nan\n")
    body = (
        "def preprocess_handler(line):\n    number, city = line.split(',')\n    return {'id': number, 'city': city}\n"
    )
    (tmp_path / "script.py").write_text(body)
    options = CsvFormat(header=True, missing_values=("nan",))
    dataset = Dataset(str(tmp_path / "train.csv"), options, preprocessor=Script(str(tmp_path / "script.py")))

    outcome = run(Job(dataset, str(tmp_path / "out")), session=session)

    assert {feature.name: feature.completeness for feature in outcome.statistics.features} == {"city": 1 / 3, "id": 1.0}
