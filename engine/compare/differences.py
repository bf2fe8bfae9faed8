"""Two documents, field by field: how many fields are how alike, and the first ones of each kind that are not the same."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from engine.compare.entries import Entries, Key, is_list_of_values
from engine.compare.likeness import Likeness
from engine.compare.literals import Number
from engine.compare.reasons import (
    ABSENT,
    PRESENT,
    Path,
    Reason,
    Scales,
    of_texts,
    of_values,
    of_violation,
    only_of_columns,
)

_VIOLATIONS = "violations"

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not the same text: where it stands, what stands there on both sides, and a word on it."""

    path: Path
    likeness: Likeness
    official: object
    ours: object
    note: str = ""


@dataclass(slots=True)
class Account:
    """How many fields were found how alike, and of each kind the first differences, *most* of them."""

    most: int
    counts: Counter[Likeness] = field(default_factory=Counter)
    first: dict[Likeness, list[Difference]] = field(default_factory=dict)

    def add_same(self, fields: int) -> None:
        """Count *fields* that are the same text."""
        self.counts[Likeness.TEXT] += fields

    def add(self, path: Path, official: object, ours: object, reason: Reason) -> None:
        """Count one field, or what stands in its place, and keep it where it is one of the first of its kind."""
        self.counts[reason.likeness] += 1
        if reason.likeness is not Likeness.TEXT:
            kept = self.first.setdefault(reason.likeness, [])
            if len(kept) < self.most:
                kept.append(Difference(path, reason.likeness, official, ours, reason.note))


def compare_entries(official: Entries, ours: Entries, account: Account) -> None:
    """Compare two documents of one kind; what is found comes into the *account*."""
    _compare_features(official, ours, account)
    rests = {
        key: (official.rest.get(key, ABSENT), ours.rest.get(key, ABSENT)) for key in _keys(official.rest, ours.rest)
    }
    for key, (one, other) in rests.items():
        if key == _VIOLATIONS and isinstance(one, list) and isinstance(other, list):
            _compare_violations(one, other, account)
        else:
            _compare((key,), one, other, {}, account)
    _compare_order((), official.rest, ours.rest, account)


def _compare_features(official: Entries, ours: Entries, account: Account) -> None:
    for key in _keys(official.features, ours.features):
        one, other = official.features.get(key), ours.features.get(key)
        path = ("features", _shown(key))
        if one is None or other is None:
            account.add(path, _here(one), _here(other), Reason(Likeness.OTHER))
        elif one.text == other.text:
            account.add_same(one.fields)
        else:
            value = one.value()
            _compare(path, value, other.value(), _scales(value), account)
    _compare_order(("features",), official.features, ours.features, account)


def _here(entry: object) -> object:
    return ABSENT if entry is None else PRESENT


def _compare(path: Path, official: object, ours: object, scales: Scales, account: Account) -> None:
    """Compare two values at *path*, and what they hold."""
    if isinstance(official, dict) and isinstance(ours, dict):
        for key in _keys(official, ours):
            _compare((*path, key), official.get(key, ABSENT), ours.get(key, ABSENT), scales, account)
        _compare_order(path, official, ours, account)
    elif _are_lists(official, ours):
        assert isinstance(official, list)  # noqa: S101 - seen above
        assert isinstance(ours, list)  # noqa: S101 - seen above
        _compare_elements(path, official, ours, scales, account)
    else:
        account.add(path, official, ours, of_values(path, official, ours, scales))


def _are_lists(official: object, ours: object) -> bool:
    both = isinstance(official, list) and isinstance(ours, list)
    return both and not (is_list_of_values(official) and is_list_of_values(ours))


def _compare_elements(path: Path, official: list[object], ours: list[object], scales: Scales, account: Account) -> None:
    one, other = _by_name(official), _by_name(ours)
    for key in _keys(one, other):
        _compare((*path, _shown(key)), one.get(key, ABSENT), other.get(key, ABSENT), scales, account)
    _compare_order(path, one, other, account)


