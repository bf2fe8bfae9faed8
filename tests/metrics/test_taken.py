"""Names that CloudWatch takes."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.metrics.taken import taken

TEXTS = st.text(st.characters(exclude_categories=()), max_size=40)


@pytest.mark.parametrize(
    "name", ["feature_data_age", "income.monthly", "Int'l Plan_yes", "a b", "x" * 255, "a:b", '"\\']
)
def test_what_is_taken_stays_as_it_is(name):
    """Printable ASCII up to the limit is the name itself."""
    assert taken(name, longest=255) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("größe", "gr__e"),
        ("a\nb", "a_b"),
        ("\u202e", "_"),
        ("x" * 256, "x" * 238),
        (":a", "_a"),
        ("  ", "  "),
        ("", ""),
        ("\ud83d", "_"),
        ("a~0123456789abcdef", "a~0123456789abcdef"),
    ],
)
def test_what_is_not_taken_is_replaced_visibly(name, shown):
    """Other characters are _, the end is cut, and the beginning of the text's SHA-256 tells it from others."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    assert taken(name, longest=255) == f"{shown}~{digest[:16]}"


@given(TEXTS, st.integers(20, 60))
def test_every_text_becomes_a_name(text, longest):
    """Printable, not blank, without a colon first and within the limit: the rules of CloudWatch."""
    name = taken(text, longest=longest)
    assert len(name) <= longest
    assert re.fullmatch(r"(?!:)[ -~]*[!-~][ -~]*", name)


@given(TEXTS, TEXTS)
def test_two_texts_stay_two(one, other):
    """What is replaced can be no other text's own name, for a text that looks like a replacement is replaced too."""
    names = {text: taken(text, longest=30) for text in (one, other, taken(one, longest=30))}
    assert len(set(names.values())) == len(names)
