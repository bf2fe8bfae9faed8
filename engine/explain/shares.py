"""Why a share of the values or of the records is too small, and what columns there are: by documents and sentences."""

import math
from collections.abc import Callable

from engine.analysis.drift.method import counts_of
from engine.analysis.evidence import Relation
from engine.documents.data_quality.statistics import FeatureStatistics
from engine.explain.bound import effect
from engine.explain.categorical import MOST
from engine.explain.documents_of import Broken, Documents
from engine.explain.explanation import Explanation, Share, Where
from engine.explain.sentences import numbers_of
from engine.wording import listed

_OF_THE_ROWS = "statistics.json does not count the types of values: which ones differ is seen in the rows alone."


def explain_type(documents: Documents, broken: Broken) -> Explanation:
    """Return how many values are not of the promised type."""
    now = documents.currently(broken.subject)
    present = _present(now)
    expected, observed = _percentages(broken, of=present)
    inferred = () if now is None else (("type now", now.inferred_type),)
    return Explanation(
        broken.subject,
        broken.check,
        broken.description,
        numbers=(*inferred, *_missed(present, observed, "of another type"), *_asked(expected, observed)),
        formula=("match = values of the expected type / values that are present",),
        threshold=effect(observed, Relation.AT_LEAST, "datatype_check_threshold"),
        notes=(_OF_THE_ROWS,),
    )


def explain_completeness(documents: Documents, broken: Broken) -> Explanation:
    """Return how many records have no value."""
    now = documents.currently(broken.subject)
    records = 0 if now is None else _present(now) + _missing(now)
    expected, observed = _percentages(broken, of=records)
    return Explanation(
        broken.subject,
        broken.check,
        broken.description,
        numbers=(*_missed(records, observed, "without a value", what="records"), *_asked(expected, observed)),
        formula=("completeness = records with a value / records",),
        threshold=effect(observed, Relation.AT_LEAST, "completeness of the feature in constraints.json"),
    )


def explain_categories(documents: Documents, broken: Broken) -> Explanation:
    """Return which values the baseline does not know, where the documents tell them."""
    now = documents.currently(broken.subject)
    expected, observed = _percentages(broken, of=_present(now))
    where = _unknown(documents, broken.subject, now)
    return Explanation(
        broken.subject,
        broken.check,
        broken.description,
        numbers=(*_missed(_present(now), observed, "not among the known ones"), *_asked(expected, observed)),
        formula=("match = values among the baseline's known ones / values that are present",),
        threshold=effect(observed, Relation.AT_LEAST, "domain_content_threshold"),
        where=where,
        notes=() if where is not None else (_without_categories(documents, broken.subject, now),),
    )


def explain_negative(documents: Documents, broken: Broken) -> Explanation:
    """Return how many values are below 0."""
    now = documents.currently(broken.subject)
    expected, observed = _percentages(broken, of=_present(now))
    numbers = None if now is None else now.numerical
    least = () if numbers is None else (("least value", f"{numbers.min:.6g}"),)
    return Explanation(
        broken.subject,
        broken.check,
        broken.description,
        numbers=(*least, *_missed(_present(now), observed, "below 0"), *_asked(expected, observed)),
        formula=("share = values of at least 0 / values that are present",),
        threshold="It has no threshold: is_non_negative of the feature in constraints.json turns it on and off.",
    )


def explain_columns(documents: Documents, broken: Broken) -> Explanation:
    """Return which columns are on one side alone."""
    here = () if documents.statistics is None else tuple(each.name for each in documents.statistics.features)
    known = () if documents.baseline is None else documents.baseline.all_names
    counts = tuple((side, f"{len(names):,} columns") for side, names in (("now", here), ("baseline", known)) if names)
    sides = (
        ("only in the baseline", tuple(name for name in known if name not in here)),
        ("only now", tuple(name for name in here if name not in known)),
    )
    named = tuple((side, listed(names)) for side, names in sides if names and here and known)
    return Explanation(
        broken.subject,
        broken.check,
        broken.description,
        numbers=(*counts, *named),
        threshold="It has no threshold: make the baseline anew from data with these columns, or mend the data.",
        notes=() if known else ("The baseline's columns are seen with --baseline, which names its folder.",),
    )