def _by_name(elements: list[object]) -> dict[Key, object]:
    """Return *elements* by the value that they count (categories), else by their place."""
    found: dict[Key, object] = {}
    for place, element in enumerate(elements):
        named = element.get("value") if isinstance(element, dict) else None
        key = (str(place), 0) if named is None or (named, 0) in found else (str(named), 0)
        found[key] = element
    return found


def _compare_violations(official: list[object], ours: list[object], account: Account) -> None:
    """Pair violations by feature and check: their order is the official container's to choose."""
    one, other = (_by_check(each) for each in (official, ours))
    only_columns = only_of_columns([each for each in official if isinstance(each, dict)])
    for key in _keys(one, other):
        path = (_VIOLATIONS, *key[:2])
        here, there = one.get(key), other.get(key)
        if here is None or there is None:
            account.add(path, _said(here), _said(there), of_violation(key[1], only_columns=only_columns))
        else:
            _compare_sentences(path, here, there, account)
    _compare_order((_VIOLATIONS,), one, other, account)


def _said(violation: Mapping[str, object] | None) -> object:
    return ABSENT if violation is None else violation.get("description")


def _compare_sentences(
    path: Path, official: Mapping[str, object], ours: Mapping[str, object], account: Account
) -> None:
    account.add_same(2)
    one, other = str(official.get("description")), str(ours.get("description"))
    reason = of_texts(one, other)
    if reason.likeness is Likeness.OTHER:
        longer = other.startswith(one.rstrip())
        reason = Reason(Likeness.SEMANTICS, "a sentence more") if longer else of_violation(path[2], only_columns=False)
    account.add((*path, "description"), one, other, reason)


def _by_check(violations: Sequence[object]) -> dict[tuple[str, str, int], Mapping[str, object]]:
    found: dict[tuple[str, str, int], Mapping[str, object]] = {}
    seen = Counter[tuple[str, str]]()
    for each in violations:
        entry = each if isinstance(each, dict) else {"description": each}
        key = (str(entry.get("feature_name")), str(entry.get("constraint_check_type")))
        found[(*key, seen[key])] = entry
        seen[key] += 1
    return found


def _compare_order(path: Path, official: Iterable[object], ours: Iterable[object], account: Account) -> None:
    """Tell where what both sides have comes in another order."""
    one, other = list(official), list(ours)
    common = set(one) & set(other)
    first, second = ([each for each in keys if each in common] for keys in (one, other))
    if first != second:
        place = next(place for place, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1])
        here, there = (_shown(keys[place]) for keys in (first, second))
        account.add(path, here, there, Reason(Likeness.ORDER, f"from place {place:,} on"))


def _keys(official: Iterable[Kind], ours: Iterable[Kind]) -> list[Kind]:
    """Return the keys of both, each once: the official ones in their order, and then ours."""
    return list(dict.fromkeys((*official, *ours)))


def _shown(key: object) -> str:
    """Return the name that a key begins with, and which of that name it is where there are several."""
    if not isinstance(key, tuple):
        return str(key)
    name, number = key[0], key[-1]
    return f"{name}#{number}" if number else str(name)


def _scales(feature: object) -> dict[str, float]:
    """Return of what size the numbers were that a *feature*'s sum, mean and deviation came of; nothing where none is told."""
    seen = feature.get("numerical_statistics") if isinstance(feature, dict) else None
    if not isinstance(seen, dict):
        return {}
    common = seen.get("common")
    count = common.get("num_present") if isinstance(common, dict) else None
    largest = max(
        (abs(float(each)) for each in (seen.get("min"), seen.get("max")) if isinstance(each, Number)), default=0.0
    )
    rows = float(count) if isinstance(count, Number) else 1.0
    return {"mean": largest, "std_dev": largest, "sum": largest * rows}
