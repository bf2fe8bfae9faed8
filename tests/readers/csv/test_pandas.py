"""What Python's csv module writes reads as pandas reads it, whatever the dialect."""

import csv as python_csv
import io

import pandas as pd
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

CHARACTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufeff")
QUOTINGS = (python_csv.QUOTE_MINIMAL, python_csv.QUOTE_ALL, python_csv.QUOTE_NONNUMERIC, python_csv.QUOTE_NONE)


@st.composite
def dialects(draw):
    """Draw what csv.writer can write and pandas' C parser can read."""
    quoting = draw(st.sampled_from(QUOTINGS))
    double = quoting != python_csv.QUOTE_NONE and draw(st.booleans())
    return {
        "delimiter": draw(st.sampled_from(",;|\t:~ ")),
        "quotechar": draw(st.sampled_from("\"'`")),
        "quoting": quoting,
        "doublequote": double,
        "escapechar": None if double else draw(st.sampled_from("\\^")),
        "lineterminator": draw(st.sampled_from(["\n", "\r\n", "\r"])),
    }


def cells(dialect):
    """Return texts that the dialect keeps apart: the writer quotes no line end but its own, unless it quotes all."""
    meaning = "".join({dialect["delimiter"], dialect["quotechar"], dialect["escapechar"] or "", "a", "0", " "})
    breaks = "\r\n" if dialect["quoting"] in (python_csv.QUOTE_ALL, python_csv.QUOTE_NONNUMERIC) else ""
    return st.text(st.sampled_from(meaning + breaks) | CHARACTERS.filter(lambda each: each not in "\r\n"), max_size=8)


@st.composite
def texts(draw):
    """Draw a dialect and a rectangular table written in it."""
    dialect = draw(dialects())
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(cells(dialect), min_size=width, max_size=width), min_size=1, max_size=8))
    # A single empty field cannot be written without quotes.
    assume(width > 1 or dialect["quoting"] != python_csv.QUOTE_NONE or all(row[0] for row in rows))
    out = io.StringIO(newline="")
    python_csv.writer(out, **dialect).writerows(rows)
    # pandas makes an error of a text that has blank lines alone; for us it is a dataset without records.
    assume(out.getvalue().strip())
    return out.getvalue(), dialect


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=texts(), split_bytes=st.integers(1, 64))
def test_values_equal_those_of_pandas(csv, read, written, split_bytes):
    """Every cell of a rectangular text comes back as pandas reads it, in one split and in many."""
    text, dialect = written
    expected = read_pandas(text, dialect)
    ours = {
        "field_delimiter": dialect["delimiter"],
        "quote_character": "" if dialect["quoting"] == python_csv.QUOTE_NONE else dialect["quotechar"],
        "quote_escape_character": dialect["escapechar"],
    }
    path = csv(text)
    assert read(path, **ours).rows == read(path, split_bytes=split_bytes, **ours).rows == expected


def read_pandas(text, dialect):
    """Return the rows of pandas, None for what is missing."""
    frame = pd.read_csv(
        io.BytesIO(text.encode()),
        header=None,
        index_col=False,
        dtype=str,
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
        **{name: dialect[name] for name in ("delimiter", "quotechar", "quoting", "doublequote", "escapechar")},
    )
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in frame.itertuples(index=False, name=None)]
