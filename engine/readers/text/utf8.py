"""Whether bytes are UTF-8."""

import codecs

import numpy as np
from numba import njit

from engine.errors import DatasetError
from engine.profile.swar import load_word

_TOP_BITS = np.uint64(0x8080808080808080)


def check_utf8(text: np.ndarray, offset: int, path: str) -> None:
    """Raise DatasetError where the bytes *text*, which stand at *offset* of the file, are not UTF-8."""
    if not len(text) or text.max() < 128:  # ASCII ends here
        return
    try:
        codecs.utf_8_decode(text.data, "strict", True)
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"{path}: byte {offset + error.start} is not UTF-8; name the file's encoding with text_encoding, "
            f"or convert the file",
            code="data-not-utf8",
        ) from error


@njit
def is_utf8(block, at, end) -> bool:
    """Whether block[at:end] is UTF-8 (RFC 3629: no surrogates, nothing longer than need be)."""
    while at < end:
        byte = block[at]
        if byte < 0x80:
            at += 1
            while at + 8 <= end and not load_word(block, at) & _TOP_BITS:
                at += 8
            continue
        if 0xC2 <= byte <= 0xDF:
            more, low, high = 1, 0x80, 0xBF
        elif 0xE0 <= byte <= 0xEF:
            more, low, high = 2, 0xA0 if byte == 0xE0 else 0x80, 0x9F if byte == 0xED else 0xBF
        elif 0xF0 <= byte <= 0xF4:
            more, low, high = 3, 0x90 if byte == 0xF0 else 0x80, 0x8F if byte == 0xF4 else 0xBF
        else:
            return False
        if at + more >= end or not low <= block[at + 1] <= high:
            return False
        for i in range(at + 2, at + more + 1):
            if not 0x80 <= block[i] <= 0xBF:
                return False
        at += more + 1
    return True
