"""The doctor goes on after a fault, tells what looks like a mistake, and leaves everything as it was."""

import json
import subprocess
import sys

import pytest

from engine.cli.examining import examine
from engine.cli.main import main

ROWS = "".join(f"{number},{number % 7}.5,{'yes' if number % 3 else 'no'}\n" for number in range(40))
HEADER = "id,amount,label\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Give a folder with data, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "day.csv").write_text(HEADER + ROWS)
    return tmp_path


@pytest.fixture
def baseline(place):
    """Give the folder of a baseline with one feature of each type, the label last."""

    def baseline(*names):
        types = {"id": "Integral", "amount": "Fractional", "label": "String"}
        features = [{"name": name, "inferred_type": types[name]} for name in names]
        (place / "baseline").mkdir(exist_ok=True)
        (place / "baseline" / "constraints.json").write_text(json.dumps({"version": 0.0, "features": features}))
        return "baseline"

    return baseline


def codes(findings):
    """Return the codes of what will go wrong."""
    return [wrong.code for wrong in findings.wrong]


def looked(*words):
    """Return what is found of the run that *words* ask for."""
    return examine(words, {})


def test_all_is_well(place, baseline):
    """What was looked at is told, and nothing is wrong or doubtful."""
    found = looked("monitor", "day.csv", "--baseline", baseline("id", "amount", "label"), "-o", "out")
    assert (codes(found), found.doubts) == ([], ())
    assert {"the output folder", "the baseline", "the first rows"} <= set(found.well)


def test_what_a_pipeline_is_told_may_go_to_the_output_folder(place):
    """It is not there before the run; another folder that is absent stays so."""
    assert codes(looked("baseline", "day.csv", "-o", "out", "--junit", "out/junit.xml")) == []
    assert codes(looked("baseline", "day.csv", "-o", "out", "--junit", "in/junit.xml")) == ["gate-file-not-writable"]
    assert not (place / "out").exists()


def test_every_fault_is_found_not_only_the_first(place):
    """Words, scripts, rules, a repository and the data are all wrong; each is told once, with what the run would say."""
    (place / "day.csv").write_bytes(b"id,city\n1,\xff\n")
    (place / "script.py").write_text("import what_is_not_there\n")
    found = looked(
        *("baseline", "day.csv", "-o", "out", "--threshold", "nonsense=1", "--start", "soon", "--metric-time", "never"),
        *("--preprocess", "absent.py", "--postprocess", "script.py", "--rules", "absent.dqdl", "--tag", "x"),
        *("--metrics-repository", "day.csv", "--openmetrics", "absent/metrics.prom"),
    )
    assert set(codes(found)) >= {
        *("threshold-unknown-name", "time-invalid", "script-not-found", "tag-invalid"),
        *("script-import-not-found", "document-not-found", "metrics-repository-not-usable", "openmetrics-not-writable"),
        "data-not-utf8",
    }
    assert len(set(found.wrong)) == len(found.wrong)


def test_data_that_are_not_there_hide_nothing_else(place):
    """The machine, the baseline and the output folder are looked at all the same."""
    (place / "out").write_text("a file")
    found = looked("monitor", "absent.csv", "--baseline", "absent", "-o", "out")
    assert codes(found) == ["baseline-not-found", "data-not-found", "output-folder-not-writable"]
    assert "Deequ's jar" in found.well


@pytest.mark.parametrize("data", ["absent.csv", "empty"])
def test_data_that_are_not_there_are_not_found_well(data, place, baseline):
    """Neither a path with nothing nor a folder without files has files and columns that were looked at."""
    (place / "empty").mkdir()
    found = looked("monitor", data, "--baseline", baseline("id", "amount", "label"), "-o", "out")
    assert found.wrong or found.doubts
    assert not [what for what in found.well if what.startswith("the files of the data")]


def test_nothing_is_made_and_nothing_removed(place, baseline):
    """Neither the output folder, nor that of metrics; the documents of a former run stay."""
    (place / "former").mkdir()
    (place / "former" / "statistics.json").write_text("of a former run")
    before = {path: path.is_file() and path.read_text() for path in place.rglob("*")}
    looked("baseline", "day.csv", "-o", "a/b/c", "--metrics-repository", "d/e")
    looked("baseline", "day.csv", "-o", "former")
    assert {path: path.is_file() and path.read_text() for path in place.rglob("*")} == before


def test_the_label_stands_first_in_the_baseline_and_last_in_the_data(place, baseline):
    """Columns without names go by position: their types tell."""
    (place / "day.csv").write_text(ROWS)
    known = baseline("label", "id", "amount")
    found = looked("monitor", "day.csv", "--no-header", "--baseline", known, "-o", "out")
    assert any("with the last column before all others" in doubt for doubt in found.doubts)


def test_the_label_is_not_in_the_data(place, baseline):
    """One column fewer, and without the baseline's first one they fit."""
    (place / "day.csv").write_text("".join(f"{line.rpartition(',')[0]}\n" for line in ROWS.splitlines()))
    found = looked("monitor", "day.csv", "--no-header", "--baseline", baseline("label", "id", "amount"), "-o", "out")
    assert any("fit without its first one" in doubt for doubt in found.doubts)


