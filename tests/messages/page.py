"""docs/messages.md, from the table: `PYTHONPATH=tests python -m messages.page` writes it anew."""

from collections.abc import Iterator
from pathlib import Path

from messages.case import CLUSTER, USAGE, Case
from messages.cases import CASES, SECTIONS

PAGE = Path(__file__).parents[2] / "docs" / "messages.md"

HEAD = """# What the engine says when it cannot do its job

<!-- Made from the table in tests/messages by `PYTHONPATH=tests python -m messages.page`; a test compares the two. -->

Every fault of the input or the machine ends the run with one sentence: in the log (standard error), and in the
container also in the exit message, `/opt/ml/output/message`, which is cut at 1024 bytes. The exit code is then 255
for `python -m engine` and 2 for the command line (`model-monitor`); a baseline over data without records ends there
with 3, "no data". Words of the command line that are not understood are answered by its usage and the sentence below.

Each kind of fault has a code, such as `output-folder-not-writable`. It stands in brackets before the sentence in the log
of `python -m engine`, and not in the exit message: `... ERROR [output-folder-not-writable] The output folder ...`. A code
keeps its meaning while a sentence may come to be worded better, so watch logs for codes. `stopped` and `defect` are the
codes of a run that was told to stop and of a defect of the engine.

- What stands in `<angle brackets>` changes from case to case. No message holds a value of the data, and none a
  password: an address is shown as `s3://***@bucket`. Values of settings are shown. Names of columns are shown
  where the files have a schema (Parquet), and not those of a header, which may be data.
- A run that fails leaves no document: those of a former run are removed when the output folder is known, before
  anything is read, and the new ones appear together when everything is done, `constraint_violations.json` (of a
  baseline run without rules `constraints.json`) last. Settings that are not understood at all touch nothing. Where a postprocessing
  script fails, the analysis is done, and its documents stay.
- What a script of the user's printed before it failed, and its traceback, stand in the log above the sentence.
- `engine.baseline` and `engine.monitor`, called from Python, raise the same sentences as an `EngineError`, whose `code` is
  that of the fault; so does `engine.capture`, when a capture is made.
- A run that is stopped by SIGTERM or SIGINT says `The job was stopped by SIGTERM before the analysis was complete.`
  and ends with the same exit codes. A process that is killed says nothing; the next run removes what it has left
  unfinished.
- On one host a port cannot be taken: Spark's driver, its blocks and the connection to Python each get a free port of
  the loopback device from the system, and the web page of Spark is off. Any number of runs go side by side. Only a
  port that somebody has set in Spark's own file of settings can be taken, see below.
- Metrics that cannot be delivered fail no run: the log says `[metrics-not-written]` or `[metrics-not-sent]`, and why
  ([metrics.md](metrics.md)).
- [`model-monitor doctor`](doctor.md) before the words of a run says most of them without a run, all that apply and not only
  the first.
- Anything else is a defect of the engine: the message says so, and the log has the traceback.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join((HEAD, *(line for title, cases in SECTIONS.items() for line in _section(title, cases))))


def _section(title: str, cases: tuple[Case, ...]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| code | what is wrong | what the engine says |"
    yield "|---|---|---|"
    for case in cases:
        alone = len(case.doors) == 1 and case.doors != (CLUSTER,)
        only = f" ({case.doors[0]})" if alone else ""
        yield f"| {_name(case)} | {_cell(case.wrong)}{only} | {_code(case.says)} |"
    yield ""


def _name(case: Case) -> str:
    """Return the code of *case*, in the first of its rows with an anchor: messages.md#the-code leads there."""
    if case.code in ("", USAGE):
        return ""
    first = next(each for each in CASES if each.code == case.code)
    return f'<a id="{case.code}"></a>`{case.code}`' if case is first else f"`{case.code}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _code(text: str) -> str:
    ticks = "``" if "`" in text else "`"
    space = " " if "`" in text else ""
    return f"{ticks}{space}{text}{space}{ticks}".replace("|", "\\|")


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page())
