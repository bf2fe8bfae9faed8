"""What a comparison has found, in lines for a person and as JSON."""

from collections.abc import Collection, Iterator, Sequence

from engine.compare.comparison import Compared
from engine.compare.differences import Account, Difference
from engine.compare.likeness import ACCEPTABLE, MEANINGS, Likeness
from engine.compare.literals import Number
from engine.compare.reasons import ABSENT, Presence
from engine.wording import foreign, more_than

_LONGEST = 70
"""Characters of a value that are shown."""


def lines(compared: Sequence[Compared], *, accepted: Collection[Likeness]) -> Iterator[str]:
    """Yield the lines of the report: of each document how much is how alike, and the first differences of each kind."""
    for each in compared:
        name = foreign(each.pair.name)
        if each.is_missing:
            yield f"{name}: only {'ours' if each.pair.official is None else 'the official one'} is there"
        elif each.account is None:
            yield f"{name}: equal as text"
        elif set(each.account.counts) <= {Likeness.TEXT}:
            yield f"{name}: every field equal as text, laid out otherwise"
        else:
            yield f"{name}:"
            yield from _of_account(each.account)
        yield ""
    yield _conclusion(compared, accepted)


def as_json(compared: Sequence[Compared], *, accepted: Collection[Likeness]) -> dict[str, object]:
    """Return the same as JSON: whether all are equal, and of each document the counts and the first differences."""
    return {
        "equal": all(each.is_equal(accepted) for each in compared),
        "documents": [
            {
                "name": each.pair.name,
                "official": each.pair.official,
                "ours": each.pair.ours,
                "equal": each.is_equal(accepted),
                "fields": _counts(each),
                "differences": [_difference(one) for one in _differences(each.account)],
            }
            for each in compared
        ],
    }


def _conclusion(compared: Sequence[Compared], accepted: Collection[Likeness]) -> str:
    differing = [each for each in compared if not each.is_equal(accepted)]
    if not differing:
        return "The documents are equal" + (", but for what is accepted" if accepted else "")
    kinds = {likeness for each in differing if each.account is not None for likeness in each.account.counts}
    words = " ".join(f"--accept {each.value}" for each in ACCEPTABLE if each in kinds - set(accepted))
    hint = f"; what is fine may be told: {words}" if words else ""
    return f"{len(differing)} of {len(compared)} documents differ{hint}"


def _counts(compared: Compared) -> dict[str, int] | None:
    """Return how many fields are how alike; None where none was looked at for itself."""
    account = compared.account
    return None if account is None else {each.value: account.counts[each] for each in Likeness if account.counts[each]}


def _of_account(account: Account) -> Iterator[str]:
    for likeness in Likeness:
        count = account.counts[likeness]
        if count:
            yield f"  {count:,} fields {MEANINGS[likeness]}"
            yield from (f"    {_line(each)}" for each in account.first.get(likeness, ()))
            kept = len(account.first.get(likeness, ()))
            if kept and more_than(kept, count):
                yield f"   {more_than(kept, count)}"


def _line(difference: Difference) -> str:
    note = f" ({difference.note})" if difference.note else ""
    return f"{_place(difference)}: {_shown(difference.official)} | {_shown(difference.ours)}{note}"


def _place(difference: Difference) -> str:
    first, *others = difference.path or ("document",)
    return foreign(
        first + "".join(f"[{each}]" if at == 0 and first in _LISTS else f".{each}" for at, each in enumerate(others))
    )


_LISTS = ("features", "violations")


def _shown(value: object) -> str:
    if isinstance(value, Presence):
        return str(value.value)
    if isinstance(value, str) and not isinstance(value, Number):
        return f"'{foreign(value, _LONGEST)}'"
    return foreign(str(value).replace("'", "") if isinstance(value, list) else str(value), _LONGEST)


def _differences(account: Account | None) -> Iterator[Difference]:
    if account is not None:
        for likeness in Likeness:
            yield from account.first.get(likeness, ())


def _difference(difference: Difference) -> dict[str, object]:
    return {
        "path": list(difference.path),
        "kind": difference.likeness.value,
        "official": _jsonable(difference.official),
        "ours": _jsonable(difference.ours),
        "note": difference.note,
    }


def _jsonable(value: object) -> object:
    """Return *value* as JSON has it; numbers stay texts, in their spelling, and what is absent is null."""
    if isinstance(value, Presence):
        return None if value is ABSENT else value.value
    return foreign(str(value), _LONGEST) if isinstance(value, list | dict) else value
