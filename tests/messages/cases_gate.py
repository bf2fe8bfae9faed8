"""What may be wrong with what a pipeline is to be told."""

from messages.case import COMMAND_LINE, Case

_WORDS = ("baseline", "{folder}/data", "-o", "{folder}/out")
_CHECKS = (
    "missing_column_check, extra_column_check, data_type_check, completeness_check, categorical_values_check, "
    "non_negative_check, baseline_drift_check, custom_rule_check, anomaly_check, LessThanThreshold, GreaterThanThreshold"
)


def _said(code: str, wrong: str, says: str, *words: str, trouble: str = "") -> Case:
    return Case(code=code, wrong=wrong, says=says, words=(*_WORDS, *words), trouble=trouble, doors=(COMMAND_LINE,))


CASES = (
    _said(
        "fail-on-unknown-check",
        "A check to fail by is none",
        f"--fail-on: 'completeness' is no check; expected one or more of {_CHECKS}, with commas between",
        "--fail-on",
        "completeness",
    ),
    _said(
        "summary-without-path",
        "A summary is to go to the step's own file outside of GitHub Actions",
        "--summary names no path, and GITHUB_STEP_SUMMARY is not set, for this is no step of GitHub Actions; say "
        "--summary=PATH",
        "--summary",
        trouble="no github actions",
    ),
    _said(
        "gate-file-not-writable",
        "The file for JUnit's XML or the summary cannot be written",
        "--junit is <path>, which cannot be written (<reason of the system>); name a file in a folder that is there and can "
        "be written to",
        "--junit",
        "{folder}/absent/junit.xml",
    ),
    _said(
        "gate-file-is-an-address",
        "The file for JUnit's XML or the summary is an address",
        "--summary is s3://bucket/summary.md, which is an address; name a path of this machine",
        "--summary",
        "s3://bucket/summary.md",
    ),
    _said(
        "json-with-emf",
        "JSON and embedded metrics are both to be printed to standard output",
        "--json and --emf both print to standard output, where a program would find the one in the other; leave one out",
        "--json",
        "--emf",
    ),
)
