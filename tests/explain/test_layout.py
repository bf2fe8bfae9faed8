"""What a person sees of an explanation: 80 columns, and nothing of the data commands the terminal."""

import subprocess
import sys

from engine.cli.main import main
from engine.explain.layout import lines
from engine.explain.run_explained import explain


def test_eighty_columns_are_enough(written):
    """Also for long names of features and of categories."""
    long = "a feature whose name is longer than a line of the terminal and says so, and then goes on for a while"
    now = {long: ["a category of many words that does not fit"] * 300 + ["b\x1b[2J"] * 500}
    folders = written(now, {long: ["a category of many words that does not fit"] * 700 + ["b\x1b[2J"] * 100})
    shown = list(lines(explain(folders[0], baseline=folders[1]), colour="none"))
    assert "1 violation" in shown[0]
    assert [line for line in shown if len(line) > 80 and long not in line] == []
    assert not [line for line in shown if "\x1b" in line]


def test_the_command_prints_it_and_ends_with_0(written, capsys):
    """That there are violations was told by the run."""
    run, baseline = written({"n": ["1"] * 400 + ["2"] * 400}, {"n": ["2"] * 400 + ["3"] * 400})
    assert main(["explain", run, "--baseline", baseline]) == 0
    out = capsys.readouterr().out
    assert "n: baseline_drift_check" in out
    assert "The difference is the largest at 1: 50.0% of the values" in out


def test_no_spark_is_needed():
    """Nothing that explains imports PySpark."""
    program = "import sys, engine.explain.run_explained, engine.explain.layout; print('pyspark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
