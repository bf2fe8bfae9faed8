"""The hosts of a job: their team, its secret, and how the data lie on them."""

import json
import signal

import pytest

from engine.errors import JobError
from engine.sagemaker.hosts import Distribution, OtherHosts, distribution_of, sources_of, team_of
from engine.sagemaker.settings import collect
from engine.signals import signals_noted, stopped_by_signals

JOB = {"ProcessingJobArn": "arn:aws:sagemaker:eu-west-1:1:processing-job/a", "Environment": {"dataset_source": "/d"}}
SHARDED, REPLICATED = Distribution.SHARDED, Distribution.REPLICATED


def root(folder, current="algo-1", names=("algo-1", "algo-2"), job=JOB):
    """Lay out the platform's files in *folder* and return it."""
    (folder / "config").mkdir(parents=True)
    (folder / "config" / "resourceconfig.json").write_text(json.dumps({"current_host": current, "hosts": names}))
    (folder / "config" / "processingjobconfig.json").write_text(json.dumps(job))
    return folder


def settings(**given: str):
    return collect({}, None, given)


def inputs(*described: tuple[str, str, str]):
    """Return a processing job's description with inputs of a kind, a local path and a distribution each."""
    return {
        "ProcessingInputs": [
            {"InputName": path, kind: {"LocalPath": path, "S3DataDistributionType": how}}
            for kind, path, how in described
        ]
    }


def test_one_host_is_no_team(tmp_path):
    """Nothing is shared, and a run is called as if there were no hosts."""
    alone = root(tmp_path, names=("algo-1",))
    assert team_of(alone, settings()) is None
    with OtherHosts() as others:
        assert others.join(alone, settings()) is None
        assert others.arguments() == {}


def test_a_stop_does_not_disturb_the_end():
    """How the job has ended is settled by then, and Spark's services are yet to be ended."""
    with stopped_by_signals(), OtherHosts() as others:
        others._open.callback(signal.raise_signal, signal.SIGTERM)


def test_a_stop_during_the_end_is_noted():
    """So that a wait can be cut short; afterwards signals do what they did before."""
    before = signal.getsignal(signal.SIGTERM)
    with signals_noted() as stopped:
        assert not stopped()
        signal.raise_signal(signal.SIGTERM)
        assert stopped()
    assert signal.getsignal(signal.SIGTERM) is before


def test_hosts_of_one_job_share_a_secret_and_those_of_another_do_not(tmp_path):
    """Only what all hosts are told goes into it, which leaves out the own name."""
    first = team_of(root(tmp_path / "1"), settings())
    second = team_of(root(tmp_path / "2", current="algo-2"), settings())
    other = team_of(root(tmp_path / "3", job={**JOB, "ProcessingJobArn": "arn:other"}), settings())
    assert first.key("spark") == second.key("spark") != other.key("spark")
    assert (first.lead, first.followers, second.current) == ("algo-1", ("algo-2",), "algo-2")


def test_a_secret_of_ones_own_wins(tmp_path):
    """Then the platform's description does not matter."""
    given = settings(spark_secret="hush")
    first = team_of(root(tmp_path / "1"), given)
    other = team_of(root(tmp_path / "2", job={}), given)
    assert first.key("spark") == other.key("spark")
    assert ("spark_secret", "***") in tuple(given.shown())


def test_without_anything_secret_there_is_a_warning(tmp_path, caplog):
    """Names of hosts are the same in every job."""
    team_of(root(tmp_path, job={}), settings())
    assert "set spark_secret" in caplog.text


@pytest.mark.parametrize("text", ["soon", "0", "-1", "inf", "nan"])
def test_a_timeout_is_a_number_of_seconds(tmp_path, text):
    """Anything else is told with what was found."""
    with pytest.raises(JobError, match="hosts_timeout is expected to be a number of seconds above 0"):
        team_of(root(tmp_path), settings(hosts_timeout=text))


def test_hosts_wait_for_five_minutes(tmp_path):
    """Unless the setting says otherwise."""
    assert team_of(root(tmp_path / "1"), settings()).timeout == 300
    assert team_of(root(tmp_path / "2"), settings(hosts_timeout="20")).timeout == 20


@pytest.mark.parametrize("kind", ["S3Input", "EndpointInput", "BatchTransformInput"])
def test_the_input_that_holds_the_data_says_how_they_lie(kind):
    """A folder of the input, the input itself, or a folder above it."""
    config = inputs((kind, "/in/data", "ShardedByS3Key"), ("S3Input", "/in/other", "FullyReplicated"))
    assert distribution_of(config, "/in/data") is SHARDED
    assert distribution_of(config, "/in/data/2024") is SHARDED
    assert distribution_of(config, "/in/data2") is REPLICATED
    assert distribution_of(config, "/in/other/a.csv") is REPLICATED


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ({}, SHARDED),
        ({"DataDistributionType": "ShardedByS3Key"}, SHARDED),
        ({"DataDistributionType": "FullyReplicated"}, REPLICATED),
    ],
)
def test_an_input_of_a_query_is_sharded_by_default(said, how):
    """So says the platform's description of a DatasetDefinition."""
    config = {"ProcessingInputs": [{"InputName": "a", "DatasetDefinition": {"LocalPath": "/in/data", **said}}]}
    assert distribution_of(config, "/in/data") is how


@pytest.mark.parametrize("spelling", ["file:///in/d%20d", "//in/d d", "/in/x/../d d", "in/d d", "/in/d d/"])
def test_spellings_of_a_path_are_one_place(spelling, monkeypatch):
    """On either side."""
    monkeypatch.chdir("/")
    assert distribution_of(inputs(("S3Input", "/in/d d", "ShardedByS3Key")), spelling) is SHARDED
    assert distribution_of(inputs(("S3Input", spelling, "ShardedByS3Key")), "/in/d d/a.csv") is SHARDED


def test_the_innermost_input_counts():
    """A mount within a mount hides what is below it."""
    config = inputs(("S3Input", "/in", "FullyReplicated"), ("S3Input", "/in/data", "ShardedByS3Key"))
    assert distribution_of(config, "/in/data/x") is SHARDED
    assert distribution_of(config, "/in/x") is REPLICATED


@pytest.mark.parametrize("config", [None, {}, {"ProcessingInputs": None}, {"ProcessingInputs": [{"InputName": "a"}]}])
def test_without_inputs_every_host_sees_the_same(config):
    """As it is by default everywhere."""
    assert distribution_of(config, "/in/data") is REPLICATED


def test_an_address_is_seen_by_every_host():
    """No input holds what is read from a store."""
    assert distribution_of(inputs(("S3Input", "/in", "ShardedByS3Key")), "s3://bucket/in") is REPLICATED


def test_a_folder_above_inputs_that_lie_differently_is_refused():
    """Neither reading would be right."""
    config = inputs(("S3Input", "/in/a", "FullyReplicated"), ("S3Input", "/in/b", "ShardedByS3Key"))
    with pytest.raises(JobError, match="/in holds several inputs"):
        distribution_of(config, "/in")
    assert distribution_of(inputs(("S3Input", "/in/a", "ShardedByS3Key")), "/in") is SHARDED


def test_only_what_is_set_says_how_data_lie():
    """An analysis has one source, and a merge two; no folder that nobody has named is looked at."""
    assert sources_of(settings(dataset_source="/d")) == ("/d",)
    assert sources_of(settings(dataset_source="/d", ground_truth_source="/g")) == ("/d", "/g")
