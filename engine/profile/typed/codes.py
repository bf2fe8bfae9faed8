"""Texts that are codes of a dictionary: each different one is judged once, whatever the number of its rows."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.profile.categories import LONGEST_CATEGORY
from engine.profile.cells import EntryScan, are_whole, scan_entries
from engine.profile.types import FRACTIONAL


@dataclass(frozen=True, slots=True)
class CodedTexts:
    """The texts of one batch: the different ones in the order of their first rows, how often each is there, and their codes.

    `places` say for each row that has a text which of them it is.
    """

    texts: pa.StringArray
    counts: np.ndarray
    places: np.ndarray

    def judged(self, registers: np.ndarray) -> EntryScan:
        """Return the type and the number of each different text; note their hashes in *registers*."""
        return scan_entries(self.texts, registers)

    def whole(self, judged: EntryScan) -> int:
        """Return how many Fractional values are whole numbers."""
        whole = judged.has_number & (judged.kinds == FRACTIONAL) & are_whole(judged.numbers)
        return int(self.counts[whole].sum())

    def numbers(self, judged: EntryScan) -> np.ndarray:
        """Return the numbers among the texts, in row order."""
        if not judged.has_number.any():
            return np.empty(0)
        places = self.places if judged.has_number.all() else self.places[judged.has_number[self.places]]
        numbers: np.ndarray = judged.numbers[places]
        return numbers

    def too_long(self) -> bool:
        """Whether one of the texts is too long to be a category."""
        return (pc.max(pc.binary_length(self.texts)).as_py() or 0) > LONGEST_CATEGORY

    def by_text(self) -> dict[str, int]:
        """Return how often each text is there; what is not UTF-8 is replaced, and may be equal then."""
        counts: dict[str, int] = {}
        for text, count in zip(self.texts.view(pa.binary()).to_pylist(), self.counts.tolist(), strict=True):
            shown = text.decode("utf-8", "replace")
            counts[shown] = counts.get(shown, 0) + count
        return counts


def coded_texts(values: pa.Array) -> CodedTexts | None:
    """Return *values* as codes; None where they are none, or too many different ones for that to be worth it."""
    kind = values.type
    if not pa.types.is_dictionary(kind) or not _is_text(kind.value_type):
        return None
    dictionary = values.dictionary
    if dictionary.null_count or len(dictionary) > len(values):
        return None
    codes = values.indices.drop_null()
    counted = codes.value_counts()
    different = counted.field("values")
    places = np.empty(len(dictionary), dtype=np.int64)
    places[different.to_numpy()] = np.arange(len(different))
    texts = dictionary.take(different).cast(pa.string())
    return CodedTexts(texts, counted.field("counts").to_numpy(), places[codes.to_numpy()])


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
