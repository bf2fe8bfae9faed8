"""The page of documents that lie in a folder, whoever has written them: this engine or the official container."""

import logging
from collections.abc import Mapping

from engine.documents import folder
from engine.documents.baseline import documents_in
from engine.documents.data_quality.statistics import Statistics
from engine.documents.folder import STATISTICS, SUGGESTIONS, VIOLATIONS
from engine.documents.json import codec
from engine.documents.json.fields import Fields, Source, each, text
from engine.documents.model_quality.constraints import QualityConstraints
from engine.documents.model_quality.statistics import METRICS
from engine.documents.model_quality.violations import MetricViolation
from engine.documents.suggestions import Suggestion
from engine.documents.violations import Violations
from engine.errors import JobError, public
from engine.job.definition import BaselinePaths
from engine.job.quality import ProblemType
from engine.page.data_page import data_page
from engine.page.given import DataRun, ModelRun, WhatWasRead
from engine.page.model_page import model_page
from engine.page.render import render

_log = logging.getLogger(__name__)


def page_of_documents(place: str, baseline: str | None) -> str:
    """Return the page of the documents in the folder *place*, compared with those of the folder *baseline*, as HTML.

    Raises JobError where a folder has no document, DocumentError where one is not what its name says.
    """
    statistics, violations = _read(place, STATISTICS), _read(place, VIOLATIONS)
    if statistics is None and violations is None:
        raise JobError(
            f"{place}: neither {STATISTICS} nor {VIOLATIONS} is there; name the output folder of a run",
            code="documents-not-found",
        )
    before = BaselinePaths() if baseline is None else documents_in(baseline)
    read = WhatWasRead(baseline=None if baseline is None else public(baseline))
    problem = _problem_of(statistics)
    if problem is not None and isinstance(statistics, Mapping):
        return render(model_page(_model_run(place, problem, statistics, violations, before, read)))
    return render(data_page(_data_run(place, statistics, violations, before.statistics, read)))


def _data_run(place: str, statistics: object, violations: object, baseline: str | None, read: WhatWasRead) -> DataRun:
    named = folder.document_in(place, STATISTICS)
    found = None if statistics is None else Statistics.from_json(statistics, source=named)
    broken = None
    if violations is not None:
        broken = Violations.from_json(violations, source=folder.document_in(place, VIOLATIONS)).violations
    before = None if baseline is None else Statistics.from_json(_content(baseline), source=baseline)
    run = DataRun(found, broken, before, _suggestions(place) if broken is None else (), read)
    if found is not None and found.features and before is not None and before.features and not run.before():
        _warn_of_strangers(found, before, place=place, baseline=str(baseline))
    return run


def _warn_of_strangers(found: Statistics, before: Statistics, *, place: str, baseline: str) -> None:
    """Say that nothing is drawn beside another; no name is told, for those of data without a header may be values."""
    _log.warning(
        "%s: it is the baseline of another dataset, for none of its %d features is among the %d of %s, so nothing is compared; "
        "name the baseline of that run",
        public(baseline),
        len(before.features),
        len(found.features),
        public(place),
    )


def _model_run(
    place: str,
    problem: ProblemType,
    statistics: Mapping[str, object],
    violations: object,
    before: BaselinePaths,
    read: WhatWasRead,
) -> ModelRun:
    broken = None
    if violations is not None:
        fields = Fields(violations, folder.document_in(place, VIOLATIONS))
        broken = fields.required("violations", each(_metric_violation))
    known = None if before.statistics is None else _content(before.statistics)
    promised = None
    if (path := before.constraints) is not None:
        promised = QualityConstraints.from_json(_content(path), source=path, problem=problem)
    return ModelRun(problem, statistics, broken, promised, known, read)


def _problem_of(statistics: object) -> ProblemType | None:
    """Return the problem of a model that *statistics* are about, None where they are about data."""
    members = statistics if isinstance(statistics, dict) else {}
    return next((problem for problem, key in METRICS.items() if key in members), None)


def _metric_violation(value: object, /, *, source: Source) -> MetricViolation:
    fields = Fields(value, source)
    return MetricViolation(
        check=fields.required("constraint_check_type", text),
        description=fields.required("description", text),
        metric_name=fields.required("metric_name", text),
    )


def _suggestions(place: str) -> tuple[Suggestion, ...]:
    found = _read(place, SUGGESTIONS)
    if found is None:
        return ()
    features = Fields(found, folder.document_in(place, SUGGESTIONS)).required("features", each(_of_feature))
    return tuple(suggestion for feature in features for suggestion in feature)


def _of_feature(value: object, /, *, source: Source) -> tuple[Suggestion, ...]:
    fields = Fields(value, source)
    name = fields.required("name", text)

    def suggestion(value: object, /, *, source: Source) -> Suggestion:
        members = Fields(value, source)
        rule, why, seen, says = (
            members.required(key, text) for key in ("rule", "rule_description", "current_value", "description")
        )
        return Suggestion(name, rule, why, seen, says, None, None)

    return fields.required("suggestions", each(suggestion))


def _read(place: str, name: str) -> object:
    """Return the document *name* of the folder *place* as JSON has it, None where it is not there."""
    return _content(folder.document_in(place, name)) if folder.folder_at(place).has(name) else None


def _content(path: str) -> object:
    return codec.loads(folder.read(path), source=path)
