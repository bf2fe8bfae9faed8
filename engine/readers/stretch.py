"""What of its files a split really read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from engine.readers.tally import MOST_NAMED, Tally

_NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Stretch:
    """What of its first and last file a split really read: from the offset `begin` on, up to the offset `end`.

    `begin` is None where no record end could be found to begin at. Two splits of one file meet where the end of the
    first is the begin of the second; where they do not, the second has guessed wrong.
    """

    begin: int | None
    end: int
    tally: Tally = _NOTHING

    def with_misnamed(self, paths: Sequence[str]) -> Self:
        """Return the stretch with the *paths* of files whose names are wrong about their compression."""
        return replace(self, tally=replace(self.tally, misnamed=tuple(paths[: MOST_NAMED + 1]))) if paths else self


def joined(stretches: "list[Stretch]") -> Stretch:
    """Return the stretch that one or more consecutive ones are together."""
    return Stretch(stretches[0].begin, stretches[-1].end, sum((each.tally for each in stretches), _NOTHING))
