"""Two runs side by side in a notebook: a table of the features, and their distributions over each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.documents.data_quality.statistics import FeatureStatistics, Statistics
from engine.documents.violations import Violation
from engine.errors import JobError
from engine.notebook.grid import Grid, Shown
from engine.page.features import gap_size, missing_share
from engine.page.given import DataRun
from engine.page.pictures import categories, overlay
from engine.page.render import templates_in
from engine.page.view import Bars, Overlay
from engine.page.visible import label
from engine.wording import listed

MOST_PICTURES = 60
"""Features that a cell draws where nobody names some, those with violations first; the others are counted."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A feature with what shows it: numbers as an `overlay`, categories as `bars`, both None where it has neither."""

    name: str
    violations: int
    overlay: Overlay | None
    bars: Bars | None


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(Shown):
    """The features of *current* beside those of *baseline*; *violations* are those of the current run, if it had any.

    *names* are the features that are shown, None for all.
    """

    current: Statistics
    baseline: Statistics
    violations: tuple[Violation, ...] = ()
    names: tuple[str, ...] | None = None

    def of(self, *names: str) -> "Comparison":
        """Return the same for the features called *names* alone, in that order. Raises JobError where there is none."""
        known = {feature.name for feature in self.current.features}
        if unknown := [name for name in names if name not in known]:
            raise JobError(
                f"The run has no feature called {listed(unknown)}: run.statistics.to_pandas() has their names",
                code="feature-not-in-run",
            )
        return Comparison(self.current, self.baseline, self.violations, names)

    def grid(self) -> Grid:
        """Return one row a feature: its violations, what is missing as a share in [0, 1], the mean of numbers, and the gap.

        The gap is how far the two distributions are apart, in [0, 1]; None where they cannot be compared. Whatever is not
        known is None.
        """
        before = self._run().before()
        columns = ("name", "inferred_type", "violations", "missing", "missing_before", "mean", "mean_before", "gap")
        both = ((feature, broken, before.get(feature.name)) for feature, broken in self._shown())
        rows = (
            (
                *(now.name, now.inferred_type, broken, missing_share(now), missing_share(known)),
                *(_mean(now), _mean(known), gap_size(now, known)),
            )
            for now, broken, known in both
        )
        return Grid(columns, tuple(rows))

    @property
    def title(self) -> str:
        """What stands above the table."""
        return f"{self.current.item_count:,} records beside {self.baseline.item_count:,}"

    def pictures(self) -> Iterator[Picture]:
        """Yield the features that are shown with what shows them: those that are named, else those with violations first."""
        before = self._run().before()
        shown = list(self._shown())
        if self.names is None:
            shown = sorted(shown, key=lambda each: not each[1])[:MOST_PICTURES]
        for feature, broken in shown:
            known = before.get(feature.name)
            drawn = overlay(feature.name, feature, known)
            yield Picture(label(feature.name), broken, drawn, None if drawn else categories(feature, known))

    def _repr_html_(self) -> str:
        pictures = tuple(self.pictures())
        left_out = sum(1 for _ in self._shown()) - len(pictures)
        table = self.grid().to_html(self.title)
        template = templates_in(Path(__file__).parent).get_template("side_by_side.html")
        return table + template.render(pictures=pictures, left_out=left_out)

    def _run(self) -> DataRun:
        return DataRun(self.current, self.violations, self.baseline)

    def _shown(self) -> Iterator[tuple[FeatureStatistics, int]]:
        """Yield the features that are shown, each with the number of its violations."""
        broken = self._run().violations_at()
        features = {each.name: (each, broken[place]) for place, each in enumerate(self.current.features)}
        return (features[name] for name in (features if self.names is None else self.names))


def _mean(feature: FeatureStatistics | None) -> float | None:
    return None if feature is None or feature.numerical is None else feature.numerical.mean
