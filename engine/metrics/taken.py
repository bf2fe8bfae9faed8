"""Names that CloudWatch takes, for features whose own it does not take."""

import hashlib
import re

LONGEST_NAME = 255
"""Characters of the name of a metric."""

LONGEST_VALUE = 1024
"""Characters of the value of a dimension."""

_TAKEN = re.compile(r"(?!:)[ -~]*[!-~][ -~]*")
_REPLACED = re.compile(r"[^ -~]")
_MARK = "~"
_DIGITS = 16
_LIKE_A_REPLACEMENT = re.compile(rf"{_MARK}[0-9a-f]{{{_DIGITS}}}$")


def taken(text: str, *, longest: int) -> str:
    """Return *text* as it is where CloudWatch takes it, and what stands for it where not.

    CloudWatch takes printable ASCII, up to *longest* characters of it, one at least that is no blank, and no colon at the
    beginning. In anything else each character that is not printable ASCII becomes `_`, the end is cut, and `~` with 16
    hexadecimal digits of the text's SHA-256 follows, so that two texts stay two; a text that ends like that is replaced as
    well. The same text gives the same name in every run.
    """
    if len(text) <= longest and _TAKEN.fullmatch(text) and not _LIKE_A_REPLACEMENT.search(text):
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    shown = _REPLACED.sub("_", text[: longest - _DIGITS - len(_MARK)])
    return f"{'_' + shown[1:] if shown.startswith(':') else shown}{_MARK}{digest}"
