"""Why each violation of a run came, from the documents that the run has written; no data are read, and no Spark runs."""

from collections.abc import Iterator

from engine.analysis.data_quality.checks import DRIFT
from engine.errors import JobError
from engine.explain.documents_of import Broken, Documents, read_documents
from engine.explain.drift import explain_calm, explain_drift, explain_silence
from engine.explain.explanation import Explanation
from engine.explain.metrics_of import explain_metric
from engine.explain.shares import EXPLAINED, explain_by_sentence
from engine.wording import listed, quoted


def explain(run: str, *, baseline: str | None = None, feature: str | None = None) -> tuple[Explanation, ...]:
    """Return an explanation of each violation in the folder *run*, in their order; none where there is none.

    *baseline* is the folder of the baseline, without which the documents do not show where a difference sits. *feature*
    chooses one feature, or one metric of a model; of one without a violation the drift is explained where the baseline is
    named, else what hinders it is said. Raises JobError for a feature that nothing tells of, and DocumentError for a
    document that cannot be read.
    """
    documents = read_documents(run, baseline)
    if feature is None:
        return tuple(_explanation(documents, each) for each in documents.violations)
    chosen = [each for each in documents.violations if each.subject == feature]
    if not chosen and feature not in _subjects(documents):
        raise JobError(
            f"{run}: --feature is {quoted(feature)}, which the documents do not tell of; they tell of "
            f"{listed(_subjects(documents)) or 'none'}",
            code="explained-feature-not-found",
        )
    found = tuple(_explanation(documents, each) for each in chosen)
    if any(each.check == DRIFT for each in chosen):
        return found
    calm = explain_calm(documents, feature)
    if calm is None:
        return found or (explain_silence(documents, feature),)
    return (*found, calm)


def _explanation(documents: Documents, broken: Broken) -> Explanation:
    if broken.is_metric:
        return explain_metric(documents, broken)
    if broken.check == DRIFT:
        return explain_drift(documents, broken)
    return EXPLAINED.get(broken.check, explain_by_sentence)(documents, broken)


def _subjects(documents: Documents) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_named(documents)))


def _named(documents: Documents) -> Iterator[str]:
    if documents.statistics is not None:
        yield from (each.name for each in documents.statistics.features)
    if documents.baseline is not None:
        yield from documents.baseline.all_names
    yield from (each.subject for each in documents.violations)
