"""What one run is asked to do: plain values, made at the edge and never changed."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from engine.errors import JobError


class Semantics(Enum):
    """How the checks read the data where the official container and its documentation part."""

    CORRECTED = "corrected"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class CsvFormat:
    """How a delimited text is written.

    `record_delimiter` None: a line ends with LF, CR LF or CR. `quote_escape_character` None: a quote inside a quoted
    field is doubled (RFC 4180) and a backslash is data. `output_columns_position` is where a model's output stands
    among the columns; it is kept for the record and changes nothing for a dataset that is one table.
    """

    header: bool = False
    field_delimiter: str = ","
    quote_character: str = '"'
    quote_escape_character: str | None = None
    record_delimiter: str | None = None
    output_columns_position: str = "START"

    def __post_init__(self) -> None:
        """Raise JobError for characters that cannot mean what they are to mean."""
        for name in ("field_delimiter", "record_delimiter"):
            if getattr(self, name) == "":
                raise JobError(f"{name} is expected to be a character or more; found none")
        for name in ("quote_character", "quote_escape_character"):
            value = getattr(self, name) or ""
            if len(value) > 1 or not value.isascii():
                raise JobError(f"{name} is expected to be one ASCII character, or empty for none; found {value!r}")
        if self.field_delimiter in (self.quote_character, self.record_delimiter, "\n", "\r"):
            raise JobError(
                f"field_delimiter {self.field_delimiter!r} has another meaning already; choose another character"
            )


CAPTURE_SIDES = ("endpointInput", "endpointOutput")
"""The sides of a captured record, in the order in which the record has them."""


@dataclass(frozen=True, slots=True)
class CaptureFormat:
    """Traffic as an endpoint captured it, one JSON record a line.

    `sides` are the sides to read, of CAPTURE_SIDES; empty for those that the first records have. `endpoint` and
    `variant` choose among several below one root; None takes all. A run fails where, of 100 records or more, a larger
    share than `bad_records_share` (0 to 1) cannot be read.
    """

    sides: tuple[str, ...] = ()
    endpoint: str | None = None
    variant: str | None = None
    bad_records_share: float = 0.01

    def __post_init__(self) -> None:
        """Raise JobError for a side that no record has, and for a share that is none."""
        for side in self.sides:
            if side not in CAPTURE_SIDES:
                raise JobError(
                    f"captureIndexNames holds {side!r}; a captured record has {' and '.join(CAPTURE_SIDES)} to choose from"
                )
        if not 0 <= self.bad_records_share <= 1:
            raise JobError(f"bad_records_share is expected to be from 0 to 1; found {self.bad_records_share}")


@dataclass(frozen=True, slots=True)
class MonitoringWindow:
    """The time that a run looks at: from `start` on, before `end`; both with a time zone, None for no bound."""

    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        """Raise JobError for a window that ends before it begins."""
        if self.start and self.end and self.end < self.start:
            raise JobError(f"end_time is {self.end.isoformat()}, before start_time, {self.start.isoformat()}")


@dataclass(frozen=True, slots=True)
class Script:
    """A script of the user's: its path, the variables that it sees (secrets among them), and how long it may take.

    `seconds` are for one record in a preprocessing script and for the whole of a postprocessing one.
    """

    path: str
    environment: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Dataset:
    """The records to analyse: a file or a folder, and how they are written.

    Of captured traffic `window` chooses the records. `preprocessor` makes rows of records.
    """

    source: str
    format: CsvFormat | CaptureFormat = CsvFormat()
    text_encoding: str = "utf-8"
    window: MonitoringWindow | None = None
    preprocessor: Script | None = None

    def __post_init__(self) -> None:
        """Raise JobError for an encoding that Python does not know, and for records that no script can be given."""
        if self.preprocessor and isinstance(self.format, CsvFormat) and self.format.record_delimiter:
            raise JobError(
                "record_delimiter is set, and a preprocessing script gets lines: leave it out, or the script"
            )
        try:
            "a".encode(self.text_encoding)
        except (LookupError, ValueError) as error:
            raise JobError(
                f"text_encoding {self.text_encoding!r} is unknown; known are utf-8, latin-1, cp1252, utf-16, ..."
            ) from error


@dataclass(frozen=True, slots=True)
class BaselinePaths:
    """Where the documents of a baseline lie; either may be absent, not both."""

    statistics: str | None = None
    constraints: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One run: with a baseline it is a monitoring run, without one it is a baseline run.

    `excluded` are feature names that appear in no document. `categorical_drift_method` is "LInfinity" or "ChiSquared"
    and None where the baseline's own setting holds. `scheduled` says that a monitoring schedule runs it: without a
    baseline it is a baseline run all the same, but one without records completes. `postprocessor` is called when the
    documents are there.
    """

    dataset: Dataset
    output: str
    baseline: BaselinePaths | None = None
    semantics: Semantics = Semantics.CORRECTED
    excluded: tuple[str, ...] = ()
    categorical_drift_method: str | None = None
    scheduled: bool = False
    postprocessor: Script | None = None
