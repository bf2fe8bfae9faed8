"""docs/schedules.md on the templates is true: its commands name parameters and files that are there."""

import re
import runpy
import shlex

import pytest
from infra.resolving import INFRA, template

PAGE = (INFRA.parent / "docs/schedules.md").read_text()
DEPLOYMENTS = [
    shlex.split(each.replace("\\\n", ""))
    for each in re.findall(r"```sh\n(aws cloudformation deploy .*?)```", PAGE, flags=re.DOTALL)
]


@pytest.mark.parametrize("words", DEPLOYMENTS, ids=lambda words: words[words.index("--stack-name") + 1])
def test_a_deployment_gives_what_its_template_needs(words):
    """Every parameter without a default, and none that is not there."""
    declared = template(words[words.index("--template-file") + 1].removeprefix("infra/"))["Parameters"]
    given = {word.partition("=")[0] for word in words[words.index("--parameter-overrides") + 1 :]}
    assert {name for name, each in declared.items() if "Default" not in each} <= given <= set(declared)


SCRIPTS = [
    shlex.split(each.replace("\\\n", "")) for each in re.findall(r"```sh\n(\.venv.*?)```", PAGE, flags=re.DOTALL)
]


@pytest.mark.parametrize("words", SCRIPTS, ids=lambda words: words[1])
def test_a_script_takes_what_the_page_gives_it(words, capsys):
    """Every option that the page names is one of its own."""
    with pytest.raises(SystemExit):
        runpy.run_path(str(INFRA.parent / words[1]))["main"](["--help"])
    helped = capsys.readouterr().out
    assert all(word in helped for word in words[2:] if word.startswith("--"))


def test_every_parameter_that_the_page_explains_is_there():
    """By its name, with the default that the page says."""
    declared = template("schedule.yaml")["Parameters"]
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| ", PAGE[PAGE.index("| parameter of") :], flags=re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"\w+", row)}
    assert named <= set(declared)
    assert (declared["ScheduleExpression"]["Default"], declared["WindowMinutes"]["Default"]) == (
        "cron(20 * * * ? *)",
        60,
    )
