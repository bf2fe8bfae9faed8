"""What is told of a captured record: its status, where it stands, and where its sides' bodies do."""

OUTPUT, INPUT = 0, 1
"""The sides, in the order of their columns."""

SAME = 2
"""Behind the sides that are asked for: whether both have to say the same encoding."""

STATUS, LINE_BEGIN, LINE_END, LINE = range(4)
SIDE = 4
"""A record's numbers: its status, where its line lies and which it is (from 0); behind them, for each side, where its
body begins and ends and what kind it is."""
WIDTH = SIDE + 2 * 3

(
    GOOD,
    NOT_JSON,
    NO_CAPTURE,
    NO_SIDE,
    ENCODING,
    BASE64,
    TYPE,
    BODY,
    ROWS,
    MIXED,
    EMPTY,
    OUTSIDE,
    BLANK,
    UNFINISHED,
) = range(14)
"""What becomes of a line. From NOT_JSON to MIXED it is bad; EMPTY is a record that holds no row; OUTSIDE of the window,
BLANK and UNFINISHED (what a file ends with, without a line end, that is no record yet) it is passed over."""
