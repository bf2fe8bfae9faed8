"""What a merge of captured traffic with ground truth is asked to do."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.job.publishing import Publishing
from engine.job.times import MonitoringWindow


@dataclass(frozen=True, slots=True)
class MergeJob:
    """One merge: the captured records at `capture` get the labels at `ground_truth`.

    `endpoint` and `variant` choose among several below one root, and `window` chooses by when the inference was; None takes
    all. `output` is the folder for the merged records. A merge fails where, of 100 records or labels or more, a larger share
    than `bad_records_share` (0 to 1) cannot be read. `publishing` says where the numbers of the merge go, None where nowhere.
    """

    capture: str
    ground_truth: str
    output: str
    endpoint: str | None = None
    variant: str | None = None
    window: MonitoringWindow | None = None
    bad_records_share: float = 0.01
    publishing: Publishing | None = None


def moved(window: MonitoringWindow, start: timedelta | None, end: timedelta | None) -> MonitoringWindow:
    """Return *window* with its start and its end moved back by the offsets of a schedule; None moves nothing.

    Raises JobError where it then ends before it begins.
    """
    return MonitoringWindow(_back(window.start, start), _back(window.end, end))


def _back(time: datetime | None, span: timedelta | None) -> datetime | None:
    """Return *time* moved back by *span*, and no further than to the first moment that there is."""
    if time is None or span is None:
        return time
    return time - min(span, time - datetime.min.replace(tzinfo=UTC))
