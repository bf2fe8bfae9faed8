"""What is said of one violation: plain values, which somebody else lays out."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Share:
    """How much one place of a distribution, an interval or a category, has to do with a distance.

    `before` and `now` are shares of the values, in [0, 1], or counts where a test compares those; `part` is what the place
    gives to the distance, with its sign. `is_decisive` marks where the distance was taken.
    """

    place: str
    before: float
    now: float
    part: float
    is_decisive: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """Where a difference sits: a sentence, the places in their order, and the number of those that are left out.

    `counts` says that the two sides are counts and not shares.
    """

    told: str
    shares: tuple[Share, ...] = ()
    left_out: int = 0
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a violation came. `said` is its own sentence, empty where a feature that has none is explained, and `check` is empty
    where nothing is known of what was checked either.

    `numbers` are what it was judged by, with what they are; `formula` how they make the value; `threshold` what another
    threshold would do; `notes` what the documents do not tell.
    """

    subject: str
    check: str
    said: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    formula: tuple[str, ...] = ()
    threshold: str = ""
    where: Where | None = None
    notes: tuple[str, ...] = field(default=())
