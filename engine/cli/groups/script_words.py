"""The words that name the user's scripts."""

from engine.cli.groups.parsers import Parser
from engine.scripts.named import SECONDS


def script_words() -> Parser:
    """Return the arguments that name the user's scripts."""
    words = Parser(add_help=False)
    scripts = words.group("scripts")
    scripts.add_argument(
        "--preprocess", metavar="SCRIPT", help="a file of Python whose preprocess_handler makes rows of records"
    )
    scripts.add_argument(
        "--postprocess",
        metavar="SCRIPT",
        help="a file of Python whose postprocess_handler is called when the documents are there",
    )
    scripts.add_argument(
        "--script-timeout",
        type=float,
        default=SECONDS,
        metavar="SECONDS",
        help="how long a script may take: for one record, and after the run",
    )
    return words
