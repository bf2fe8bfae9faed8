"""The words that say what a pipeline is told, and what it fails by."""

from engine.cli.groups.parsers import Parser
from engine.gate.targets import HERE


def gate_words() -> Parser:
    """Return the arguments of a gate."""
    words = Parser(add_help=False)
    gate = words.group("in a pipeline")
    gate.add_argument(
        "--fail-on",
        action="append",
        default=[],
        metavar="CHECK[,CHECK]",
        help="end with 1 for violations of these checks alone, such as completeness_check,baseline_drift_check; the others are "
        "written and shown all the same",
    )
    gate.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object (verdict, counts, violations, paths) on standard output and nothing else, and the report "
        "on standard error",
    )
    gate.add_argument(
        "--junit", metavar="PATH", help="a file to write JUnit XML to: a test case for each check of each feature"
    )
    gate.add_argument(
        "--summary",
        nargs="?",
        const=HERE,
        metavar="PATH",
        help="a file to write a summary in Markdown to; without PATH, at the end of the line, that of the step of GitHub "
        "Actions (GITHUB_STEP_SUMMARY)",
    )
    return words
