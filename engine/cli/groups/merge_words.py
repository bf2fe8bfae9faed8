"""The words of a merge of captured traffic with ground truth."""

from engine.cli.groups.data_words import add_output
from engine.cli.groups.parsers import READ, Parser
from engine.readers.capture.format import FLAGS as CAPTURE_FLAGS

_OF_MERGES = ("start", "end", "last", "endpoint", "variant", "bad_records_share")
"""The flags of captured traffic that choose among its records, as a merge does."""


def merge_words() -> Parser:
    """Return the arguments of a merge."""
    words = Parser(add_help=False)
    group = words.group(READ)
    group.add_argument(
        "--capture",
        required=True,
        metavar="PATH",
        help="captured traffic: a file, or a folder of hours, here or at s3://",
    )
    group.add_argument(
        "--ground-truth", required=True, metavar="PATH", help="labels: a file, or a folder of hours, here or at s3://"
    )
    for flag in CAPTURE_FLAGS:
        if flag.name in _OF_MERGES:
            group.add_argument(flag.word, **flag.parameters)
    for name, edge in (("--start-time-offset", "start"), ("--end-time-offset", "end")):
        group.add_argument(
            name,
            metavar="SPAN",
            help=f"move the {edge} of the window back, as a schedule does: ISO 8601, as -P1D or -PT1H",
        )
    add_output(words, "the folder to write merged records to, here or at s3://")
    return words
