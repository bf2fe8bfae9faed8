"""Records are the same, whether they are read by the loop for most of them or by all the rules."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mergeable import quick

from engine.readers.csv.stops import DATA, LOOK, Dialect, dialect_of_bytes
from engine.readers.csv.tokeniser import COUNTS, find_records
from engine.readers.text.batch import places_for

ROOM = 64
pieces = st.sampled_from(
    [
        "a",
        "12.5",
        " ",
        "\t",
        ",",
        ",",
        ",",
        '"',
        '"',
        '""',
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\\",
        "é",
        "x" * 70,
        '"b,c"',
        '"d"\n',
    ]
)
plain_lines = st.lists(st.sampled_from(["1,2,3", '"a",b,"c"', ",,", '"a,b","",c', "x" * 80 + ",y,z"]), max_size=9)


def found(text: bytes, width: int, dialect: Dialect, *, final: bool, stop: int, end: int) -> object:
    """Return all that is found of the records in text[:end] that begin before *stop*."""
    block = np.frombuffer(text, dtype=np.uint8)
    places, counts, ragged = places_for(width, ROOM), np.zeros(COUNTS, np.int64), np.zeros((5, 3), np.int64)
    rows, following = find_records(block, 0, stop, end, final, dialect, 7, 0, places, counts, ragged)
    return rows, following, [each[:, :rows].tolist() for each in places], counts.tolist(), ragged.tolist()


def by_all_the_rules(dialect: Dialect) -> Dialect:
    """Return *dialect* with a look to be had at each character that is no data, which the quick loop leaves to the rules."""
    return dialect._replace(kinds=np.where(dialect.kinds == DATA, DATA, LOOK).astype(np.uint8))


@pytest.mark.parametrize("escape", [-1, ord("\\")])
@pytest.mark.parametrize("delimiters", [(b",", b""), (b"\t", b""), (b",", b"\n"), (b",", b"\r\n")])
@quick
@given(data=st.data())
def test_the_loop_for_most_records_finds_what_the_rules_find(data, delimiters, escape):
    """Any text, with lines that are like most among it; whole or cut anywhere, up to any begin of a record."""
    lines = data.draw(
        st.lists(st.one_of(plain_lines.map("\n".join), st.lists(pieces, max_size=12).map("".join)), max_size=6)
    )
    text = data.draw(st.sampled_from(["\n", "\r\n"])).join(lines).encode()
    end = data.draw(st.one_of(st.just(len(text)), st.integers(0, len(text))))
    stop, final = data.draw(st.one_of(st.just(end), st.integers(0, end))), data.draw(st.booleans())
    dialect = dialect_of_bytes(*delimiters, ord('"'), escape)
    width = data.draw(st.integers(1, 4))
    quick_loop = found(text, width, dialect, final=final, stop=stop, end=end)
    assert quick_loop == found(text, width, by_all_the_rules(dialect), final=final, stop=stop, end=end)
