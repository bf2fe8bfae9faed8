"""docs/semantics.md, from the table: `PYTHONPATH=tests python -m job.page` writes it anew."""

from collections.abc import Iterator
from pathlib import Path

from engine.job.semantics import Matter

PAGE = Path(__file__).parents[2] / "docs" / "semantics.md"

HEAD = """# How data are judged: `corrected` and `observed`

<!-- Made from the table in engine/job/semantics.py by `PYTHONPATH=tests python -m job.page`; a test compares the two. -->

The official container was seen to judge some things otherwise than its documentation says, or than a user would want.
One setting decides about all of them:

- `corrected`, the default: as documented and meant.
- `observed`: as the official container was seen to do it, for a migration without surprises.

It is `--semantics observed` on the command line; in the container it is that flag or the variable `semantics`.

Of CSV data `statistics.json` and `constraints.json` are the official container's, bit for bit, under either setting;
[how far](../README.md#how-it-relates-to-the-official-container) stands in the README.
The texts of violations are the official ones where there are any; `corrected` may add a sentence behind them. Under
`corrected`, the constraints that a baseline run suggests hold on the very data that they were made from, whatever these
are.

## Where the two differ
"""

SETTLED = """## What is the same under both

What is not in the table is as the official container has it, as far as that is known. Where it is not, this was settled:

### The documents

- An inferred type is Fractional, Integral, String or Unknown. A column of `true` and `false` is a String column with
  these two values as its domain.
- A column without a value is Unknown: its completeness and number of distinct values are 0.0, and its type is never
  checked, whatever comes later.
- A missing value of a text column is no value: it is in no category and not in the domain, and it does not count in the
  shares of matching types and known values.
- The minimum, the maximum and the sketch of an Integral column are doubles, as in official documents, also beyond 2^53.
- A number beyond the range of doubles (`1e999`) is Fractional and infinite. Infinite and undefined results are written
  as `"Infinity"`, `"-Infinity"` and `"NaN"`, and read back.
- Official documents of files above 32 MiB came from partitions that finished in any order, and nobody can reproduce
  them. Ours come from splits at fixed places, and are the same on any number of cores.

### CSV

- A quote inside of a quoted field is doubled (RFC 4180); a backslash is data, unless `quote_escape_character` says
  otherwise.
- A quote that never closes is data: the record that it opens in ends with its line, all other rows are read, and the log
  names file and line. So it is in a captured payload.
- The command line expects a header, and has `--no-header`. In the container a missing `header` means false.
- Files with headers of the same names are aligned by name; other names are an error that names both files.
- Repeated and empty names are named as Spark's CSV reader names them (`a`, `a` and an empty one become `a0`, `a1` and
  `_c2`), and the log says so.
- An empty field is missing, quoted or not, as Spark reads it; so are texts that `missing_values` names
  (`--missing-values nan,None,NULL`), of which there is none by default.
- One blank before the digits is allowed, as in Deequ's patterns: ` 5` is the number 5. `- 5` is Integral and present,
  but as in Spark's cast it adds no number.

### JSON

- Columns stand in the order in which they first appear, file by file. A key that comes late is missing in every row before,
  and one that an object does not have in its row. Of equal keys in an object the last one counts.
- Nested objects have names with dots (`customer.age`), and a list of plain values one column for each place (`a.0`, `a.1`).
  A list that holds an object or a list is one value, its JSON text without blanks.
- A number is judged by its text in the file: `1.0` is Fractional, and digits are never lost.
- What a file is it shows itself, whatever `lines` says: an object a line; one list of objects; or objects over several lines
  each. Of the last two a file is read from its begin to its end in one piece.
- A line, or an element of a list, that is no object or not JSON is left out and counted: of 100 or more at most
  `bad_records_share` may be so. Where a list is broken between its elements, or ends too early, the run fails.
- Values, names that meet, and a file's unfinished last line are as in captured traffic, below.

### Captured traffic

- The output's columns come first, then the input's, each in the order in which they were captured; with
  `output_columns_position` END the input's come first.
- A baseline's names go by position to the columns of CSV payloads and of JSON rows that are lists. JSON objects go by
  their own names, and a script's dict by its keys in sorted order; keys that are all numbers are positions.
- Nested values have names with dots. Where a key with dots has the same name, it keeps that, and the nested one gets one
  with slashes (`b.c` and `b/c`); the log says so.
- `null`, `NaN` and an empty text of a JSON body are missing; `Infinity` and `-Infinity` are numbers, as `1e999` is.
- A window includes its start and not its end. A record without `inferenceTime` belongs to the hour of its folder.
- Records that follow one another without a line end are read one by one.
- A file's unfinished last record is not there yet: it is neither a record nor damage. Of 100 files or more, at most
  `bad_records_share` may end so. A last line that is whole JSON is read, though no line end follows.

### The checks

- The type is not checked where no value is present.
- Excluded features are in no document, and count neither among the data's columns nor among the baseline's. A name to
  exclude that is no column is warned of.
- Where columns have their names by position, an excluded name counts as a position of the baseline. Where one side of
  captured traffic is read alone, what is excluded comes off the baseline first, and what is left is named by position;
  only then are missing and extra columns counted.
- `Simple` is the distance L as it is; `Robust` is max(0, L - 1.8 * sqrt((n + m) / (n * m))), the two-sample
  Kolmogorov-Smirnov bound at alpha = 0.003 (Knuth, TAOCP 2, 3.3.1).
- With `LInfinity`, L is of categories the largest difference of a value's shares, over the values of both sides.
- With `ChiSquared` and `Robust` the p-value violates below the threshold, and the text says `Baseline drift p-value: ...
  falls below threshold: ...`. With `Simple` the statistic violates above it, and the text is the official one.

### The baseline

- Constraints alone: every check but drift. Statistics alone: drift, with the default thresholds. The log says so.
- Documents of every generation are read: without completeness, without sketches (then the drift of numbers is not
  checked, and the log names the features), with `"NaN"` as text. Unknown keys are kept and have no effect, and the log
  names them.
- A feature may have settings of its own, as `monitoring_config_overrides` or `monitoringConfigOverrides`, beside its name
  or in `num_constraints` or `string_constraints`. They go before the `monitoring_config` of the document, setting by
  setting. Where several of a feature's own say different things, those in `string_constraints` win, then those in
  `num_constraints`, then those beside the name; in one place `monitoringConfigOverrides` wins. A drift method that the
  job names goes before all of them.

### The run

- A baseline without a row is an error.
- A monitoring run without records completes, with a window or without one: its message says that no records were found,
  it has no violation, and the command line ends with 3. A folder that is not there is an error.
- A `postprocess_handler` that fails leaves the documents, for the analysis is done; the run fails with a message that
  names the script.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join((HEAD, *_table(), "", SETTLED))


def _table() -> Iterator[str]:
    yield "| matter | `observed` | `corrected` |"
    yield "|---|---|---|"
    for each in Matter:
        yield f"| {each.value.matter} | {each.value.observed} | {each.value.corrected} |"


if __name__ == "__main__":
    PAGE.write_text(page())
