"""The word that asks for a page to look at."""

from engine.cli.groups.parsers import WRITTEN, Parser


def page_words() -> Parser:
    """Return the argument that asks for a page to look at."""
    words = Parser(add_help=False)
    words.group(WRITTEN).add_argument(
        "--report",
        action="store_true",
        help="write report.html beside the documents too: what was found, in pictures, in one file for any browser",
    )
    return words
