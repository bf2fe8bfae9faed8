"""What was odd, added up over the stretches of a dataset."""

import pytest

from engine.readers.tally import MOST_NAMED, MOST_SAID, Bad, Tally, name_remarks

MORE = "(more lines were printed)"


def printed(lines):
    """Return the tally of a stretch whose script has printed so many lines."""
    return Tally(path="a.jsonl", said=("x",) * lines)


@pytest.mark.parametrize(
    ("first", "second", "more"),
    [(1000, 999, False), (1000, 1000, False), (1000, 1001, True), (MOST_SAID, 0, False), (0, MOST_SAID, False)],
)
def test_as_many_lines_as_come_home_are_told_without_more(first, second, more):
    """Of all stretches together; only where lines are left out, that is told."""
    said = (printed(first) + printed(second)).said
    assert said == ("x",) * min(first + second, MOST_SAID) + (MORE,) * more


def test_more_lines_are_announced_once():
    """However many stretches follow, the first lines and one announcement stay."""
    total = sum([printed(1500), printed(1500), printed(1500)], Tally())
    assert total.said == ("x",) * MOST_SAID + (MORE,)


def test_of_each_kind_of_damage_the_first_ones_are_named():
    """Those of one kind do not crowd out another; lines go on from stretch to stretch of a file."""
    stretches = [Tally(path="a", lines=1, bad=(Bad("a", 1, kind),)) for kind in ("x",) * (MOST_NAMED + 1) + ("y",) * 2]
    named = [(bad.line, bad.kind) for bad in sum(stretches, Tally()).bad]
    assert named == [*((line, "x") for line in range(1, MOST_NAMED + 1)), (MOST_NAMED + 2, "y"), (MOST_NAMED + 3, "y")]


@pytest.mark.parametrize(
    ("count", "end"),
    [(1, "bytes: 0.gz"), (MOST_NAMED, f", {MOST_NAMED - 1}.gz"), (MOST_NAMED + 2, f", {MOST_NAMED - 1}.gz and more")],
)
def test_files_with_wrong_names_are_told_in_one_sentence(count, end):
    """The first ones by name, and that there are more; nothing where there is none."""
    total = sum((Tally(path="a", misnamed=(f"{number}.gz",)) for number in range(count)), Tally())
    (sentence,) = name_remarks(total)
    assert sentence.endswith(end)
    assert name_remarks(Tally()) == ()
