"""How far a pass has come: shown to who wants to see it, and counted for nobody else."""

from contextlib import contextmanager

from engine.progress.passes import Progress, Read, is_shown, progress_shown_by, seconds_left, shown


def test_a_pass_is_shown_as_long_as_it_lasts():
    """To the one who has asked last, in this context; afterwards nobody wants to see anything."""
    seen = []

    @contextmanager
    def show(progress):
        seen.append(progress.read())
        yield
        seen.append("over")

    progress = Progress(9, lambda: Read(4, 2))
    with progress_shown_by(show):
        assert is_shown()
        with shown(progress):
            assert seen == [Read(4, 2)]
        assert seen == [Read(4, 2), "over"]
    with shown(progress):
        assert not is_shown()
    assert len(seen) == 2


def test_the_time_left_follows_from_the_time_taken():
    """Nobody knows it before anything is read."""
    assert seconds_left(100, 25, 10.0) == 30.0
    assert seconds_left(100, 100, 10.0) == 0.0
    assert seconds_left(100, 0, 10.0) is None
    assert seconds_left(0, 0, 0.0) is None
