"""What a row of the table of messages is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

CONTAINER, COMMAND_LINE, PYTHON, CLUSTER = "container", "command line", "Python", "spark-submit"
BOTH = (CONTAINER, COMMAND_LINE)
EXIT_CODES = {CONTAINER: 255, COMMAND_LINE: 2}

USAGE, DEFECT = "usage", "defect"
"""The codes of cases that are no error of the engine's own: argparse's words, and what nobody has foreseen."""

DOCUMENTS = ("statistics.json", "constraints.json", "constraint_violations.json")
UNTOUCHED = DOCUMENTS
"""What a case leaves of documents in the folder `out`: nothing, or those of a former run, which were all three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One bad input, and what is said of it.

    `code` is that of the error. `says` is the whole sentence; what
    stands in <angle brackets> changes from case to case. `leaves` are the documents in the folder `out` afterwards, and
    `traceback` tells whether the log has one, which is a script's. The rest brings it about: `files` by their paths in the
    test's folder, `settings` of the container besides the usual ones (None takes one away), `words` of the command line
    where they do not follow from the settings, and `trouble`, the name of something that is wrong with the machine, or,
    for the door PYTHON, of a call of the package's own functions.
    """

    code: str
    wrong: str
    says: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    settings: Mapping[str, str | None] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    words: tuple[str, ...] | None = None
    trouble: str = ""
    doors: tuple[str, ...] = BOTH
    leaves: tuple[str, ...] = ()
    traceback: bool = False

    @property
    def name(self) -> str:
        """The case in one word, for pytest."""
        return re.sub(r"\W+", "-", self.wrong.lower()).strip("-")

    @property
    def pattern(self) -> re.Pattern[str]:
        """What the sentence matches."""
        parts = re.split(r"(<[^<>]+>)", self.says)
        return re.compile("".join("(?:.+?)" if part.startswith("<") else re.escape(part) for part in parts if part))


BASELINE = {
    "baseline_constraints": "{folder}/baseline/constraints.json",
    "baseline_statistics": "{folder}/baseline/statistics.json",
}
"""The settings of a monitoring run; its documents lie in the folder anyway."""
