"""What a Parquet file begins with."""

import re

PLAIN, ENCRYPTED = b"PAR1", b"PARE"
"""The second one where the footer is encrypted."""

_HEADER = re.compile(rb"PAR[1E][^\x00-\x1f]*[,;|\t\r\n]")
"""How a header of delimited text begins whose first name begins so; in Parquet bytes follow that are no text."""


def begins_parquet(start: bytes) -> bool:
    """Whether a file that begins with *start* is Parquet, and no text whose first name begins like it."""
    return start.startswith((PLAIN, ENCRYPTED)) and (b"\0" in start or not _HEADER.match(start))
