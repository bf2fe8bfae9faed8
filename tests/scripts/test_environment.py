"""The variables that a script sees."""

import json

import pytest

from engine.home import NUMPY_TOLD
from engine.scripts.environment import environment_for_scripts


def test_a_script_sees_its_own_variables_and_nothing_of_the_engines(rows):
    """The process has exactly the variables of the job's script, but for what Python itself adds."""
    text = "import os\ndef preprocess_handler(line): return {'seen': dict(os.environ)}"
    seen = json.loads(rows(text, "a", THRESHOLD="0.5", PATH="/bin")[0]["seen"])
    seen.pop("LC_CTYPE", None)
    assert seen == {"THRESHOLD": "0.5", "PATH": "/bin"}


def test_the_users_variables_are_all_passed_on():
    """Even those that would be left out of the process's own: they are there because the user wants them."""
    assert environment_for_scripts({"SPARK_X": "1", "a": "2"}, {}, ["a"]) == (("SPARK_X", "1"), ("a", "2"))


def test_of_the_process_its_settings_and_what_steers_the_engine_are_left_out():
    """Credentials, path, language and time zone stay."""
    kept = {"AWS_REGION": "eu", "PATH": "/bin", "HOME": "/", "LANG": "C", "LC_ALL": "C", "TZ": "UTC", "PYTHONUTF8": "1"}
    steering = ["SPARK_HOME", "PYSPARK_PYTHON", "_PYSPARK_X", "JAVA_HOME", "NUMBA_CPU_NAME", "MODEL_MONITOR_HOME"]
    process = {**kept, **dict.fromkeys([*steering, "PYTHONPATH", "PYTHONSAFEPATH", "dataset_source"], "x")}
    assert environment_for_scripts({}, process, ["dataset_source"]) == tuple(sorted(kept.items()))


@pytest.mark.parametrize(("value", "seen"), [(NUMPY_TOLD[1], False), ("AVX512_SPR", True)])
def test_what_the_engine_tells_numpy_is_not_for_scripts(value, seen):
    """It would make their exponentials slower; what the user has told numpy is theirs."""
    name, _ = NUMPY_TOLD
    assert environment_for_scripts({}, {name: value}, []) == (((name, value),) if seen else ())


def test_the_users_value_holds_where_both_have_one():
    """The job's own variable wins over the one of the process."""
    assert environment_for_scripts({"TZ": "UTC"}, {"TZ": "CET"}, []) == (("TZ", "UTC"),)


def test_what_no_process_can_be_given_is_left_out():
    """A name with an equals sign, none at all, a NUL, and half a character are no variables."""
    assert environment_for_scripts({"a=b": "1", "": "1", "c": "\0", "d": "\ud800", "e": "é"}, {}, []) == (("e", "é"),)
