"""Further datasets for rules, as words say them."""

import pytest

from engine.errors import JobError
from engine.job.references import references_listed, references_said


def test_a_word_is_a_name_and_a_path():
    """The path may hold what it likes, an equals sign too."""
    assert references_said(["yesterday=/d/a=b.csv", "of_all=x"], flag="--reference") == (
        ("yesterday", "/d/a=b.csv"),
        ("of_all", "x"),
    )


@pytest.mark.parametrize("words", [["x"], ["=x"], ["a b=x"], ["1=x"], ["a="], ["Primary=x"], ["a=x", "A=y"]])
def test_what_is_no_name_of_its_own_is_refused(words):
    """SQL makes no difference between cases, and the run's own data have their name."""
    with pytest.raises(JobError, match="is expected to be NAME=PATH"):
        references_said(words, flag="--reference")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("a=/x", (("a", "/x"),)),
        ("a=/x, b=s3://bucket/y=1,", (("a", "/x"), ("b", "s3://bucket/y=1"))),
        ('{"a": "/x,y", "b": "/z"}', (("a", "/x,y"), ("b", "/z"))),
    ],
)
def test_a_setting_names_several(text, found):
    """With commas between, or as an object, where a path may have a comma."""
    assert references_listed(text, name="rules_references") == found


@pytest.mark.parametrize(
    "text", ["/x", "a=/x,y", '{"a": 1}', '{"a": "/x"', '{"primary": "/x"}', '{"": "/x"}', '["a=/x"]']
)
def test_a_setting_that_names_none_is_refused(text):
    """In the sentence that the command line has, with the name of the setting."""
    with pytest.raises(JobError, match=r"^rules_references '.*' is expected to be NAME=PATH"):
        references_listed(text, name="rules_references")
