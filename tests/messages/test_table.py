"""The table of messages is whole, and the page made from it is up to date."""

import re
from collections import Counter

from messages.cases import CASES
from messages.page import PAGE, page
from messages.sites import sites

ELSEWHERE = {"argparse", "sagemaker/message.py:defect"}
"""Where sentences come from that are no error of the engine's own."""


def test_every_error_has_a_case():
    """A new message without an input that brings it about fails here: each function has as many cases as errors."""
    cases = Counter(at for at, _ in {(case.at, case.says) for case in CASES})
    errors = Counter(site.at for site in sites())

    assert {at: count for at, count in errors.items() if cases[at] < count} == {}
    assert set(cases) - set(errors) == ELSEWHERE


def test_every_sentence_is_the_one_in_the_source():
    """The fixed parts of an error's text stand, in their order, in the sentence of a case of its function."""
    for site in sites():
        parts = re.compile(".*".join(map(re.escape, site.parts)))
        assert any(parts.search(case.says) for case in CASES if case.at == site.at), f"{site.at}, line {site.line}"


def test_every_case_has_a_name_of_its_own():
    """Two rows that say the same thing is wrong would be one."""
    assert [name for name, times in Counter(case.name for case in CASES).items() if times > 1] == []


def test_the_page_is_made_from_the_table():
    """docs/messages.md is what the table gives; to write it anew: PYTHONPATH=tests python -m messages.page."""
    assert PAGE.read_text() == page()