def explain_by_sentence(_documents: Documents, broken: Broken) -> Explanation:
    """Return what can be said of a check whose numbers no document keeps: its own sentence tells them."""
    note = "Its sentence is all that the documents keep of it: it was asked of rows, or of former runs."
    return Explanation(broken.subject, broken.check, broken.description, notes=(note,))


def _percentages(broken: Broken, *, of: int) -> tuple[float, float]:
    """Return the expected share and the observed one *of* so many, in [0, 1]; NaN where the sentence does not tell them.

    The sentence has a hundred times what was judged; which share that was is known where the whole is.
    """
    found = numbers_of(broken.description.replace("%", " "))
    if len(found) < 2:  # noqa: PLR2004
        return math.nan, math.nan
    expected, observed = found[:2]
    share = round(observed * of / 100) / of if of and math.isfinite(observed) else observed / 100
    return expected / 100, share if share * 100 == observed else observed / 100


def _present(now: FeatureStatistics | None) -> int:
    described = None if now is None else now.numerical or now.string
    return 0 if described is None else described.num_present


def _missing(now: FeatureStatistics) -> int:
    described = now.numerical or now.string
    return 0 if described is None else described.num_missing


def _missed(total: int, share: float, how: str, *, what: str = "values") -> tuple[tuple[str, str], ...]:
    """Return how many of *total* a *share* leaves out; nothing where the total is not known."""
    if not total or not 0 <= share <= 1:
        return ()
    return (("now", f"{round((1 - share) * total):,} of {total:,} {what} are {how}"),)


def _asked(expected: float, observed: float) -> tuple[tuple[str, str], ...]:
    if math.isnan(observed):
        return ()
    return (("observed", _percent(observed)), ("expected", _percent(expected)))


def _percent(share: float) -> str:
    return f"{share * 100:.12g}%"


def _unknown(documents: Documents, feature: str, now: FeatureStatistics | None) -> Where | None:
    """Return the values that the baseline does not know, those with the most rows first."""
    constraints = None if documents.baseline is None else documents.baseline.constraints_of(feature)
    counts = {} if now is None or now.string is None else counts_of(now.string)
    if constraints is None or constraints.domains is None or not counts:
        return None
    total, known = sum(counts.values()), frozenset(constraints.domains)
    strange = sorted(
        (Share(value, 0.0, count / total, count / total) for value, count in counts.items() if value not in known),
        key=lambda share: -share.part,
    )
    told = f"{len(strange):,} of the {len(counts):,} values that occur are not among the baseline's {len(known):,}."
    return Where(told, tuple(strange[:MOST]), max(0, len(strange) - MOST))


def _without_categories(documents: Documents, feature: str, now: FeatureStatistics | None) -> str:
    if documents.baseline is None:
        return "Which values are new is seen with the baseline's constraints: name its folder with --baseline."
    if now is None or now.string is None:
        return "The statistics of the run tell no categories of this feature."
    constraints = documents.baseline.constraints_of(feature)
    if constraints is None or constraints.domains is None:
        return "The baseline has no categories of this feature: is it the one that the run was judged by?"
    return "The feature has so many values now that statistics.json does not name them."


EXPLAINED: dict[str, Callable[[Documents, Broken], Explanation]] = {
    "data_type_check": explain_type,
    "completeness_check": explain_completeness,
    "categorical_values_check": explain_categories,
    "non_negative_check": explain_negative,
    "missing_column_check": explain_columns,
    "extra_column_check": explain_columns,
}
"""How a violation is explained, by the name of its check."""
