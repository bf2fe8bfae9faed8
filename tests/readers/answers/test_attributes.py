"""Attributes of a model's answers among the columns."""

import pytest

from engine.readers.answers.attributes import Found, dotted, find_attribute

NAMES = ("label", "endpointOutput_0", "answer.label", "scores.0", "scores.1", "p.cat", "p.dog", "0x")


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("label", Found(("label",))),
        ("0", Found(("endpointOutput_0",))),
        ("answer.label", Found(("answer.label",))),
        ('"answer".label', Found(("answer.label",))),
        ("scores[1]", Found(("scores.1",))),
        ("scores", Found(("scores.0", "scores.1"), ("0", "1"))),
        ("p", Found(("p.cat", "p.dog"), ("cat", "dog"))),
        ("2", Found(("answer.label",))),
        ("99", Found()),
        ("lable", Found()),
        ("max(scores)", Found()),
        ("", Found()),
    ],
)
def test_an_attribute_is_a_name_a_path_or_a_position(word, found):
    """A name wins; what has only parts is all of them, each a class."""
    assert find_attribute(word, NAMES) == found


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.b[0].c", "a.b.0.c"),
        ('a."b c"', "a.b c"),
        ("a[*].b", None),
        ("a-b", None),
        ("a[0][1]", "a.0.1"),
        ("a b", None),
    ],
)
def test_plain_paths_have_a_column(path, name):
    """Any other expression has none."""
    assert dotted(path) == name
