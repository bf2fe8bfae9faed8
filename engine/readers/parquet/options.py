"""How a Parquet file is written, as a user says it: it says everything itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParquetFormat:
    """Parquet has no options."""
