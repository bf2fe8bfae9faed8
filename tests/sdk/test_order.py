"""docs/sagemaker.md makes the calls of Amazon's own page, in its order, but for those that are listed."""

import ast
import re
from textwrap import dedent

import pytest
from sdk.page import DOCS, PAGE, TABLE, cells

FORCED = {
    "v2": {"delete_endpoint": "delete_model", "delete_model": "delete_endpoint"},
    "v3": {
        "deploy": "create",
        "predict": "invoke",
        "delete_endpoint": "delete",
        "delete_model": "delete",
    },
}
"""The calls that an SDK of today wants otherwise, by their names; all stand in the page's table."""

OTHER_WORDS = {"v2": set(), "v3": {"DataCaptureConfig", "deploy", "predict"}}
"""Calls that take other arguments there."""


@pytest.fixture
def amazons(golden):
    """Give the calls of Amazon's page; without the file the test is skipped."""
    path = golden.parent / "docs" / "model_monitor_page.txt"
    if not path.is_file():
        pytest.skip(f"{path} is not there: Amazon's page is not at hand")
    blocks = re.findall(r"\.\. code:: python\n\n((?:    .*\n|\n)+)", path.read_text())
    return [call for block in blocks for call in calls_of(dedent(block))]


def calls_of(source):
    """Return name and keywords of each call in *source*, in the order in which they are made."""
    tree = ast.parse(source)
    found = sorted(
        (node for node in ast.walk(tree) if isinstance(node, ast.Call)),
        key=lambda node: (node.end_lineno, node.end_col_offset),
    )
    return [(ast.unparse(node.func).rpartition(".")[2], {word.arg for word in node.keywords}) for node in found]


@pytest.mark.parametrize("sdk", ["v2", "v3"])
def test_the_calls_are_amazons_in_their_order(amazons, sdk):
    """Each of Amazon's is made, with all of its arguments, after the one before it; ours come in between."""
    ours = iter(call for cell in cells(sdk) for call in calls_of(cell))
    for name, words in amazons:
        wanted = FORCED[sdk].get(name, name)
        assert any(wanted == called and (name in OTHER_WORDS[sdk] or words <= given) for called, given in ours), (
            f"{name}({', '.join(sorted(words))}) is not called in its place"
        )


def test_amazons_page_is_read(amazons):
    """Its calls, from the first to the last."""
    names = [name for name, _ in amazons]

    assert names[:2] == ["DataCaptureConfig", "deploy"]
    assert names[-2:] == ["delete_endpoint", "delete_model"]
    assert {"suggest_baseline", "json_normalize", "create_monitoring_schedule", "list_executions"} <= set(names)


@pytest.mark.parametrize("sdk", ["v2", "v3"])
def test_what_is_forced_stands_in_the_table(sdk):
    """Under the name that Amazon's page has."""
    table = PAGE[PAGE.index(TABLE) :]
    for name in (*FORCED[sdk], *OTHER_WORDS[sdk]):
        assert f"{name}(" in table, name


def test_links_of_the_page_lead_somewhere():
    """Every relative link names a file of the repository."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", PAGE):
        assert (DOCS / target).exists(), target
