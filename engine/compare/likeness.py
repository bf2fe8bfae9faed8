"""How alike two fields are, and why they may differ."""

from enum import Enum


class Likeness(Enum):
    """From the same text down to what nothing explains."""

    TEXT = "text"
    NUMBER = "number"
    ROUNDING = "rounding"
    ORDER = "order"
    GENERATION = "generation"
    SKETCH = "sketch"
    SEMANTICS = "semantics"
    RULES = "rules"
    OTHER = "other"


MEANINGS = {
    Likeness.TEXT: "equal as text",
    Likeness.NUMBER: "equal as numbers, spelled otherwise",
    Likeness.ROUNDING: "apart in the last digits, as sums over several partitions are, whose order is anybody's",
    Likeness.ORDER: "the same in another order",
    Likeness.GENERATION: "not written by older containers",
    Likeness.SKETCH: "of quantile sketches that were cut and joined at other places, as several partitions are",
    Likeness.SEMANTICS: "judged otherwise, perhaps for semantics=corrected (docs/semantics.md)",
    Likeness.RULES: "of rules of your own, which the official container does not have",
    Likeness.OTHER: "different, and nothing known explains it",
}
"""What is said of so many fields of a kind."""

EQUAL = frozenset({Likeness.TEXT, Likeness.NUMBER})
"""What is the same double or the same text, and needs nobody to accept it."""

ACCEPTABLE = tuple(each for each in Likeness if each not in EQUAL)
"""What a user may say counts as equal."""
