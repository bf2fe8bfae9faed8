"""Why two fields differ, as far as that is known, by where in the documents they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from engine.compare.likeness import Likeness
from engine.compare.literals import NEAR, Number, are_equal, numbers_in, ulps
from engine.job.semantics import Matter

Path = tuple[str, ...]
Scales = Mapping[str, float]
"""Of what size the numbers were that were added up, by the name of what came of them."""


class Presence(Enum):
    """What is said where a value is not: that there is none, or one of which all is absent on the other side."""

    ABSENT = "absent"
    PRESENT = "present"


ABSENT, PRESENT = Presence.ABSENT, Presence.PRESENT

_SUM_SHARE = 2.0**-40
"""A sum, a mean or a deviation may be so far off, as a share of the numbers that went into it."""

_NEWER = {
    "numerical_statistics": {"completeness": "2024", "approximate_num_distinct_values": "2024"},
    "string_statistics": {"completeness": "2024"},
    "distribution_constraints": {"categorical_comparison_threshold": "2023-06", "categorical_drift_method": "2023-06"},
}
"""What containers write only since then, by the object that holds it."""

_MATTERS = {
    "non_negative_check": (Matter.NON_NEGATIVITY,),
    "baseline_drift_check": (Matter.REPEATED_NUMBERS, Matter.SAMPLE_SIZES, Matter.DRIFT_OF_OTHER_TYPES),
    "data_type_check": (
        Matter.INTEGERS_AS_FRACTIONS,
        Matter.WHOLE_FRACTIONS,
        Matter.TEXTS_AMONG_NUMBERS,
        Matter.NUMBERS_AS_TEXT,
    ),
    "categorical_values_check": (Matter.JSON_BOOLEANS,),
    "missing_column_check": (Matter.NUMBER_OF_COLUMNS, Matter.NAMES_OF_COLUMNS),
    "extra_column_check": (Matter.NUMBER_OF_COLUMNS, Matter.NAMES_OF_COLUMNS),
}
"""The matters of the table of semantics that may be behind a violation of one side alone, or in other words."""

_OF_COLUMNS = ("missing_column_check", "extra_column_check")


@dataclass(frozen=True, slots=True)
class Reason:
    """How alike two fields are, with a word on the two at hand; `note` is "" where there is nothing to say."""

    likeness: Likeness
    note: str = ""


def of_values(path: Path, official: object, ours: object, scales: Scales) -> Reason:
    """Return how alike two plain values, or lists of them, at *path* are; *scales* are the feature's."""
    if official is ABSENT or ours is ABSENT:
        return _of_absence(path, official)
    if isinstance(official, list) and isinstance(ours, list):
        return _of_lists(path, official, ours)
    if isinstance(official, Number) and isinstance(ours, Number):
        return _of_numbers(path, official, ours, scales)
    # A text is never a number, also where it looks like one.
    same = official == ours and isinstance(official, Number) == isinstance(ours, Number)
    return Reason(Likeness.TEXT if same else Likeness.OTHER)


def of_texts(official: str, ours: str) -> Reason:
    """Return how alike two sentences are: the numbers in them are compared as numbers."""
    if official == ours:
        return Reason(Likeness.TEXT)
    (words, numbers), (other_words, others) = numbers_in(official), numbers_in(ours)
    if words != other_words:
        return Reason(Likeness.OTHER)
    reasons = [_of_numbers((), one, other, {}) for one, other in zip(numbers, others, strict=True)]
    return max(reasons, key=_severity)


def of_violation(check: str, *, only_columns: bool) -> Reason:
    """Return why a violation of a *check* may be one side's alone; *only_columns*: of the official ones none is of another
    check than the numbers of columns, and so nothing else was looked at."""
    if check == "custom_rule_check":
        return Reason(Likeness.RULES)
    matters = (Matter.NUMBER_OF_COLUMNS,) if only_columns and check not in _OF_COLUMNS else _MATTERS.get(check, ())
    if not matters:
        return Reason(Likeness.OTHER)
    return Reason(Likeness.SEMANTICS, "; ".join(matter.value.matter for matter in matters))


def only_of_columns(violations: Sequence[Mapping[str, object]]) -> bool:
    """Whether there are *violations*, and all of them are of the numbers of columns."""
    return bool(violations) and all(each.get("constraint_check_type") in _OF_COLUMNS for each in violations)


def _of_absence(path: Path, official: object) -> Reason:
    if "kll" in path and "data" in path:
        return Reason(Likeness.SKETCH)
    since = _NEWER.get(path[-2] if len(path) > 1 else "", {}).get(path[-1]) if official is ABSENT else None
    return Reason(Likeness.OTHER) if since is None else Reason(Likeness.GENERATION, f"written since {since}")


def _of_numbers(path: Path, official: Number, ours: Number, scales: Scales) -> Reason:
    if official == ours:
        return Reason(Likeness.TEXT)
    if are_equal(official, ours):
        return Reason(Likeness.NUMBER)
    if official.is_whole and ours.is_whole:
        return Reason(Likeness.OTHER)
    apart = ulps(float(official), float(ours))
    scale = scales.get(path[-1], 0.0) if path else 0.0
    if apart <= NEAR or abs(float(official) - float(ours)) <= _SUM_SHARE * scale:
        return Reason(Likeness.ROUNDING, f"{apart:,} ulp apart")
    return Reason(Likeness.SKETCH if "kll" in path and path[-1] == "count" else Likeness.OTHER)


def _of_lists(path: Path, official: list[object], ours: list[object]) -> Reason:
    if len(official) != len(ours):
        return Reason(
            Likeness.SKETCH if "kll" in path else Likeness.OTHER, f"{len(official):,} and {len(ours):,} items"
        )
    others = [
        pair for pair in zip(official, ours, strict=True) if pair[0] != pair[1] or type(pair[0]) is not type(pair[1])
    ]
    if not others:
        return Reason(Likeness.TEXT)
    worst = max((of_values(path, *pair, {}) for pair in others), key=_severity)
    if worst.likeness is not Likeness.OTHER:
        return worst
    note = f"{len(others):,} of {len(ours):,} items"
    if "kll" in path:
        return Reason(Likeness.SKETCH, note)
    return Reason(Likeness.ORDER if sorted(map(repr, official)) == sorted(map(repr, ours)) else Likeness.OTHER, note)


def _severity(reason: Reason) -> int:
    return list(Likeness).index(reason.likeness)
