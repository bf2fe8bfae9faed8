"""Lines of a file in consecutive windows: they end with a LF, and the one that a split begins in belongs to the split before."""

import numpy as np
from numba import njit

from engine.profile.swar import borrowed, find_bytes, trailing_zeros
from engine.readers.store import Stream
from engine.readers.text.window import LOOK_AHEAD, Window

_LF, _CR, _BLANK, _TAB = b"\n\r \t"

_LIKELY_LINE, _AT_ONCE = 64, 64


def first_line(text: Stream, begin: int) -> int | None:
    """Return the offset of the first line that begins at or behind *begin*; None where no line ends any more."""
    position = begin - 1
    text.seek(position)
    while block := text.read(LOOK_AHEAD):
        found = block.find(b"\n")
        if found >= 0:
            return position + found + 1
        position += len(block)
    return None


def take_lines(window: Window, stop: int) -> np.ndarray:
    """Return the whole lines of the window's block that begin before *stop*, and move the window behind them."""
    block, begin = window.block, window.at
    end = len(block) if window.final else block.rfind(b"\n") + 1
    if stop < len(block):
        found = block.find(b"\n", max(stop - 1, begin))
        end = found + 1 if found >= 0 else end
    window.at = max(begin, end)
    return np.frombuffer(block, dtype=np.uint8)[begin : window.at]


def line_ends(block: np.ndarray) -> np.ndarray:
    """Return where the lines of *block* end: at a LF, or at the block's end."""
    ends = np.empty(len(block) // _LIKELY_LINE + 2 * _AT_ONCE, dtype=np.int64)
    found, at = _find_ends(block, 0, ends, 0)
    while at < len(block):
        ends = np.concatenate((ends, np.empty_like(ends)))
        found, at = _find_ends(block, at, ends, found)
    ends = ends[:found]
    return np.append(ends, len(block)) if len(block) and block[-1] != _LF else ends


@njit(cache=True, nogil=True)
def _find_ends(block, at, ends, found) -> tuple[int, int]:
    """Write where a LF stands in *block* from *at* on to *ends*, behind so many that are *found*.

    Return how many there are, and where it went on: at the block's end, or where there may be no room for more.
    """
    block, lf = borrowed(block), np.uint8(_LF)
    while at + _AT_ONCE <= len(block) and found + _AT_ONCE <= len(ends):
        bits = find_bytes(block, at, lf, lf, lf, lf)
        while bits:
            ends[found] = at + np.int64(trailing_zeros(bits))
            found, bits = found + 1, bits & (bits - np.uint64(1))
        at += _AT_ONCE
    while at < len(block) and (len(block) - at < _AT_ONCE) and found < len(ends):
        if block[at] == _LF:
            ends[found] = at
            found += 1
        at += 1
    return found, at


def longest_line(ends: np.ndarray) -> int:
    """Return the length of the longest of the lines that end at *ends*; 0 for none."""
    return int(np.diff(ends, prepend=-1).max()) if len(ends) else 0


def blank_lines(block: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return for each line block[begin:end] whether it holds nothing but blanks, tabs and CR."""
    dark = np.concatenate(([0], np.cumsum(~np.isin(block, (_BLANK, _TAB, _CR, _LF)))))
    blank: np.ndarray = dark[begins] == dark[ends]
    return blank
