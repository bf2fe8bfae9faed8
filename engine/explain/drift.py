"""Why two distributions are said to differ: the distance anew, by the engine's own code, and where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.analysis.data_quality.checks import DRIFT, drift_evidence
from engine.analysis.drift.distance import categorical_linf, numerical_linf
from engine.analysis.drift.method import ROBUST, counts_of, obstacle
from engine.analysis.evidence import Evidence, Relation, descriptions
from engine.documents.data_quality.monitoring import DistributionConstraints
from engine.documents.data_quality.statistics import FeatureStatistics
from engine.documents.json.numerals import shortest
from engine.explain import categorical, numerical
from engine.explain.bound import effect
from engine.explain.documents_of import Broken, Documents
from engine.explain.explanation import Explanation
from engine.explain.sentences import numbers_of
from engine.job.semantics import Matter, Semantics

_NUMBERS, _CATEGORIES = "comparison_threshold", "categorical_comparison_threshold"
_CHI_SQUARED = "ChiSquared"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to compare a feature: both sides, the settings, the semantics, and the evidence that comes of it."""

    now: FeatureStatistics
    before: FeatureStatistics
    settings: DistributionConstraints
    semantics: Semantics
    evidence: Evidence

    @property
    def text(self) -> str:
        """What a violation of this evidence would say."""
        return descriptions([self.evidence], shortest)[0]


def explain_drift(documents: Documents, broken: Broken) -> Explanation:
    """Return why the distance of a feature is too large: by the documents of both sides, or by its sentence alone."""
    readings = tuple(readings_of(documents, broken.subject))
    found = next((each for each in readings if _says(each, broken.description)), None)
    told = numbers_of(broken.description)
    if found is not None:
        return replace(explain_reading(found), said=broken.description)
    below = " falls below " in broken.description
    setting = "threshold of its kind (comparison_threshold, or categorical_comparison_threshold)"
    return Explanation(
        broken.subject,
        broken.check,
        broken.description,
        numbers=tuple(zip(("p-value" if below else "distance", "threshold"), map(exact, told), strict=False)),
        threshold=effect(told[0], Relation.AT_LEAST if below else Relation.AT_MOST, setting) if told else "",
        notes=(_unexplained(documents, broken.subject, readings),),
    )


def explain_calm(documents: Documents, feature: str) -> Explanation | None:
    """Return how far a *feature* without a violation has moved; None where that cannot be said."""
    found = next(iter(readings_of(documents, feature)), None)
    if found is None:
        return None
    value, relation = found.evidence.value, found.evidence.relation
    side = "below" if relation is Relation.AT_MOST else "above"
    violating = f"A threshold {side} {exact(value)} would make it a violation."
    if not value and relation is Relation.AT_MOST:
        violating = "No threshold would make it a violation."
    return replace(explain_reading(found), threshold=violating)


def explain_silence(documents: Documents, feature: str) -> Explanation:
    """Return why it cannot be said how far a *feature* without a violation has moved."""
    if documents.baseline is None:
        note = "How far it has moved is seen with the baseline's statistics: name its folder with --baseline."
    else:
        note = _unexplained(documents, feature, ())
    return Explanation(feature, "", notes=(note,))


def readings_of(documents: Documents, feature: str) -> Iterator[Reading]:
    """Yield every way in which a run may have compared the *feature*: documents do not tell the semantics of the run, nor
    a method of categorical drift that it was given. The likeliest come first.
    """
    now, baseline = documents.currently(feature), documents.baseline
    before = None if baseline is None else baseline.statistics_of(feature)
    if now is None or baseline is None or before is None:
        return
    for method in (None, "LInfinity", _CHI_SQUARED):
        settings = baseline.config_of(feature, categorical_drift_method=method).distribution
        for semantics in (Semantics.CORRECTED, Semantics.OBSERVED):
            evidence = drift_evidence(feature, now, before, settings, semantics)
            if evidence is not None:
                yield Reading(now, before, settings, semantics, evidence)


def explain_reading(reading: Reading) -> Explanation:
    """Return the numbers, the formula and the place of one comparison."""
    if reading.now.numerical is not None and reading.before.numerical is not None:
        return _of_numbers(reading)
    return _of_categories(reading)


def exact(number: float) -> str:
    """Return *number* with so many digits as tell it from all others."""
    return repr(float(number))


