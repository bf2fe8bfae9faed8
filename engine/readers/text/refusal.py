"""When too many records are bad, and what is said of those that are left out, whatever their format."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.errors import DatasetError
from engine.readers.tally import MOST_NAMED, Tally

_ENOUGH = 100


@dataclass(frozen=True, slots=True)
class Damage:
    """A way in which a record is bad: `name` says it behind "records", as tallies do, and `advice` what to do then.

    `forbidden`: one such record is too many.
    """

    name: str
    advice: str
    forbidden: bool = False


def refuse_unfinished(tally: Tally, *, source: str, share: float, writers: str) -> None:
    """Raise DatasetError where, of 100 files or more, a larger *share* end within a record.

    Not all of them can be written just now. *writers* are those who write such files.
    """
    if tally.files >= _ENOUGH and tally.unfinished > share * tally.files:
        raise DatasetError(
            f"{source}: {tally.unfinished} of {tally.files} files end within a record, which is more than {writers} write at "
            f"a time; see whether the files were copied whole. At most {share:.4g} of the files may end so; set "
            f"bad_records_share to allow more",
            code="unfinished-files",
        )


def refuse_bad(tally: Tally, damages: Sequence[Damage], *, source: str, share: float, rows: int) -> None:
    """Raise DatasetError where too many records are bad.

    That is a larger *share* of 100 records or more, all where no row was read, and one that is forbidden. *damages* are
    all that there may be, in the order in which they are met when a record is read.
    """
    bad, forbidden = sum(tally.kinds.values()), [each for each in damages if each.forbidden and tally.kinds[each.name]]
    too_many = forbidden or (tally.records >= _ENOUGH and bad > share * tally.records)
    if not bad or not (too_many or not rows):
        return
    damage = max(forbidden or damages, key=lambda each: tally.kinds[each.name])
    first = next(each for each in tally.bad if each.kind == damage.name)
    limit = "" if forbidden or not rows else _limit(share)
    raise DatasetError(
        f"{source}: {bad} of {tally.records} records cannot be read, {_most(tally.kinds, damage, bad)} {damage.name} (first: "
        f"{first}); {damage.advice}{limit}",
        code="too-many-bad-records",
    )


def bad_remarks(tally: Tally, damages: Iterable[Damage]) -> Iterator[str]:
    """Yield a sentence for the log on records that are left out, for they cannot be read, if any."""
    if bad := sum(tally.kinds.values()):
        kinds = ", ".join(f"{tally.kinds[each.name]} {each.name}" for each in damages if tally.kinds[each.name])
        places = "; ".join(f"{each} ({each.kind})" for each in tally.bad[:MOST_NAMED])
        yield f"{bad} of {tally.records} records cannot be read and are left out: {kinds}. First: {places}"


def unfinished_remarks(tally: Tally, *, writer: str) -> Iterator[str]:
    """Yield a sentence for the log on files that end within a record, if any; *writer* is who writes such a file."""
    if tally.unfinished:
        yield f"{tally.unfinished} files end within a record, as while {writer} writes; it is not counted"


def _limit(share: float) -> str:
    return f". At most {share:.4g} of the records may be bad; set bad_records_share to allow more"


def _most(kinds: Counter[str], damage: Damage, bad: int) -> str:
    count = kinds[damage.name]
    return "all of them" if count == bad else f"{count} of them"
