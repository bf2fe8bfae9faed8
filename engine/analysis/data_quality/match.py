"""Which column of a dataset is which feature of a baseline."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.documents.violations import Violation
from engine.errors import DocumentError
from engine.job.semantics import Matter, Semantics
from engine.profile.types import DataType, TypeCounts
from engine.wording import MOST_LISTED, more_than


@dataclass(frozen=True, slots=True)
class Match:
    """Features in common, as pairs (name in the dataset, in the baseline), in the dataset's order, and the others."""

    pairs: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


def match_columns(current: Sequence[str], baseline: Sequence[str], *, named: bool, semantics: Semantics) -> Match:
    """Pair the columns by name where the data have names of their own (*named*), otherwise by position.

    Under `observed` they always go by position. By position nothing is in common where the counts differ, and then no
    name can be missing or extra either.
    """
    if named and semantics.corrects(Matter.NAMES_OF_COLUMNS):
        here, known = frozenset(current), frozenset(baseline)
        return Match(
            pairs=tuple((name, name) for name in current if name in known),
            missing=tuple(name for name in baseline if name not in here),
            extra=tuple(name for name in current if name not in known),
        )
    return Match(tuple(zip(current, baseline, strict=True)) if len(current) == len(baseline) else ())


def refuse_strangers(match: Match, *, source: str, baseline: str) -> None:
    """Raise DocumentError where columns that go by name have not one name in common; the data may be anything then.

    *source* and *baseline* are the paths of both. No name is told, for without a header they may be data.
    """
    if match.missing and match.extra and not match.pairs:
        raise DocumentError(
            f"{baseline}: it is the baseline of another dataset, for none of the {len(match.extra)} columns of "
            f"{source} is "
            f"among its {len(match.missing)} features; name the baseline of this dataset, or say that the data have "
            f"no header",
            code="baseline-of-another-dataset",
        )


def column_violations(match: Match, *, columns: int, baseline_columns: int) -> tuple[Violation, ...]:
    """Return the violations of the numbers of columns, at most one of a kind, naming at most 20 columns."""
    found = []
    if match.missing or columns < baseline_columns:
        found.append(_violation("missing", match.missing, columns, baseline_columns))
    if match.extra or columns > baseline_columns:
        found.append(_violation("extra", match.extra, columns, baseline_columns))
    return tuple(found)


def _violation(kind: str, names: tuple[str, ...], columns: int, baseline_columns: int) -> Violation:
    text = (
        f"There are {kind} columns in current dataset. Number of columns in current dataset: {columns}, "
        f"Number of columns in baseline constraints: {baseline_columns}"
    )
    if names:
        text += f". {kind.capitalize()}: {_named(names)}."
    return Violation(f"{kind.capitalize()} columns", f"{kind}_column_check", text)


def _named(names: tuple[str, ...]) -> str:
    """Return *names* as they are, for a document: whatever stands in them is escaped there, and none is cut."""
    return ", ".join(names[:MOST_LISTED]) + more_than(MOST_LISTED, len(names))


def fits(types: TypeCounts, expected: str | None) -> bool:
    """Whether a column of such values may be a feature of the type *expected*; without a value or a type, any may."""
    found = types.inferred()
    if expected in (None, DataType.UNKNOWN.value) or found is DataType.UNKNOWN:
        return True
    if expected == DataType.FRACTIONAL.value:
        return found in (DataType.FRACTIONAL, DataType.INTEGRAL)
    return bool(expected == (DataType.STRING if found is DataType.BOOLEAN else found).value)
