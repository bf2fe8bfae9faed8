"""What the page is made of: the documents of a run, and what is known of what it has read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.documents.data_quality.statistics import FeatureStatistics, Statistics
from engine.documents.model_quality.constraints import QualityConstraints
from engine.documents.model_quality.violations import MetricViolation
from engine.documents.suggestions import Suggestion
from engine.documents.violations import Violation
from engine.job.quality import ProblemType
from engine.job.semantics import Matter, Semantics
from engine.job.times import MonitoringWindow


@dataclass(frozen=True, slots=True)
class WhatWasRead:
    """Where the data of a run came from; None is what nobody knows.

    `source` and `baseline` are places without credentials, `files` is how many files there were, `window` the one that
    was asked for, `semantics` the reading of the official container's rules.
    """

    source: str | None = None
    files: int | None = None
    window: MonitoringWindow | None = None
    baseline: str | None = None
    semantics: str | None = None


@dataclass(frozen=True, slots=True)
class DataRun:
    """A run about data: `statistics` are None where nothing was measured, `violations` where nothing was promised.

    `baseline` are the statistics that the data are compared with, None where there are none.
    """

    statistics: Statistics | None
    violations: tuple[Violation, ...] | None = None
    baseline: Statistics | None = None
    suggestions: tuple[Suggestion, ...] = ()
    read: WhatWasRead = field(default_factory=WhatWasRead)

    @property
    def records(self) -> int:
        """How many records there were."""
        return 0 if self.statistics is None else self.statistics.item_count

    def before(self) -> Mapping[str, FeatureStatistics]:
        """Return the features of the baseline by the names that the data have for them.

        They go by name where one name at least is on both sides, else by position, as the columns of data without names.
        Under `observed` they always go by position, as the run has compared them.
        """
        if self.statistics is None or self.baseline is None:
            return {}
        known = {feature.name: feature for feature in self.baseline.features}
        names = [feature.name for feature in self.statistics.features]
        # Documents alone do not tell their semantics: the official ones were compared by position, ours mostly by name. The two
        # differ where columns have another order, and then a picture is looked for under its name.
        told = self.read.semantics
        by_name = told is None or Semantics(told).corrects(Matter.NAMES_OF_COLUMNS)
        if by_name and not known.keys().isdisjoint(names):
            return {name: known[name] for name in names if name in known}
        same = len(names) == len(self.baseline.features)
        return dict(zip(names, self.baseline.features, strict=True)) if same else {}

    def places(self) -> dict[str, int]:
        """Return where the features stand that violations name: by the baseline's name, or else by the data's own."""
        before = self.before()
        features = () if self.statistics is None else self.statistics.features
        places = {feature.name: index for index, feature in enumerate(features)}
        return places | {before[name].name: index for name, index in places.items() if name in before}

    def violations_at(self) -> Counter[int]:
        """Return how many violations there are, by the place of the feature; those of columns as such have none."""
        places = self.places()
        return Counter(places[each.feature_name] for each in self.violations or () if each.feature_name in places)


@dataclass(frozen=True, slots=True)
class ModelRun:
    """A run about a model's answers; `statistics` and `baseline` are documents as JSON has them, None where not known.

    `promised` are the constraints that it was judged by, None where there are none; so are `violations`.
    """

    problem: ProblemType
    statistics: Mapping[str, object]
    violations: tuple[MetricViolation, ...] | None = None
    promised: QualityConstraints | None = None
    baseline: object = None
    read: WhatWasRead = field(default_factory=WhatWasRead)