def test_a_header_that_is_read_as_data(place):
    """One text above numbers, in a column or more."""
    found = looked("baseline", "day.csv", "--no-header", "-o", "out")
    assert any("where the first line is a header" in doubt for doubt in found.doubts)


def test_data_that_are_read_as_a_header(place):
    """Names that are numbers."""
    (place / "day.csv").write_text(ROWS)
    found = looked("baseline", "day.csv", "-o", "out")
    assert any("2 of its 3 names are numbers" in doubt for doubt in found.doubts)


def test_another_delimiter_than_the_one_that_is_given(place):
    """The run would find it by itself."""
    (place / "day.csv").write_text((HEADER + ROWS).replace(",", ";"))
    found = looked("baseline", "day.csv", "-o", "out", "--field-delimiter", "|")
    assert any("';' parts the first records better" in doubt for doubt in found.doubts)
    assert not looked("baseline", "day.csv", "-o", "out").doubts


def test_columns_and_types_of_another_baseline(place, baseline):
    """The violations to come are told, by the sentences that they would have."""
    (place / "day.csv").write_text(HEADER.replace("label", "extra").replace("amount", "label") + ROWS)
    found = looked("monitor", "day.csv", "--baseline", baseline("id", "amount", "label"), "-o", "out")
    told = " ".join(found.doubts)
    assert codes(found) == []
    assert "missing_column_check" in told
    assert "extra_column_check" in told
    assert "1 feature is of another type than in the baseline: label (Fractional, not String)" in told


def test_an_empty_window(place, baseline):
    """A monitoring run over nothing completes, and compares nothing: that is a doubt."""
    record = {
        "captureData": {"endpointInput": {"data": "1,2.5", "encoding": "CSV", "observedContentType": "text/csv"}},
        "eventMetadata": {"eventId": "a", "inferenceTime": "2024-03-18T13:00:00Z"},
    }
    hour = place / "captures" / "2024" / "03" / "18" / "13"
    hour.mkdir(parents=True)
    (hour / "a.jsonl").write_text(json.dumps(record) + "\n")
    words = ("monitor", "captures", "--format", "capture", "--baseline", baseline("id", "amount"), "-o", "out")
    found = looked(*words, "--start", "2024-03-18T15:00:00Z", "--end", "2024-03-18T16:00:00Z")
    assert codes(found) == []
    assert any("no record was found in the window" in doubt for doubt in found.doubts)
    assert not looked(*words).doubts


def test_what_is_too_long_to_read_is_read_at_its_beginning(place):
    """A fault behind the first megabyte is not seen, one before it is."""
    good = HEADER + ROWS * 4000
    (place / "day.csv").write_bytes(good.encode() + b"1,\xff,2\n")
    assert codes(looked("baseline", "day.csv", "-o", "out")) == []
    (place / "day.csv").write_bytes(HEADER.encode() + b"1,\xff,2\n" + ROWS.encode() * 4000)
    assert codes(looked("baseline", "day.csv", "-o", "out")) == ["data-not-utf8"]


def test_the_settings_of_the_container(place):
    """They come from the environment, the platform's file and flags; one that is wrong hides none of the others."""
    (place / "ml" / "config").mkdir(parents=True)
    job = {"Environment": {"dataset_source": "day.csv", "semantics": "lenient", "output_path": "out"}}
    (place / "ml" / "config" / "processingjobconfig.json").write_text(json.dumps(job))
    environ = {"dataset_format": '{"csv": {"header": true}}', "suggestions": "perhaps"}
    found = examine(["--text-encoding=nonsense", "--script-timeout=9"], environ, root=place / "ml")
    assert set(codes(found)) == {"setting-unknown-value", "text-encoding-unknown"}
    assert len(found.wrong) == 3
    assert "script_timeout has no effect, for no script is named." in found.doubts
    assert "the first rows" in found.well


@pytest.mark.parametrize(("encoding", "code"), [("utf-8", 0), ("utf-16", 1)])
def test_the_exit_code_says_whether_something_will_go_wrong(encoding, code, place, capsys):
    """What is printed fits into 80 columns."""
    assert main(["doctor", "baseline", "day.csv", "-o", "out", "--encoding", encoding]) == code
    out = capsys.readouterr().out
    assert ("[data-not-in-encoding]" in out) == bool(code)
    assert [line for line in out.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("words", [["monitor", "day.csv", "-o", "out"], ["setup"], ["baseline", "day.csv"]])
def test_words_that_are_not_understood_end_with_2(words, place):
    """As they end a run: there is nothing to look at."""
    with pytest.raises(SystemExit) as end:
        main(["doctor", *words])
    assert end.value.code == 2


def test_no_spark_is_started(place):
    """Neither PySpark nor what speaks to a JVM is imported."""
    program = (
        "import sys; from engine.cli.main import main; code = main(sys.argv[1:]); "
        "print(code, {'pyspark', 'py4j', 'pydeequ'} & set(sys.modules))"
    )
    words = [sys.executable, "-c", program, "doctor", "baseline", "day.csv", "-o", "out"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 set()"
