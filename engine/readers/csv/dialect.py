"""The characters that have a meaning in a delimited text."""

from dataclasses import dataclass

from engine.errors import JobError
from engine.readers.csv.options import CsvFormat
from engine.readers.csv.stops import Dialect, dialect_of_bytes
from engine.wording import quoted

_NONE = -1
_COMMA = ","
_LINE_ENDS = "\r\n"


@dataclass(frozen=True, slots=True)
class CsvDialect:
    """The characters that have a meaning, as UTF-8 bytes; an empty record delimiter stands for LF, CR LF and CR.

    `quote` and `escape` are single bytes, or empty for none. An escape that equals the quote is the doubled quote and
    adds nothing.
    """

    field_delimiter: bytes = b","
    record_delimiter: bytes = b""
    quote: bytes = b'"'
    escape: bytes = b""

    @property
    def quoting(self) -> tuple[int, int]:
        """The quote and the escape as bytes; -1 stands for no such character."""
        characters = self.characters()
        return characters.quote, characters.escape

    def characters(self) -> Dialect:
        """Return what the compiled functions take for a dialect."""
        return dialect_of_bytes(
            self.field_delimiter,
            self.record_delimiter,
            self.quote[0] if self.quote else _NONE,
            self.escape[0] if self.escape and self.escape != self.quote else _NONE,
        )


def dialect_of(settings: CsvFormat) -> CsvDialect:
    """Return the bytes that have a meaning under *settings*; JobError where they could not be told apart.

    The field delimiter is one character, a comma where none is told; a record delimiter may be longer.
    """
    field, record = settings.field_delimiter or _COMMA, settings.record_delimiter or ""
    quote, escape = settings.quote_character, settings.quote_escape_character or ""
    if len(field) != 1:
        raise JobError(
            f"field_delimiter is {quoted(field)}: give one character, such as ',' or a tab",
            code="field-delimiter-too-long",
        )
    _refuse_equal(field, quote, escape, record or _LINE_ENDS)
    return CsvDialect(*map(_encoded, (field, record, quote, escape)))


def _refuse_equal(field_delimiter: str, quote: str, escape: str, line_ends: str) -> None:
    """Every character has one meaning; only the escape may be the quote."""
    pairs = (
        ("field_delimiter", field_delimiter, "quote_character", quote),
        ("field_delimiter", field_delimiter, "quote_escape_character", escape),
        ("field_delimiter", field_delimiter, "the record delimiter", line_ends),
        ("quote_character", quote, "the record delimiter", line_ends),
        ("quote_escape_character", escape, "the record delimiter", line_ends),
    )
    for name, character, other_name, others in pairs:
        if character and character in others:
            raise JobError(
                f"{name} and {other_name} share {character!r}: give them different characters",
                code="characters-not-distinct",
            )


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise JobError(
            f"the delimiter {quoted(text)} holds half of a surrogate pair, which no text can hold",
            code="delimiter-not-a-character",
        ) from error
