"""The page as plain values: what stands where, in the words and the lengths that the template writes down."""

from dataclasses import dataclass

from engine.page.answers_view import ModelView


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is known by it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader sees first: `kind` is "broken", "holds" or "unjudged"."""

    kind: str
    headline: str
    detail: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlay:
    """Two distributions over each other: outlines of steps in a box `width` wide and 100 high, of 0 to `top`.

    `baseline` is None where there is one distribution only. `gap` is where, from 0 to `width`, they are farthest apart.
    """

    width: int
    current: str
    baseline: str | None
    top: str
    ticks: tuple[str, ...]
    title: str
    told: str
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of each sample, None where it is not known: its length, from 0 to 100, and its text."""

    label: str
    whole: str
    current: str
    current_length: float | None
    baseline: str = ""
    baseline_length: float | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Shares side by side; `limit` is where, from 0 to 100, the bound lies, and `note` says what it is."""

    heading: str
    bars: tuple[Bar, ...]
    limit: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """A violation: which feature, which check in words and by its official name, why, and what shows it.

    `place` is the anchor of the feature's row, empty where it has none.
    """

    feature: str
    whole: str
    check: str
    official: str
    sentence: str
    severity: float
    place: str = ""
    overlay: Overlay | None = None
    bars: Bars | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What is told of a feature now and in the baseline, and the number that rows are sorted by, None for the last."""

    now: str
    before: str = ""
    key: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A feature in the table of all; `was` is its type in the baseline where that is another one."""

    place: str
    name: str
    whole: str
    kind: str
    was: str
    picture: Overlay | None
    missing: Cell
    typical: Cell
    distinct: Cell
    gap: Cell
    violations: int


@dataclass(frozen=True, slots=True)
class Suggested:
    """A constraint that Deequ's rules suggest for a feature."""

    feature: str
    description: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page. Those of `plain` are violations without a picture, and `left_out` is how many are not named.

    `is_baseline` says that nothing was judged: what is shown is what later data are compared with, in its colour.
    """

    title: str
    verdict: Verdict
    broken: tuple[Broken, ...] = ()
    plain: tuple[Broken, ...] = ()
    left_out: int = 0
    compared: bool = False
    is_baseline: bool = False
    rows: tuple[Row, ...] = ()
    without_picture: int = 0
    suggested: tuple[Suggested, ...] = ()
    more_suggested: int = 0
    model: ModelView | None = None
    read: tuple[Fact, ...] = ()
