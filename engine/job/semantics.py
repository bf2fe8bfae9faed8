"""The two settings of the analysis, and the one table of the matters in which they differ.

What the official container does was seen in published outputs; what it was meant to do stands in its documentation.
Every place of the engine that does one thing or the other asks `Semantics.corrects` and names the row of the table.
"""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Difference:
    """What a matter is, and in a sentence each what the settings make of it; docs/semantics.md prints the texts."""

    matter: str
    observed: str
    corrected: str


class Matter(Enum):
    """The rows of the table: where the official container was seen to do what is neither documented nor wanted."""

    REPEATED_NUMBERS = Difference(
        "Numerical drift where values repeat",
        "Of values that are equal only the last, heaviest item of the sketch counts, so a binary column never drifts: "
        "50 to 50 against 1 to 99 is a distance of 0.0.",
        "Every value counts: the distance is the largest difference of the two weighted distributions, here 0.49.",
    )
    SAMPLE_SIZES = Difference(
        "The sample sizes n and m by which `Robust` corrects a numerical distance",
        "The weights that are left when each distinct value counts once: 400 ones and 400 twos are 2.",
        "The numbers of values that are present, on each side: here 800.",
    )
    DRIFT_OF_OTHER_TYPES = Difference(
        "Drift of a feature whose inferred type is not the baseline's",
        "It is skipped, also where one is Integral and the other Fractional.",
        "Numbers are compared with numbers. A column without a number and one of numbers are not compared: that is for "
        "the data type check.",
    )
    INTEGERS_AS_FRACTIONS = Difference(
        "Integral values where Fractional is expected",
        "They violate.",
        "They match: an integer is a fractional number.",
    )
    WHOLE_FRACTIONS = Difference(
        "Fractional values that are whole numbers (`7.0`, as pandas writes integers once one is missing) where Integral "
        "is expected",
        "They violate.",
        "They match in the data type check; the documents still say Fractional.",
    )
    TEXTS_AMONG_NUMBERS = Difference(
        "A few texts in a column that the baseline has as numbers",
        "The column is String, and its drift is skipped.",
        "A sentence of the data type check says how many there are; the numbers among them are still compared with the "
        "baseline's, and that drift is reported too.",
    )
    JSON_BOOLEANS = Difference(
        "`true` of JSON or of a script, where the baseline knows `True` or `TRUE`, as CSV files have it",
        "They are other values: none of them is among the known ones.",
        "A boolean has no spelling of its own and takes the baseline's; a text stays as it is.",
    )
    NUMBERS_AS_TEXT = Difference(
        "Values that look like numbers where String is expected",
        'Each one counts against the match, so a column of "1" and "x" fails its own baseline.',
        "They match as long as the column is String; one that has become all numbers violates, with a match of 0.0%.",
    )
    NON_NEGATIVITY = Difference(
        "`is_non_negative`",
        "It is written, and never checked.",
        "It is checked: `non_negative_check`.",
    )
    NUMBER_OF_COLUMNS = Difference(
        "Another number of columns than the baseline has",
        "It is the only violation: nothing else is checked, and no other document is written.",
        "It is one violation for missing and one for extra columns, with the official text; the columns in common are "
        "checked, and all documents are written. Where columns have names, a sentence names at most 20 of them. Where "
        "one side of captured traffic is read alone, it is the other side's columns that are missing. Where nothing "
        "tells which columns are meant, the number is the only violation.",
    )
    NAMES_OF_COLUMNS = Difference(
        "Which column is which feature",
        "Columns go by their position: a renamed column is not noticed, and columns in another order are taken for each "
        "other.",
        "Data with names go by them, in whatever order they come: a renamed column is one missing and one extra. Where "
        "not one name is the same, the baseline is another dataset's, and the run fails. Data without names go by "
        "position.",
    )
    ORDER_OF_VIOLATIONS = Difference(
        "The order of the violations",
        "The numbers of columns, then all other checks, then drift, each in the dataset's order. (The official order "
        "differs from run to run and cannot be reproduced.)",
        "The numbers of columns, then feature by feature in the dataset's order; within a feature, check by check.",
    )
    CASE_OF_NAMES = Difference(
        "Names in a CSV header that differ only in case",
        "They count as repeated, and are named as Spark names those: `n`, `id`, `ID` become `n`, `id1`, `ID2`.",
        "They are kept: names are exact, in CSV, JSON and baselines alike.",
    )
    LINES_OF_PAYLOADS = Difference(
        "A captured CSV payload of several lines",
        "It is one row, for line breaks end no row: 72 lines of 59 fields are 4,178 columns.",
        "Each line is a row.",
    )
    ENCODINGS_OF_SIDES = Difference(
        "Input and output of a captured record in different encodings",
        "The run fails.",
        "Each side is read by its own.",
    )
    F0_5 = Difference(
        "`f0_5` in model quality",
        "A baseline has a threshold for it, and it is never reported.",
        "It is judged and reported as the other metrics are.",
    )
    BEST_CONSTANT = Difference(
        "The best constant classifier, with which model quality compares a model",
        "It gives the most frequent answer of the model.",
        "It gives the most frequent label of the ground truth.",
    )


class Semantics(Enum):
    """Which of the two readings a job follows."""

    CORRECTED = "corrected"
    OBSERVED = "observed"

    def corrects(self, matter: Matter) -> bool:
        """Whether *matter* is as documented and meant; otherwise as the official container was seen to have it."""
        return matter in _CORRECTED[self]


_CORRECTED = {Semantics.CORRECTED: frozenset(Matter), Semantics.OBSERVED: frozenset[Matter]()}