def _of_numbers(reading: Reading) -> Explanation:
    now, before = reading.now.numerical, reading.before.numerical
    both = None if now is None or before is None else numerical.distributions(now, before, reading.semantics)
    if now is None or before is None or both is None:
        return _bare(reading)
    n, m = numerical.sizes(now, before, both, reading.semantics)
    raw = numerical_linf(*both)
    sides = (
        ("now", f"{now.num_present:,} values from {now.min:.6g} to {now.max:.6g}, mean {now.mean:.6g}"),
        (
            "baseline",
            f"{before.num_present:,} values from {before.min:.6g} to {before.max:.6g}, mean {before.mean:.6g}",
        ),
    )
    return replace(
        _bare(reading),
        numbers=(*sides, *_judged(reading)),
        formula=_linf_formula("the largest difference of the cumulative shares", raw, (n, m), reading),
        threshold=_effect(reading, _NUMBERS, most=1.0),
        where=numerical.where(*both),
    )


def _of_categories(reading: Reading) -> Explanation:
    now, before = reading.now.string, reading.before.string
    if now is None or before is None:
        return _bare(reading)
    ours, theirs = counts_of(now), counts_of(before)
    sizes = (sum(ours.values()), sum(theirs.values()))
    sides = (
        ("now", f"{sizes[0]:,} values in {len(ours):,} categories"),
        ("baseline", f"{sizes[1]:,} values in {len(theirs):,} categories"),
    )
    by_test = reading.settings.categorical_drift_method == _CHI_SQUARED
    raw = categorical_linf(ours, theirs)
    formula = (
        _chi_formula(reading) if by_test else _linf_formula("the largest difference of a share", raw, sizes, reading)
    )
    return replace(
        _bare(reading),
        numbers=(*sides, *_judged(reading)),
        formula=formula,
        threshold=_effect(reading, _CATEGORIES, most=float("inf") if by_test else 1.0),
        where=(categorical.where_counts if by_test else categorical.where_shares)(ours, theirs),
    )


def _bare(reading: Reading) -> Explanation:
    return Explanation(reading.evidence.feature, DRIFT, notes=_how(reading))


def _how(reading: Reading) -> tuple[str, ...]:
    if reading.semantics.corrects(Matter.REPEATED_NUMBERS):
        return ()
    return ("The number is the one of semantics=observed: of numbers that repeat only the last one counts.",)


def _judged(reading: Reading) -> tuple[tuple[str, str], ...]:
    evidence = reading.evidence
    what = "p-value" if evidence.relation is Relation.AT_LEAST else "distance"
    return ((what, exact(evidence.value)), ("threshold", exact(evidence.bound)))


def _linf_formula(what: str, raw: float, sizes: tuple[int, int], reading: Reading) -> tuple[str, ...]:
    """Return how the distance is made of the *raw* one, and of the *sizes* of both samples where those matter."""
    if reading.settings.comparison_method != ROBUST:
        return (f"distance = {what}", f"= {raw:.6g}")
    n, m = sizes
    return (
        f"distance = {what} - 1.8 * sqrt((n + m) / (n * m)), but not below 0",
        f"= {raw:.6g} - 1.8 * sqrt(({n} + {m}) / ({n} * {m})) = {reading.evidence.value:.6g}",
    )


def _chi_formula(reading: Reading) -> tuple[str, ...]:
    statistic = "statistic = sum of (observed - expected)^2 / expected over the categories"
    if reading.settings.comparison_method != ROBUST:
        return (statistic, f"= {reading.evidence.value:.6g}")
    return (statistic, f"p-value = chance of a larger one with as many categories = {reading.evidence.value:.6g}")


def _effect(reading: Reading, setting: str, *, most: float) -> str:
    evidence = reading.evidence
    return effect(evidence.value, evidence.relation, setting, most=most)


def _says(reading: Reading, description: str) -> bool:
    """Whether the *description* tells these numbers; two versions of Java print some doubles with other last digits."""
    return reading.text == description or (
        _words(reading.text) == _words(description) and numbers_of(reading.text) == numbers_of(description)
    )


def _words(text: str) -> list[str]:
    return [word for word in text.split() if not word[0].isdigit()]


def _unexplained(documents: Documents, feature: str, readings: tuple[Reading, ...]) -> str:
    """Say why the documents do not show where the difference sits."""
    if documents.baseline is None:
        return "Where the difference sits is seen with the baseline's statistics: name its folder with --baseline."
    now, before = documents.currently(feature), documents.baseline.statistics_of(feature)
    if now is None or before is None:
        return f"The statistics of the {'run' if now is None else 'baseline'} do not have this feature."
    if readings:
        return (
            f"By these documents the number is {exact(readings[0].evidence.value)}: the run was judged by another "
            f"baseline, or by a feature's numbers among texts, which documents do not keep."
        )
    hindered = obstacle(now, before, Semantics.CORRECTED)
    if hindered is None and (now.numerical is None) == (before.numerical is None):
        return "The documents hold no distribution of the feature on both sides, as of texts with many values."
    why = "whose kinds of values differ" if hindered is None else hindered.value
    return f"The documents do not hold what was compared: it is a feature {why}."
