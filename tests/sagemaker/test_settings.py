"""Where settings come from, which source wins, and what the log shows of them."""

import pytest

from engine.errors import JobError
from engine.job.variables import NAMES
from engine.sagemaker.settings import collect, flags_from


def test_the_job_wins_over_the_process_and_the_command_line_over_both():
    """Each source overrides the one before it, name by name."""
    process = {"dataset_source": "process", "output_path": "process", "semantics": "process"}
    job = {"Environment": {"output_path": "job", "semantics": "job"}}
    settings = collect(process, job, {"semantics": "flag"})
    assert settings.values == {"dataset_source": "process", "output_path": "job", "semantics": "flag"}


def test_an_empty_value_unsets():
    """An empty value is as good as none, and takes back what an earlier source has set."""
    settings = collect({"rules_path": "r"}, {"Environment": {"semantics": ""}}, {"rules_path": ""})
    assert settings.values == {}


def test_the_users_variables_are_kept_apart():
    """What the contract does not name belongs to the user's scripts, if the job says it; the process keeps its own."""
    settings = collect({"AWS_REGION": "x", "HOME": "/"}, {"Environment": {"MY_VAR": "1", "semantics": "observed"}}, {})
    assert settings.user == {"MY_VAR": "1"}
    assert settings.values == {"semantics": "observed"}


def test_values_written_as_json_are_read_as_their_text():
    """A configuration written by hand may hold an object where the platform has its text."""
    job = {"Environment": {"dataset_format": {"csv": {"header": True}}, "report_enabled": False, "rules_path": None}}
    assert collect({}, job, {}).values == {"dataset_format": '{"csv": {"header": true}}', "report_enabled": "false"}


@pytest.mark.parametrize("config", [None, {}, {"Environment": None}, {"ProcessingJobName": "j"}])
def test_a_job_without_an_environment_sets_nothing(config):
    """No file, no map and an empty map are the same."""
    assert collect({}, config, {}).values == {}


def test_an_environment_that_is_no_map_is_an_error():
    """A configuration that cannot be read is not taken for an empty one."""
    with pytest.raises(JobError, match="Environment is expected to be an object"):
        collect({}, {"Environment": ["a"]}, {})


def test_variables_out_of_scope_are_named():
    """Variables of AutoML and image jobs are remembered by name, from wherever they come."""
    settings = collect({"image_data": "x"}, {"Environment": {"detect_drift": "true"}}, {})
    assert settings.ignored == ("detect_drift", "image_data")


def test_the_log_shows_the_contracts_settings_and_no_other():
    """Keys, tokens and the user's variables are not shown, and of an address no password."""
    process = {"AWS_SECRET_ACCESS_KEY": "hush", "output_path": "/out"}
    job = {"Environment": {"API_TOKEN": "hush", "dataset_source": "hdfs://me:hush@host/data"}}
    assert list(collect(process, job, {}).shown()) == [
        ("dataset_source", "hdfs://***@host/data"),
        ("output_path", "/out"),
    ]


def test_a_setting_takes_one_line_of_the_log():
    """A line break in a value cannot look like a line of the log."""
    assert list(collect({"output_path": "a\nb"}, None, {}).shown()) == [("output_path", r"'a\nb'")]


@pytest.mark.parametrize("name", NAMES)
def test_every_variable_is_a_flag(name):
    """A flag is spelled with dashes or as the variable, its value behind a blank or an equals sign."""
    dashed = "--" + name.replace("_", "-")
    assert flags_from([dashed, "1"]) == flags_from([f"--{name}", "1"]) == flags_from([f"{dashed}=1"]) == {name: "1"}


def test_a_value_may_hold_equals_signs_and_dashes():
    """Only the first equals sign parts a flag from its value."""
    assert flags_from(["--rules-path=--a=b", "--output-path", "-"]) == {"rules_path": "--a=b", "output_path": "-"}


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--dataset", "x"], "'--dataset' is not a flag of the engine; known are --dataset-source, --dataset-format"),
        (["--output-path", "x", "y"], "'y' is not a flag of the engine"),
        (["--output-path"], "--output-path needs a value behind it"),
        (["--dataset-source", "--output-path", "x"], "--dataset-source needs a value behind it"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_explained(argv, sentence):
    """A flag that is unknown or lacks its value is named."""
    with pytest.raises(JobError) as raised:
        flags_from(argv)
    assert sentence in str(raised.value)
