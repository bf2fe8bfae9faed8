"""The report of a merge: every number with its share, and nothing of what there was nothing of."""

from engine.analysis.merged import Counts, Merged, MergedFile
from engine.report.counts import lines


def test_every_count_is_a_line():
    """Shares are of the records, doubled ones aside."""
    counts = Counts(
        captured=1010,
        captured_again=10,
        merged=990,
        unlabelled=10,
        labels=1500,
        labels_again=20,
        unmatched=490,
        mixed=1,
        outside=2,
        bad_captured=3,
        bad_labels=4,
    )
    shown = list(lines(Merged(counts, (MergedFile("a", 990, 5),))))

    assert [" ".join(line.split()) for line in shown] == [
        "captured records 1,010",
        "doubled, of which the last counts 10",
        "without ground truth 10 1.00 %",
        "outside of the window, not counted 2",
        "unreadable, not counted 3",
        "labels 1,500",
        "doubled, of which the last counts 20",
        "of no captured record 490",
        "unreadable, not counted 4",
        "merged records 990 99.00 %",
        "with a label in another encoding 1",
        "files 1",
    ]
    assert max(map(len, shown)) <= 80


def test_of_nothing_there_is_no_share():
    """Three lines of zeros."""
    assert [line.split()[-1] for line in lines(Merged(Counts()))] == ["0", "0", "0"]
    assert Merged(Counts()).missing_share is None
    assert "missing_ground_truth_share" not in dict(Merged(Counts()).metrics())
