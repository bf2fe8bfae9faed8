"""The documents in the output folder of a run, read for a person who looks at them in Python."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from engine.documents.folder import CONSTRAINTS, STATISTICS, VIOLATIONS, document_in, folder_at, read
from engine.documents.json import codec
from engine.documents.model_quality.constraints import CONSTRAINTS as MODEL_CONSTRAINTS
from engine.documents.model_quality.statistics import METRICS
from engine.errors import JobError, refuse_credentials
from engine.job.quality import ProblemType
from engine.notebook.documents_shown import ShownConstraints, ShownStatistics, ShownViolations
from engine.notebook.grid import Shown
from engine.notebook.model_shown import ShownMetricConstraints, ShownMetrics, ShownMetricViolations
from engine.wording import foreign

if TYPE_CHECKING:
    from engine.notebook.side_by_side import Comparison

_KINDS = (STATISTICS, CONSTRAINTS, VIOLATIONS)


@dataclass(frozen=True, slots=True, repr=False)
class Loaded:
    """The documents of one run, each None where the `folder` has none; those of a model's quality are of classes of their own."""

    folder: str
    statistics: ShownStatistics | ShownMetrics | None = None
    constraints: ShownConstraints | ShownMetricConstraints | None = None
    violations: ShownViolations | ShownMetricViolations | None = None

    def compared_with(self, baseline: "Loaded | str | os.PathLike[str]") -> "Comparison":
        """Return this run beside its *baseline*, loaded or its folder: a table of the features, their distributions over each other.

        Raises JobError where one of the two has no statistics of data, and what `load_folder` raises.
        """
        from engine.notebook.side_by_side import Comparison  # noqa: PLC0415 - numpy and templates, for whoever draws

        known = baseline if isinstance(baseline, Loaded) else load_folder(baseline)
        now, before = self._of_data(), known._of_data()
        broken = self.violations.violations if isinstance(self.violations, ShownViolations) else ()
        return Comparison(now, before, broken)

    def _of_data(self) -> ShownStatistics:
        if not isinstance(self.statistics, ShownStatistics):
            raise JobError(
                f"{foreign(self.folder)}: a comparison needs the {STATISTICS} of a data-quality run, and none is there",
                code="nothing-to-compare-with",
            )
        return self.statistics

    def __repr__(self) -> str:
        return f"<{foreign(self.folder)}: {'; '.join(each.title for each in self._documents())}>"

    def _documents(self) -> tuple[Shown, ...]:
        documents = (self.violations, self.statistics, self.constraints)
        return tuple(each for each in documents if each is not None)

    def _repr_html_(self) -> str:
        tables = "".join(each._repr_html_() for each in self._documents())
        return f"<p>{escape(foreign(self.folder))}</p>{tables}"


def load_folder(folder: str | os.PathLike[str]) -> Loaded:
    """Return the documents in *folder*, here or in a store: of a run of this engine or of the official container.

    Raises JobError where there is none of the three, DocumentError where one is not what its name says.
    """
    name = os.fspath(folder)
    refuse_credentials(name, name="The folder to load")
    found = {kind: document_in(name, kind) for kind in _KINDS if folder_at(name).has(kind)}
    if not found:
        raise JobError(
            f"{foreign(name)}: none of {', '.join(_KINDS)} is there to load; name the output folder of a run",
            code="nothing-to-load",
        )
    values = {kind: codec.loads(read(path), source=path) for kind, path in found.items()}
    return Loaded(
        name,
        _statistics(values[STATISTICS], found[STATISTICS]) if STATISTICS in values else None,
        _constraints(values[CONSTRAINTS], found[CONSTRAINTS]) if CONSTRAINTS in values else None,
        _violations(values[VIOLATIONS], found[VIOLATIONS]) if VIOLATIONS in values else None,
    )


def _statistics(value: object, path: str) -> ShownStatistics | ShownMetrics:
    problem = _problem(value, METRICS)
    if problem is None:
        return ShownStatistics.from_json(value, source=path)
    return ShownMetrics.from_json(value, source=path, problem=problem)


def _constraints(value: object, path: str) -> ShownConstraints | ShownMetricConstraints:
    problem = _problem(value, MODEL_CONSTRAINTS)
    if problem is None:
        return ShownConstraints.from_json(value, source=path)
    return ShownMetricConstraints.from_json(value, source=path, problem=problem)


def _violations(value: object, path: str) -> ShownViolations | ShownMetricViolations:
    broken = value.get("violations") if isinstance(value, dict) else None
    of_metrics = isinstance(broken, list) and any(isinstance(each, dict) and "metric_name" in each for each in broken)
    return (ShownMetricViolations if of_metrics else ShownViolations).from_json(value, source=path)


def _problem(value: object, keys: Mapping[ProblemType, str]) -> ProblemType | None:
    """Return the problem of whose model a document is, by its *keys*; None for one about data."""
    members = value if isinstance(value, dict) else {}
    return next((problem for problem, key in keys.items() if key in members), None)
