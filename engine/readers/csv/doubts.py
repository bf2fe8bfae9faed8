"""What looks like a mistake in how CSV is read, by its first rows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from engine.job.dataset import Dataset
from engine.profile.types import DataType, TypeCounts
from engine.readers.csv.delimiter import with_delimiter
from engine.readers.csv.options import CsvFormat
from engine.readers.format import FirstLook
from engine.readers.store import open_store

_NUMBERS = (DataType.INTEGRAL, DataType.FRACTIONAL)


def doubts(dataset: Dataset[CsvFormat], look: FirstLook) -> Iterator[str]:
    """Yield a sentence for a row that looks like a header, and for another delimiter than the one given."""
    texts = sum(map(_is_number_below_a_text, look.types))
    if not dataset.format.header and texts:
        yield (
            f"No header is expected, and in {texts} of {len(look.types)} columns one value is a text and all others are "
            f'numbers: where the first line is a header, leave --no-header out, or say "header": true in dataset_format'
        )
    yield from _of_delimiter(dataset, look.path)


def doubt_of_header(names: Sequence[str], known: Collection[str]) -> str:
    """Return a sentence where a header with these *names* looks like a row, "" where it does not; it has no name in it.

    A number that is a name of the baseline, one of *known*, is no sign of that.
    """
    strange = frozenset(names) - frozenset(known)
    numbers = sum(name in strange and _is_number(name) for name in names)
    if not numbers:
        return ""
    are = "is a number" if numbers == 1 else "are numbers"
    return (
        f"the first line is taken for a header, and {numbers} of its {len(names)} names {are}: where it is a row, "
        f'say --no-header, or "header": false in dataset_format'
    )


def _of_delimiter(dataset: Dataset[CsvFormat], path: str) -> Iterator[str]:
    """Say so where another delimiter than the one that is given parts the records better, as the run would find it."""
    written = dataset.format
    if written.field_delimiter is None:
        return
    store = open_store(dataset.source)
    file = next((each for each in store.files() if each.path == path), None)
    if file is None:
        return
    found = with_delimiter(store, file, dataset.text_encoding, replace(written, field_delimiter=None))
    if found.field_delimiter not in (written.field_delimiter, ","):
        yield (
            f"The fields are to be parted by {written.field_delimiter!r}, and {found.field_delimiter!r} parts the first records "
            f"better: set the delimiter, or leave it out and it is found"
        )


def _is_number_below_a_text(types: TypeCounts) -> bool:
    numbers = sum(map(types.count, _NUMBERS))
    return types.count(DataType.STRING) == 1 and numbers == types.present - 1 > 0


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
