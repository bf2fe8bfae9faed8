"""segments.json: how good a model's answers were in each segment of the rows."""

from dataclasses import dataclass

from engine.documents.model_quality.statistics import METRICS, Curve, Matrix, Metric, members_json
from engine.job.quality import ProblemType

_UNSHOWN = (Curve,)
"""What is for all rows only: the curves of many segments would be most of the document."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The rows of one segment: its `name` is the attribute's value, None for rows that have none; `item_count` of them."""

    name: str | None
    item_count: int
    members: tuple[tuple[str, Metric | Matrix | Curve], ...]


@dataclass(frozen=True, slots=True)
class Segments:
    """The whole document: the segments by the attribute `segment_by`, those of the most rows first."""

    problem: ProblemType
    segment_by: str
    segments: tuple[Segment, ...]

    def to_json(self) -> dict[str, object]:
        return {
            "version": 0.0,
            "segment_by": self.segment_by,
            "segments": [self._one(segment) for segment in self.segments],
        }

    def _one(self, segment: Segment) -> dict[str, object]:
        shown = tuple((name, member) for name, member in segment.members if not isinstance(member, _UNSHOWN))
        return {
            "segment": segment.name,
            "item_count": segment.item_count,
            METRICS[self.problem]: members_json(shown),
        }
