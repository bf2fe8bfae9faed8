"""The harness of the mergeable states: each goes through it in batches, split and merged, and joined with an empty one.

A kind of state says how it begins, how it takes in a batch, how it is read to the last bit, and how far a merged one
may be from one that saw all rows in a row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of state: `batches` draws all rows as one batch that can be sliced."""

    batches: st.SearchStrategy
    empty: Callable[[], Any]
    update: Callable[[Any, Any], None]
    read: Callable[[Any], object]
    agree: Callable[[Any, Any, Any], None] | None = None


def fold(kind: Kind, parts: Sequence[Any]) -> Any:
    """Return one state that took in *parts* one after the other."""
    state = kind.empty()
    for part in parts:
        kind.update(state, part)
    return state


def merge(kind: Kind, parts: Sequence[Any]) -> Any:
    """Return the states of the single *parts*, merged along a tree."""
    if len(parts) == 1:
        return fold(kind, parts)
    half = len(parts) // 2
    state = merge(kind, parts[:half])
    state.merge(merge(kind, parts[half:]))
    return state


def draw_parts(data: st.DataObject, batch: Any) -> list[Any]:
    """Return *batch* cut anywhere, also into parts without rows."""
    shares = data.draw(st.lists(st.floats(0, 1), max_size=5), label="cuts")
    cuts = [0, *sorted(round(share * len(batch)) for share in shares), len(batch)]
    return [batch[begin:end] for begin, end in pairwise(cuts)]


def batches_do_not_matter(kind: Kind, data: st.DataObject) -> None:
    """The same rows in the same order give the same state to the bit, in whatever batches they come."""
    batch = data.draw(kind.batches)
    assert kind.read(fold(kind, draw_parts(data, batch))) == kind.read(fold(kind, [batch]))


def a_split_and_merged_state_is_that_of_all_rows(kind: Kind, data: st.DataObject) -> None:
    """States of parts, merged, agree with the state of all rows: equal where they count, else within their error."""
    batch = data.draw(kind.batches)
    whole, merged = fold(kind, [batch]), merge(kind, draw_parts(data, batch))
    if kind.agree is None:
        assert kind.read(whole) == kind.read(merged)
    else:
        kind.agree(whole, merged, batch)


def an_empty_state_changes_nothing(kind: Kind, data: st.DataObject) -> None:
    """Merged with an empty state, on either side, a state stays the same to the bit, also for the rows that follow."""
    batch, following = data.draw(kind.batches), data.draw(kind.batches)
    plain, before, after = fold(kind, [batch]), kind.empty(), fold(kind, [batch])
    before.merge(plain)
    after.merge(kind.empty())
    assert kind.read(before) == kind.read(after) == kind.read(plain)
    for state in (plain, before, after):
        kind.update(state, following)
    assert kind.read(before) == kind.read(after) == kind.read(plain)


def merging_leaves_the_other_as_it_was(kind: Kind, data: st.DataObject) -> None:
    """A state that was merged into another is not changed by it, nor by what the other takes in later."""
    batch, following = data.draw(kind.batches), data.draw(kind.batches)
    for state in (kind.empty(), fold(kind, [following])):
        other = fold(kind, [batch])
        state.merge(other)
        kind.update(state, following)
        assert kind.read(other) == kind.read(fold(kind, [batch]))


LAWS = (
    batches_do_not_matter,
    a_split_and_merged_state_is_that_of_all_rows,
    an_empty_state_changes_nothing,
    merging_leaves_the_other_as_it_was,
)
"""What holds for every mergeable state."""
