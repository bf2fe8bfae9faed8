"""Packed doubles as text, written where every Java writes the same, with gaps where Java has to be asked."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.documents.json.digits import LONGEST, find_unsure, write
from engine.documents.json.packed import PackedDoubles


@dataclass(frozen=True, slots=True)
class WrittenDoubles:
    """Doubles with ", " between them. At each of `gaps`, offsets in `text`, one of the doubles `unsure` is missing."""

    text: bytes
    unsure: tuple[float, ...]
    gaps: tuple[int, ...]

    def filled(self, texts: list[str]) -> bytes:
        """Return the text with *texts* in its gaps."""
        pieces = [self.text[begin:end] for begin, end in pairwise((0, *self.gaps, len(self.text)))]
        return b"".join(piece for pair in zip(pieces, map(str.encode, (*texts, "")), strict=True) for piece in pair)


def write_doubles(doubles: PackedDoubles) -> WrittenDoubles:
    """Return the text of *doubles*."""
    values = doubles.view()
    out = np.empty(LONGEST * len(values), dtype=np.uint8)
    unsure = np.empty((len(values), 2), dtype=np.int64)
    size, found = write(values, values.view(np.uint64), out, unsure)
    places, gaps = unsure[:found, 0], unsure[:found, 1]
    return WrittenDoubles(out[:size].tobytes(), tuple(values[places].tolist()), tuple(gaps.tolist()))


def unsure_among(doubles: PackedDoubles) -> tuple[float, ...]:
    """Return those of *doubles* of which not every Java writes the same, in their order, without writing the others."""
    values = doubles.view()
    places = np.empty(len(values), dtype=np.int64)
    found = find_unsure(values, values.view(np.uint64), places)
    return tuple(values[places[:found]].tolist())
