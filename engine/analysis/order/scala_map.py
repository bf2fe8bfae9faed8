"""The orders in which the hash maps of Scala 2.12 list their keys.

Sources: the public design of scala.collection.immutable.HashMap and ListMap, and of scala.collection.mutable.HashMap.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from engine.analysis.order.java_hash import improved, string_hash

SMALL_MAP = 4
"""The largest immutable map that keeps the order of insertion."""

_MIX, _TURN, _MASK = 0x9E3775CD, 4, 0xFFFFFFFF

Key = TypeVar("Key", str, tuple[str, str])


def immutable_map_order(keys: Collection[Key], hash_of: Callable[[Key], int]) -> tuple[Key, ...]:
    """Return the order in which an immutable map lists *keys* that were put into it in the given order."""
    if len(keys) <= SMALL_MAP:
        return tuple(keys)
    return tuple(sorted(keys, key=lambda key: trie_path(hash_of(key))))


def text_order(keys: Collection[str]) -> tuple[str, ...]:
    """Return the order in which an immutable map lists texts that were put into it in the given order."""
    return tuple(keys) if len(keys) <= SMALL_MAP else tuple(sorted(keys, key=_text_path))


def mutable_map_order(keys: Iterable[str]) -> list[str]:
    """Return the order in which a mutable map lists *keys* that were put into it in the given order.

    A chained table of 16 slots that doubles beyond three quarters; slots are listed from the last to the first, and in
    each the newest key first. The slot is the head of the key's hash, mixed by two multiplications around a reversal of
    its bytes.
    """
    table: list[list[str]] = [[] for _ in range(16)]
    for number, key in enumerate(keys, start=1):
        table[_slot(key, len(table))].insert(0, key)
        if number > len(table) * 3 // 4:
            table = _doubled(table)
    return _listed(table)


def trie_path(hash_code: int) -> int:
    """Return the branches from the root of the hash trie to a key, as one number: five bits of its hash each, the lowest first."""
    spread, path = improved(hash_code), 0
    for shift in range(0, 35, 5):
        path = path << 5 | spread >> shift & 31
    return path


@lru_cache(maxsize=1 << 14)
def _text_path(text: str) -> int:
    """Return the path of *text*, which many columns may have among their values."""
    return trie_path(string_hash(text))


def _listed(table: Sequence[Sequence[str]]) -> list[str]:
    return [key for chain in reversed(table) for key in chain]


def _doubled(table: Sequence[Sequence[str]]) -> list[list[str]]:
    larger: list[list[str]] = [[] for _ in range(2 * len(table))]
    for key in _listed(table):
        larger[_slot(key, len(larger))].insert(0, key)
    return larger


def _slot(key: str, slots: int) -> int:
    mixed = string_hash(key) * _MIX & _MASK
    mixed = int.from_bytes(mixed.to_bytes(4, "little"), "big") * _MIX & _MASK
    turned = (mixed >> _TURN | mixed << (32 - _TURN)) & _MASK
    return turned >> (33 - slots.bit_length())
