"""What one run is asked to do: plain values, made at the edge and never changed."""

from dataclasses import dataclass, field

from engine.job.dataset import Dataset, FormatOptions, Script
from engine.job.publishing import Publishing
from engine.job.quality import ModelQuality
from engine.job.repository import MetricsRepository
from engine.job.semantics import Semantics
from engine.job.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class BaselinePaths:
    """Where the documents of a baseline lie; either may be absent, not both."""

    statistics: str | None = None
    constraints: str | None = None

    @property
    def first(self) -> str:
        """The path that stands for the baseline in a sentence: of the constraints, where there are some."""
        return self.constraints or self.statistics or ""


@dataclass(frozen=True, slots=True)
class Job:
    """One run: with a baseline it is a monitoring run, without one it is a baseline run.

    `excluded` are feature names that appear in no document. `categorical_drift_method` is "LInfinity" or "ChiSquared"
    and None where the baseline's own setting holds. `thresholds` stand in the constraints that are suggested. `scheduled`
    says that a monitoring schedule runs it: without a baseline it is a baseline run all the same, but one without records
    completes. `postprocessor` is called when the documents are there. `suggestions` says whether a baseline run asks
    Deequ's rules as well. `rules` is the path of the user's own rules, and `references` are further datasets that these may
    name: each a name and where it lies, written as the dataset is. `publishing` says where metrics go, None where nowhere.
    In `repository` the metrics of the run are kept. `quality` says
    how a model's answers are compared with the truth, where that is what is asked and not how the data are. With `report`
    the page report.html is written beside the documents.
    """

    dataset: Dataset[FormatOptions]
    output: str
    baseline: BaselinePaths | None = None
    semantics: Semantics = Semantics.CORRECTED
    excluded: tuple[str, ...] = ()
    categorical_drift_method: str | None = None
    scheduled: bool = False
    postprocessor: Script | None = None
    thresholds: Thresholds = field(default_factory=Thresholds)
    suggestions: bool = True
    rules: str | None = None
    references: tuple[tuple[str, str], ...] = ()
    publishing: Publishing | None = None
    repository: MetricsRepository | None = None
    quality: ModelQuality | None = None
    report: bool = False
