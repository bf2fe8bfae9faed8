"""Columns as settings name them: by name, or by position from 0."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.wording import listed, quoted


@dataclass(frozen=True, slots=True)
class Choice:
    """What words choose among columns: the names of those chosen, in the columns' order, and the words that name none."""

    names: tuple[str, ...]
    strange: tuple[str, ...] = ()


def choose(words: Sequence[str], names: Sequence[str]) -> Choice:
    """Return which of the columns *names* the *words* mean: a column of that name, else the one at that position."""
    meant = {word: _meant(word, names) for word in words}
    chosen = frozenset(name for name in meant.values() if name is not None)
    strange = tuple(word for word, name in meant.items() if name is None)
    return Choice(tuple(name for name in names if name in chosen), strange)


def _meant(word: str, names: Sequence[str]) -> str | None:
    if word in names:
        return word
    return names[int(word)] if is_position(word) and int(word) < len(names) else None


def is_position(word: str) -> bool:
    """Whether *word* is a position, counted from 0."""
    return word.isascii() and word.isdigit() and len(word) < 10


def with_positions(names: Sequence[str]) -> str:
    """Return *names* for a sentence, with their positions: at most 20 of them and the number of the others."""
    return listed(f"{place} {quoted(name)}" for place, name in enumerate(names))


def put_back(names: Sequence[str], excluded: Sequence[str]) -> list[str]:
    """Return *names* with the *excluded* positions between them, numbered as columns without names are.

    A baseline that was made without some columns has no name for them.
    """
    places = {int(word.removeprefix("_c")) for word in excluded if is_position(word.removeprefix("_c"))}
    result = list(names)
    for place in sorted(places):
        if place <= len(result):
            result.insert(place, f"_c{place}")
    return result


def readings(names: Sequence[str], excluded: Sequence[str]) -> list[list[str]]:
    """Return which columns data without names may have, by a baseline's *names*, the likeliest first.

    All of them; those that are not *excluded*, which the data may lack; or those with the excluded positions between them,
    which the baseline may lack.
    """
    return [list(names), [name for name in names if name not in excluded], put_back(names, excluded)]
