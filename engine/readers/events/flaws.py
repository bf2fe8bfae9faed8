"""What is said of events that could not be read, and when there are too many of them."""

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np

from engine.readers.events import identify
from engine.readers.tally import MOST_NAMED, Bad, Tally, name_remarks
from engine.readers.text.refusal import Damage, bad_remarks, refuse_bad, refuse_unfinished, unfinished_remarks

_NOT_JSON = "not a whole line of JSON"
_NO_ID = "without an id"

_CAPTURES = {
    identify.NOT_JSON: Damage(
        _NOT_JSON, "see whether the files were copied whole and hold captured records, one a line"
    ),
    identify.NO_BODY: Damage("without captureData", "see whether the data are what an endpoint captured"),
    identify.NO_ID: Damage(
        _NO_ID, "a captured record has an eventId, or the inferenceId that its client gave, in its eventMetadata"
    ),
    identify.TIMELESS: Damage(
        "without an inferenceTime", "let them lie in folders of their hours, yyyy/mm/dd/hh, as an endpoint writes them"
    ),
}
_LABELS = {
    identify.NOT_JSON: Damage(
        _NOT_JSON, "see whether the files were copied whole and hold ground truth, one label a line"
    ),
    identify.NO_BODY: Damage(
        "without groundTruthData",
        'a label is a line such as {"groundTruthData": {"data": "1", "encoding": "CSV"}, "eventMetadata": '
        '{"eventId": "..."}, "eventVersion": "0"}',
    ),
    identify.NO_LABEL: Damage(
        "with groundTruthData whose data are no text", 'write each label as a text, such as "1", whatever it means'
    ),
    identify.NO_ENCODING: Damage(
        "with another encoding than CSV, JSON or BASE64",
        'let groundTruthData say its "encoding"; that of a bare label is "CSV"',
    ),
    identify.NO_ID: Damage(
        _NO_ID,
        "give the eventId of each label's captured record, or its inferenceId where it has one, in eventMetadata",
    ),
}
DAMAGES: Mapping[int, Mapping[int, Damage]] = {identify.CAPTURE: _CAPTURES, identify.LABEL: _LABELS}
"""For each kind of events, what one is that cannot be read, by its status, in the order in which they are met."""

_WRITERS = {
    identify.CAPTURE: ("endpoints", "an endpoint"),
    identify.LABEL: ("collectors of labels", "a collector of labels"),
}


def tally_of(records: np.ndarray, path: str, kind: int) -> Tally:
    """Return what the statuses of *records*, of one *kind*, say: how many there are, and which are bad for which reason."""
    status, names = records[:, identify.STATUS], {number: each.name for number, each in DAMAGES[kind].items()}
    counts = np.bincount(status, minlength=identify.UNFINISHED + 1).tolist()
    kinds = Counter({name: counts[number] for number, name in names.items() if counts[number]})
    rows = [np.flatnonzero(status == number)[:MOST_NAMED] for number in names if counts[number]]
    bad = np.sort(np.concatenate(rows)) if rows else ()
    return Tally(
        path=path,
        lines=int(records[-1, identify.LINE]) + 1 if len(records) else 0,
        records=counts[identify.GOOD] + sum(kinds.values()),
        kinds=kinds,
        bad=tuple(Bad(path, int(records[row, identify.LINE]) + 1, names[int(status[row])]) for row in bad),
        unfinished=counts[identify.UNFINISHED],
    )


def refuse_flaws(tally: Tally, kind: int, *, source: str, share: float) -> None:
    """Raise DatasetError where too many events of a *kind* are bad (a larger *share*), or too many files end within one."""
    refuse_unfinished(tally, source=source, share=share, writers=_WRITERS[kind][0])
    good = tally.records - sum(tally.kinds.values())
    refuse_bad(tally, tuple(DAMAGES[kind].values()), source=source, share=share, rows=good)


def remarks(tally: Tally, kind: int) -> Iterator[str]:
    """Yield a sentence for the log on each thing that was odd about the events of a *kind*."""
    yield from bad_remarks(tally, DAMAGES[kind].values())
    yield from unfinished_remarks(tally, writer=_WRITERS[kind][1])
    yield from name_remarks(tally)
