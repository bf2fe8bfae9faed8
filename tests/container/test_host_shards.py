"""Shards: every host reads its own files, nothing is missed or counted twice, and a lost shard fails the run."""

import json

import pytest
from container.rig import HEADER, THREE, TWO, Hosts, docker, kill, rows

pytestmark = pytest.mark.slow


def scatter(hosts: Hosts, files: dict[str, str]) -> None:
    """Put *files*, by `host/path`, where their hosts have their data."""
    for place, content in files.items():
        name, _, path = place.partition("/")
        target = hosts.data(name) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content)


def features(documents: dict[str, bytes]) -> list[dict]:
    return json.loads(documents["statistics.json"])["features"]


def numbers(feature: dict) -> dict:
    """Return what of a numeric feature does not depend on where its records lie."""
    found = feature["numerical_statistics"]
    return {"common": found["common"], "min": found["min"], "max": found["max"]}


SHARDS = {
    "algo-1/2024/a.csv": HEADER + rows(3000, seed=1),
    "algo-1/2024/b.csv": HEADER + rows(500, seed=2),
    "algo-2/2024/a.csv": HEADER + rows(2000, seed=3),
    "algo-3/2025/c.csv": HEADER + rows(4000, seed=4) + '9999.5,100,"a\nquoted, text"\n',
}


def test_shards_are_read_where_they_lie(image, tmp_path):
    """Counts and extremes are those of one host with all files; a file of the same name on two hosts counts twice."""
    with Hosts(image, tmp_path / "one", TWO[:1]) as one:
        scatter(one, {f"algo-1/{place.replace('/', '-')}": content for place, content in SHARDS.items()})
        assert one.run() == (0,), one.logs()
        whole = features(one.documents("algo-1"))
    with Hosts(image, tmp_path / "three", THREE, distribution="ShardedByS3Key") as hosts:
        scatter(hosts, SHARDS)
        assert hosts.run() == (0, 0, 0), hosts.logs()
        shared = features(hosts.documents("algo-1"))
        assert "4 files" in hosts.log("algo-1")
    assert [feature["name"] for feature in shared] == ["number", "count", "text"]
    for mine, theirs in zip(shared[:2], whole[:2], strict=True):
        assert numbers(mine) == numbers(theirs)
        assert mine["numerical_statistics"]["mean"] == pytest.approx(theirs["numerical_statistics"]["mean"])
    assert numbers(shared[0])["common"]["num_present"] == 9501
    assert shared[2]["string_statistics"]["common"] == whole[2]["string_statistics"]["common"]


@pytest.mark.parametrize("empty", [TWO[:1], TWO[1:]], ids=["first", "second"])
def test_a_host_without_files_is_fine(image, tmp_path, empty):
    """Whichever host it is, the records of the other one are counted."""
    (full,) = set(TWO) - set(empty)
    with Hosts(image, tmp_path, TWO, distribution="ShardedByS3Key") as hosts:
        scatter(hosts, {f"{full}/a.csv": HEADER + rows(100)})
        assert hosts.run() == (0, 0), hosts.logs()
        assert numbers(features(hosts.documents("algo-1"))[0])["common"]["num_present"] == 100


def test_no_host_with_a_file_is_no_data(image, tmp_path):
    """A baseline of nothing fails, as on one host, and every host with it."""
    with Hosts(image, tmp_path, TWO, distribution="ShardedByS3Key") as hosts:
        assert hosts.run() == (255, 255), hosts.logs()
        assert "no record was found" in hosts.message("algo-1")


def test_a_faulty_file_on_another_host_is_named(image, tmp_path):
    """The sentence is the one of one host."""
    with Hosts(image, tmp_path, TWO, distribution="ShardedByS3Key") as hosts:
        scatter(hosts, {"algo-1/a.csv": HEADER + rows(10), "algo-2/b.csv": "number,other,text\n1,2,3\n"})
        assert hosts.run() == (255, 255), hosts.logs()
        assert "b.csv" in hosts.message("algo-1")


@pytest.fixture(scope="session")
def large_shards():
    """Give some 80 MB of lines for each of two hosts."""
    return {f"{name}/data.csv": HEADER + rows(100_000, seed=seed) * 40 for seed, name in enumerate(TWO)}


def test_an_executor_of_a_shard_comes_again_on_its_host(image, large_shards, tmp_path):
    """Nobody else reads the shard meanwhile, nothing is missed or counted twice, and no byte changes."""
    documents = []
    for disturbed in (False, True):
        with Hosts(image, tmp_path / str(disturbed), TWO, distribution="ShardedByS3Key") as hosts:
            scatter(hosts, large_shards)
            hosts.start_all()
            hosts.until("algo-1", "splits")
            if disturbed:
                kill(hosts, "algo-2", "CoarseGrainedExecutorBackend")
            assert [hosts.wait(name) for name in TWO] == [0, 0], hosts.logs()
            documents.append(hosts.documents("algo-1"))
    assert documents[0] == documents[1]


def test_the_death_of_another_host_fails_the_run(image, large_shards, tmp_path):
    """The first host says which one is lost; nothing that looks final is left."""
    with Hosts(image, tmp_path, THREE, distribution="ShardedByS3Key") as hosts:
        scatter(hosts, large_shards)
        hosts.start_all()
        hosts.until("algo-1", "splits")
        docker("kill", hosts.container("algo-2"))
        assert [hosts.wait(name) for name in THREE] == [255, 137, 255], hosts.logs()
        assert hosts.message("algo-1").startswith("algo-2 is lost, and the run needs all of its hosts."), hosts.logs()
        assert hosts.documents("algo-1") == {}
