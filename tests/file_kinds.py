"""What kind of file some bytes are, for tests that make up any."""

from engine.readers.compression import compression
from engine.readers.parquet.magic import begins_parquet


def is_text(content: bytes) -> bool:
    """Say whether *content* begins neither as a compressed file does nor as a Parquet file, by a name that says nothing."""
    return compression("a", content) is None and not begins_parquet(content)
