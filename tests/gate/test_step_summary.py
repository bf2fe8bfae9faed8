"""The summary in Markdown, as a reader of Markdown takes it."""

from html.parser import HTMLParser

from gate.hostile import HOSTILE
from markdown_it import MarkdownIt

from engine.ending import Fault
from engine.gate.result import Judged, Result, State, Verdict, failed
from engine.gate.step_summary import markdown


class _Shown(HTMLParser):
    """Gathers the tags that a page has, and its text."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs).keys()))

    def handle_data(self, data):
        self.text += data


def _shown(result):
    page = _Shown()
    page.feed(MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown(result, command="monitor")))
    return page


def _broken(number, text=HOSTILE, state=State.BROKEN):
    return tuple(Judged(text, "completeness_check", state, text) for _ in range(number))


def test_a_name_or_a_sentence_is_text_whatever_is_in_it():
    """A row of three cells, and no other tag, link or control character, though Markdown lets HTML through."""
    page = _shown(Result(Verdict.VIOLATIONS, 1, 1, _broken(1)))

    assert [tag for tag, _ in page.tags if tag not in ("h3", "p", "table", "thead", "tbody", "th")] == [
        *("tr", "tr", "td", "code", "td"),
        *("tr", "tr", "td", "code", "td", "code", "td", "code"),
    ]
    assert "<script>alert(1)</script>" in page.text
    assert "\\x1b[2J" in page.text
    assert page.text.replace("\n", "").replace("\u2060", "").isprintable()


def test_no_line_of_it_is_a_command_or_an_address():
    """Not for the log of a step either, should somebody print the file there."""
    text = markdown(Result(Verdict.VIOLATIONS, 1, 1, _broken(1)), command="monitor")

    assert not any(mark in text for mark in ("::", "##[", "://", "www.evil", "@octocat", "evil.example"))


def test_a_summary_has_an_end():
    """Of many violations with long texts some are shown; GitHub takes a mebibyte."""
    text = markdown(Result(Verdict.VIOLATIONS, 1, 1, _broken(10_000, "\x1b" * 100_000)), command="monitor")

    assert len(text.encode()) < 1 << 20
    assert "and 9,900 more in constraint_violations.json" in text


def test_the_title_says_how_the_run_has_ended():
    """In a word for each verdict; violations that do not count are told."""
    tolerated = Result(Verdict.FINE, 1, 1, _broken(2, "x", State.TOLERATED))
    titles = [
        markdown(result, command="monitor").splitlines()[0].removeprefix("### model-monitor monitor: ")
        for result in (
            Result(Verdict.FINE, 1),
            Result(Verdict.VIOLATIONS, 1, 1, _broken(1)),
            Result(Verdict.NO_DATA),
            failed(Fault("x", "y")),
            tolerated,
        )
    ]
    assert titles == [
        "no violations",
        "1 violation",
        "no data",
        "the run has failed",
        "fine, for none of 2 violations is among the checks of --fail-on",
    ]
