"""The page of a run about data: the verdict, what was broken, all features, and what was read."""

from collections.abc import Iterator, Sequence

from engine import __version__
from engine.documents.data_quality.statistics import FeatureStatistics
from engine.documents.violations import Violation
from engine.page.features import MOST_PICTURES, place_of, rows_of
from engine.page.given import DataRun, WhatWasRead
from engine.page.severity import severity_of
from engine.page.view import Broken, Fact, Page, Suggested, Verdict
from engine.page.violated import broken
from engine.page.visible import count, label, shortened, whole

MOST_DRAWN, MOST_PLAIN, MOST_SUGGESTED = 24, 200, 20
"""So many violations have a picture, so many more stand in a list, and so many suggestions: the page has to stay small."""


def data_page(run: DataRun) -> Page:
    """Return the page of *run*."""
    features = () if run.statistics is None else run.statistics.features
    found = _worst_first(run, features)
    of_feature = run.violations_at()
    rows = rows_of(features, run.before(), of_feature)
    return Page(
        title="Data quality report" if run.violations is not None else "Baseline report",
        verdict=verdict_of(run, len(of_feature)),
        broken=found[:MOST_DRAWN],
        plain=found[MOST_DRAWN:],
        left_out=max(len(run.violations or ()) - MOST_DRAWN - MOST_PLAIN, 0),
        compared=bool(run.before()),
        is_baseline=run.violations is None,
        rows=rows,
        without_picture=max(len(rows) - MOST_PICTURES, 0),
        suggested=tuple(_suggested(run))[:MOST_SUGGESTED],
        more_suggested=max(len(run.suggestions) - MOST_SUGGESTED, 0),
        read=tuple(facts_of(run.read, _counted(run))),
    )


def _worst_first(run: DataRun, features: Sequence[FeatureStatistics]) -> tuple[Broken, ...]:
    """Return the violations that are named; of equally bad ones the document's order holds."""
    before, places = run.before(), run.places()

    def shown(violation: Violation) -> Broken:
        index = places.get(violation.feature_name)
        now = None if index is None else features[index]
        known = None if now is None else before.get(now.name)
        return broken(violation, now, known, place="" if index is None else place_of(index))

    worst = sorted(run.violations or (), key=lambda each: -severity_of(each))
    return tuple(map(shown, worst[: MOST_DRAWN + MOST_PLAIN]))


def verdict_of(run: DataRun, features: int) -> Verdict:
    """Return what *run* comes to; *features* is how many have violations."""
    facts = tuple(_counted(run))
    if run.violations:
        number_of = f"{count(len(run.violations))} violation{'s' if len(run.violations) > 1 else ''}"
        where = (
            f"in {count(features)} of {count(len(run.statistics.features))} features"
            if run.statistics and features
            else ""
        )
        return Verdict("broken", number_of, f"The data break what the baseline promises {where}".rstrip() + ".", facts)
    if run.statistics is None:
        return Verdict("unjudged", "No records", "There was nothing to compare.", facts)
    if run.violations is None:
        return Verdict("unjudged", "Baseline", "What later data are compared with; nothing was judged.", facts)
    return Verdict("holds", "No violations", "The data keep what the baseline promises.", facts)


def _counted(run: DataRun) -> Iterator[Fact]:
    yield Fact("Records", count(run.records))
    if run.statistics is not None:
        yield Fact("Features", count(len(run.statistics.features)))
    if run.baseline is not None:
        yield Fact("Records of the baseline", count(run.baseline.item_count))


def _suggested(run: DataRun) -> Iterator[Suggested]:
    for each in run.suggestions:
        yield Suggested(label(each.feature), shortened(each.description))


def facts_of(read: WhatWasRead, counted: Sequence[Fact] | Iterator[Fact]) -> Iterator[Fact]:
    """Yield what is known of what was read, and by which engine."""
    start, end = (None, None) if read.window is None else (read.window.start, read.window.end)
    known = {
        "Data": read.source,
        "Files": None if read.files is None else count(read.files),
        "Window from": start and start.isoformat(),
        "Window to": end and end.isoformat(),
        "Baseline": read.baseline,
        "Semantics": read.semantics,
        "Engine": f"model-monitor-engine {__version__}",
    }
    yield from (Fact(name, whole(value)) for name, value in known.items() if value)
    yield from counted
