"""What a merge has found, for a person at a terminal: how many records and labels, and what became of them."""

from collections.abc import Iterator

from engine.analysis.merged import Merged

_INDENT = "  "


def lines(found: Merged) -> Iterator[str]:
    """Yield the lines of the report; what there was nothing of is not told."""
    counts, records = found.counts, found.counts.merged + found.counts.unlabelled
    yield _row("captured records", counts.captured)
    yield from _odd("doubled, of which the last counts", counts.captured_again)
    yield from _odd("without ground truth", counts.unlabelled, _share(counts.unlabelled, records))
    yield from _odd("outside of the window, not counted", counts.outside)
    yield from _odd("unreadable, not counted", counts.bad_captured)
    yield _row("labels", counts.labels)
    yield from _odd("doubled, of which the last counts", counts.labels_again)
    yield from _odd("of no captured record", counts.unmatched)
    yield from _odd("unreadable, not counted", counts.bad_labels)
    yield _row("merged records", counts.merged, _share(counts.merged, records))
    yield from _odd("with a label in another encoding", counts.mixed)
    yield from _odd("files", len(found.files))


def _odd(what: str, count: int, share: str = "") -> Iterator[str]:
    if count:
        yield _row(_INDENT + what, count, share)


def _row(what: str, count: int, share: str = "") -> str:
    return f"{what:<38}{count:>13,}{share:>10}".rstrip()


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else ""
