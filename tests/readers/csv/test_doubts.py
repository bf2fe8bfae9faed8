"""What a run itself says of a header that looks like a row of data."""

import pytest

SENTENCE = (
    "the first line is taken for a header, and {} of its 3 names {}: where it is a row, say --no-header, or "
    '"header": false in dataset_format'
)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("31,42.75,Bergen", SENTENCE.format(2, "are numbers")),
        ("age,1e3,city", SENTENCE.format(1, "is a number")),
        ("age,income,city", ""),
    ],
)
def test_names_that_are_numbers_are_counted_and_not_told(header, told, csv, read, caplog):
    """In a row they would be values of somebody's."""
    read(csv(f"{header}\n1,2,Oslo\n"), header=True)
    assert (told in caplog.text, "taken for a header" in caplog.text) == (True, bool(told))
    assert not [name for name in ("42.75", "1e3", "Bergen") if name in caplog.text]


def test_without_a_header_there_is_none_to_doubt(csv, read, caplog):
    """The first row is one like all others."""
    read(csv("31,42.75,Bergen\n1,2,Oslo\n"), header=False)
    assert caplog.text == ""


def test_numbers_that_the_baseline_has_for_names_are_names(csv, read, caplog):
    """A table of years, say; another number is doubtful."""
    read(csv("country,2023,2024\nNO,1,2\n"), header=True, known_names=("country", "2023", "2024"))
    assert caplog.text == ""
    read(csv("country,2023,2025\nNO,1,2\n"), header=True, known_names=("country", "2023", "2024"))
    assert "1 of its 3 names is a number" in caplog.text
