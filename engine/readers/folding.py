"""What takes the rows of a table: a fold into a state."""

from typing import Generic, Protocol, TypeVar, cast

import pyarrow as pa

from engine.profile.in_block import Fields
from engine.profile.state import DatasetState


class Foldable(Protocol):
    """What takes in batches of rows."""

    def update(self, batch: pa.RecordBatch) -> None:
        """Fold a batch in."""


Learnt = TypeVar("Learnt", bound=Foldable)


class Folding(Generic[Learnt]):
    """Folds rows into a *state*, and counts them."""

    __slots__ = ("rows", "state")

    def __init__(self, state: Learnt) -> None:
        self.state, self.rows = state, 0

    def __call__(self, batch: pa.RecordBatch) -> None:
        """Take the rows of a batch."""
        self.rows += batch.num_rows
        self.state.update(batch)


class FieldFolding(Folding[DatasetState]):
    """The same, where texts are taken where they stand in a block too."""

    __slots__ = ()

    def take_fields(self, fields: Fields) -> None:
        """Take rows of texts."""
        self.rows += fields.rows
        self.state.update_fields(fields)


def folding_into(state: Learnt) -> Folding[Learnt]:
    """Return what folds rows into *state* in the quickest way that it knows."""
    return cast(Folding[Learnt], FieldFolding(state)) if isinstance(state, DatasetState) else Folding(state)
