"""Runs do not get in each other's way."""

from messages.processes import end, start


def test_two_runs_at_the_same_time_both_succeed(tmp_path):
    """No port is fixed: each JVM gets free ones, on the loopback device."""
    (tmp_path / "data.csv").write_text("id\n1\n")
    words = [("baseline", str(tmp_path / "data.csv"), "-o", str(tmp_path / name)) for name in ("one", "two")]
    processes = [start(tmp_path, given) for given in words]

    assert [code for code, _ in map(end, processes)] == [0, 0]
    assert (tmp_path / "one" / "constraints.json").read_text() == (tmp_path / "two" / "constraints.json").read_text()
