"""The words of a merge of captured traffic with ground truth."""

from engine.cli.groups.parsers import Parser
from engine.readers.capture.format import FLAGS as CAPTURE_FLAGS

_OF_MERGES = ("start", "end", "last", "endpoint", "variant", "bad_records_share")
"""The flags of captured traffic that choose among its records, as a merge does."""


def merge_words() -> Parser:
    """Return the arguments of a merge."""
    words = Parser(add_help=False)
    words.add_argument(
        "--capture",
        required=True,
        metavar="PATH",
        help="captured traffic: a file, or a folder of hours, here or at s3://",
    )
    words.add_argument(
        "--ground-truth", required=True, metavar="PATH", help="labels: a file, or a folder of hours, here or at s3://"
    )
    words.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="the folder to write merged records to, here or at s3://"
    )
    for flag in CAPTURE_FLAGS:
        if flag.name in _OF_MERGES:
            words.add_argument(flag.word, **flag.parameters)
    for name, edge in (("--start-time-offset", "start"), ("--end-time-offset", "end")):
        words.add_argument(
            name,
            metavar="SPAN",
            help=f"move the {edge} of the window back, as a schedule does: ISO 8601, as -P1D or -PT1H",
        )
    return words
