"""The table of messages is whole, and the page made from it is up to date."""

import re
from collections import Counter, defaultdict

from messages.case import DEFECT, USAGE
from messages.cases import CASES
from messages.page import PAGE, page
from messages.sites import sites

SITES = tuple(sites())


def test_every_error_has_a_code():
    """A code is a word or more of small letters and digits, with a hyphen between."""
    odd = [site for site in SITES if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", site.code)]
    assert [f"{site.file}, line {site.line}" for site in odd] == []


def test_every_code_has_a_case_and_every_case_a_code_that_is_there():
    """A new message without an input that brings it about fails here."""
    given = {case.code for case in CASES} - {USAGE, DEFECT}
    assert sorted(given) == sorted({site.code for site in SITES})


def test_a_code_means_one_thing():
    """Two places of one code say the same sentence."""
    said = defaultdict(set)
    for site in SITES:
        said[site.code].add(site.parts)
    assert [code for code, sentences in said.items() if len(sentences) > 1] == []


def test_every_sentence_is_the_one_in_the_source():
    """The fixed parts of an error's text stand, in their order, in the sentence of a case of its code."""
    for site in SITES:
        sentences = [case.says for case in CASES if case.code == site.code]
        assert any(map(site.said_by, sentences)), f"{site.file}, line {site.line}"


def test_every_case_has_a_name_of_its_own():
    """Two rows that say the same thing is wrong would be one."""
    assert [name for name, times in Counter(case.name for case in CASES).items() if times > 1] == []


def test_the_page_is_made_from_the_table():
    """docs/messages.md is what the table gives; to write it anew: PYTHONPATH=tests python -m messages.page."""
    assert PAGE.read_text() == page()
