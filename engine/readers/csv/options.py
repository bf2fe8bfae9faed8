"""How a delimited text is written, as a user says it."""

from dataclasses import dataclass

from engine.errors import JobError
from engine.wording import quoted


@dataclass(frozen=True, slots=True)
class CsvFormat:
    """How a delimited text is written.

    `field_delimiter` None: it is found in the first records. `record_delimiter` None: a line ends with LF, CR LF or CR.
    `quote_escape_character` None: a quote inside a quoted field is doubled (RFC 4180) and a backslash is data.
    `output_columns_position` is where a model's output stands among the columns; it is kept for the record and changes
    nothing for a dataset that is one table. `missing_values` are texts that mean a missing value, beside the empty one.
    """

    header: bool = False
    field_delimiter: str | None = ","
    quote_character: str = '"'
    quote_escape_character: str | None = None
    record_delimiter: str | None = None
    output_columns_position: str = "START"
    missing_values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise JobError for characters that cannot mean what they are to mean."""
        for name in ("field_delimiter", "record_delimiter"):
            if getattr(self, name) == "":
                raise JobError(f"{name} is expected to be a character or more; found none", code="delimiter-empty")
        for name in ("quote_character", "quote_escape_character"):
            value = getattr(self, name) or ""
            if len(value) > 1 or not value.isascii():
                raise JobError(
                    f"{name} is expected to be one ASCII character, or empty for none; found {quoted(value)}",
                    code="quote-character-invalid",
                )
        delimiter = self.field_delimiter
        if delimiter is not None and delimiter in (self.quote_character, self.record_delimiter, "\n", "\r"):
            raise JobError(
                f"field_delimiter {quoted(delimiter)} has another meaning already; choose another character",
                code="field-delimiter-taken",
            )


def missing_from(text: str | None) -> tuple[str, ...]:
    """Return the texts between the commas of a setting, each once; None for none."""
    return tuple(dict.fromkeys(word for part in (text or "").split(",") if (word := part.strip())))
