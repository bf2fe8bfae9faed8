"""The documents of a run and of its baseline, as whoever explains the run reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.documents import folder
from engine.documents.baseline import Baseline, documents_in, read_baseline
from engine.documents.data_quality.statistics import FeatureStatistics, Statistics
from engine.documents.json import codec
from engine.documents.json.fields import Fields, Source, each, text
from engine.documents.model_quality.statistics import METRICS, values_in
from engine.errors import DocumentError

_FEATURE, _METRIC = "feature_name", "metric_name"


@dataclass(frozen=True, slots=True)
class Broken:
    """One violation of a document: `subject` is the feature, or the metric of a model that `is_metric` tells of."""

    subject: str
    check: str
    description: str
    is_metric: bool = False

    @classmethod
    def from_json(cls, value: object, *, source: Source) -> "Broken":
        fields = Fields(value, source)
        is_metric = _FEATURE not in fields and _METRIC in fields
        return cls(
            subject=fields.required(_METRIC if is_metric else _FEATURE, text),
            check=fields.required("constraint_check_type", text),
            description=fields.required("description", text),
            is_metric=is_metric,
        )


@dataclass(frozen=True, slots=True)
class Documents:
    """What a run has written, and the baseline that it was judged by, None where nobody has named it.

    `statistics` are None where the run wrote none, as one over nothing. `metrics` are those of a model's quality, and
    `promised` those of its baseline, by their names.
    """

    violations: tuple[Broken, ...]
    statistics: Statistics | None = None
    baseline: Baseline | None = None
    metrics: Mapping[str, float] | None = None
    promised: Mapping[str, float] | None = None

    def currently(self, feature: str) -> FeatureStatistics | None:
        """Return what the run says of the baseline's *feature*: by its name, else by its position; None where nothing is."""
        if self.statistics is None:
            return None
        here = {each.name: each for each in self.statistics.features}
        return here.get(feature) or self._at_position_of(feature)

    def _at_position_of(self, feature: str) -> FeatureStatistics | None:
        names = () if self.baseline is None else self.baseline.all_names
        columns = () if self.statistics is None else self.statistics.features
        if feature not in names or len(names) != len(columns):
            return None
        return columns[names.index(feature)]


def read_documents(run: str, baseline: str | None) -> Documents:
    """Read the documents in the folder *run*, here or in a store, and those of its *baseline*, None where none is named.

    Raises DocumentError where one is not what it should be, or no violations are there; JobError for a folder without any.
    """
    violations = _violations(folder.document_in(run, folder.VIOLATIONS))
    path = folder.document_in(run, folder.STATISTICS)
    written = codec.loads(folder.read(path), source=path) if folder.folder_at(run).has(folder.STATISTICS) else None
    if (metrics := _metrics(written)) is not None:
        return Documents(violations, metrics=metrics, promised=_promised(baseline))
    return Documents(
        violations,
        statistics=None if written is None else Statistics.from_json(written, source=path),
        baseline=None if baseline is None else read_baseline(documents_in(baseline)),
    )


def _violations(path: str) -> tuple[Broken, ...]:
    try:
        written = folder.read(path)
    except DocumentError as error:
        if error.code != "document-not-found":
            raise
        raise DocumentError(f"{error}; name the output folder of a monitoring run", code=error.code) from error
    document = codec.loads(written, source=path)
    return Fields(document, path).required("violations", each(Broken.from_json))


def _metrics(document: object) -> dict[str, float] | None:
    """Return the metrics of a statistics *document* of a model, None where it is one of the data."""
    problem = next(
        (problem for problem, key in METRICS.items() if isinstance(document, dict) and key in document), None
    )
    return None if problem is None else values_in(document, problem)


def _promised(baseline: str | None) -> dict[str, float] | None:
    if baseline is None:
        return None
    path = documents_in(baseline).statistics
    return None if path is None else _metrics(codec.loads(folder.read(path), source=path))
