"""Names of columns for the time that rules are judged: those that Deequ or SQL would take for something else get others.

Deequ puts a column's name into SQL as it is, or between backticks that a name may hold as well, and a dot in it is a field
of a structure; one such name breaks the scan of every rule. So such columns are renamed, and named back in what is said.
"""

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass

_PLAIN = re.compile("[A-Za-z][A-Za-z0-9_]*")
_ESCAPED = re.compile(r'\\(["\\])')


@dataclass(frozen=True, slots=True)
class Names:
    """The data's columns, in order, and beside each the name that it has for Deequ; most have their own."""

    own: tuple[str, ...]
    given: tuple[str, ...]

    def of(self, columns: Sequence[str]) -> "Names":
        """Return the names of those *columns* alone, all of which are known here."""
        given = dict(zip(self.own, self.given, strict=True))
        return Names(tuple(columns), tuple(given[name] for name in columns))

    def column(self, word: str) -> str | None:
        """Return the column that a rule means by *word*, None where there is none.

        It may stand as it is, with DQDL's escapes (a backslash before a quotation mark or a backslash), in backticks, or,
        where only one column is so called, in letters of another case, as SQL has it.
        """
        known = frozenset(self.own)
        unescaped = _ESCAPED.sub(r"\1", word)
        for reading in (word, unescaped, _without_backticks(unescaped)):
            if reading in known:
                return reading
        alike = [name for name in self.own if name.casefold() == word.casefold()]
        return alike[0] if len(alike) == 1 else None

    def given_to(self, word: str) -> str | None:
        """Return the name for Deequ of the column that a rule means by *word*, None where there is none."""
        column = self.column(word)
        return None if column is None else self.given[self.own.index(column)]

    def named_back(self, text: str) -> str:
        """Return what Deequ or Spark says with the data's own names."""
        own = dict(zip(self.given, self.own, strict=True))
        other = [given for given, name in own.items() if given != name]
        if not other:
            return text
        return re.sub(rf"\b(?:{'|'.join(other)})\b", lambda found: own[found[0]], text)


def names_for(columns: Sequence[str], *, words: Container[str]) -> Names:
    """Return the names of *columns*; those of letters that SQL has for *words* of its own get others, too."""
    alike = Counter(name.casefold() for name in columns)
    prefix = "renamed"
    while any(name.casefold().startswith(prefix) for name in columns):
        prefix += "x"
    given = (
        name if _PLAIN.fullmatch(name) and alike[name.casefold()] == 1 and name not in words else f"{prefix}{place}"
        for place, name in enumerate(columns)
    )
    return Names(tuple(columns), tuple(given))


def _without_backticks(word: str) -> str:
    return word[1:-1].replace("``", "`") if len(word) > 1 and word[0] == word[-1] == "`" else word
