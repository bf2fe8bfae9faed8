"""docs/settings.md, from the parser and the tables: `PYTHONPATH=tests python -m pages.settings` writes it anew."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pages.tables import code, table
from pages.variables import CONTAINER, FORMAT_OPTIONS, PROCESS, Variable
from pages.words import Word, commands, words_of

from engine.job.variables import OUT_OF_SCOPE

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"

HEAD = """# All settings

<!-- Made from the parser and tests/pages/variables.py by `PYTHONPATH=tests python -m pages.settings`; a test compares the two. -->

What a run is told, wherever it is told: words of the [command line](#the-command-line), [variables](#the-container) of the
container, and what else [a process heeds](#the-process). [commands.md](commands.md) has the help of each command as it is printed;
[dataframes.md](dataframes.md) has the arguments of `engine.baseline` and `engine.monitor`.

## The command line

A word that means something else in another command has a row for each meaning. Its value stands behind a blank or `=`.
"""

CONTAINER_HEAD = """
## The container

`python -m engine` without a command takes settings by the names of the official container: from the environment of its process, from
the `Environment` of `/opt/ml/config/processingjobconfig.json`, and from flags of the same names (`--dataset-source`). The later one
wins, and an empty value takes back what an earlier one has set. Values of a few words are understood in any case of letters.
"""

FORMAT_HEAD = """
### dataset_format

A JSON object with one key, the format, whose value is an object of options: `{"csv": {"header": true}}`. Keys may be spelled as in
the SDK (`csv`, `header`) or in the API (`Csv`, `Header`). [formats.md](formats.md) says how each format is read.
"""

PROCESS_HEAD = """
## The process

Variables of the environment that every way of running heeds. Credentials for `s3://` and CloudWatch are found as AWS's own programs
find them (`AWS_ACCESS_KEY_ID`, `AWS_PROFILE`, the role of the job), which is not repeated here.
"""


def page() -> str:
    """Return the whole page."""
    lines = [HEAD, *_command_line(), CONTAINER_HEAD, *_variables(CONTAINER, "command line"), "", _out_of_scope()]
    return "\n".join((*lines, FORMAT_HEAD, *_formats(), PROCESS_HEAD, *_variables(PROCESS), ""))


def _command_line() -> Iterator[str]:
    used = _commands_by_word()
    for group in dict.fromkeys(word.group for word in used):
        yield f"### {group[:1].upper()}{group[1:]}\n"
        rows = ((w.shown, w.default, w.meaning, ", ".join(used[w])) for w in used if w.group == group)
        yield from table(("word", "default", "meaning", "commands"), rows)
        yield ""


def _commands_by_word() -> dict[Word, list[str]]:
    """Return the commands that have each word; a word that means something else in another command is another."""
    used: dict[Word, list[str]] = {}
    for name, command in commands().items():
        for word in words_of(command):
            used.setdefault(word, []).append(name)
    return used


def _variables(variables: Mapping[str, Variable], flag: str = "") -> Iterator[str]:
    flags = (flag,) if flag else ()
    yield from table(
        ("variable", "value", "default", "meaning", *flags),
        (
            (code(name), each.value, each.default, each.meaning, *((code(each.flag),) if flag else ()))
            for name, each in variables.items()
        ),
    )


def _out_of_scope() -> str:
    names = ", ".join(map(code, OUT_OF_SCOPE))
    return (
        f"Known and without effect, for they concern AutoML and image jobs (the log says where one is set):\n{names}."
    )


def _formats() -> Iterator[str]:
    rows = (
        (code(key), code(option), each.value, each.default, each.meaning)
        for key, options in FORMAT_OPTIONS.items()
        for option, each in (options or {"": Variable("", "", "no options")}).items()
    )
    yield from table(("format", "option", "value", "default", "meaning"), rows)


if __name__ == "__main__":
    PAGE.write_text(page())
