"""docs/commands.md is the help of the command line."""

from pages.commands import PAGE, page, same
from pages.words import commands


def test_the_page_is_made_from_the_help() -> None:
    """docs/commands.md is what the help gives; to write it anew: PYTHONPATH=tests python -m pages.commands."""
    assert same(PAGE.read_text()) == same(page())


def test_each_command_has_its_section() -> None:
    """Under its name, with its own example."""
    text = PAGE.read_text()
    for name in commands():
        assert f"\n## {name}\n" in text


def test_pythons_print_one_option_in_two_ways() -> None:
    """Which are the same here, as is a line that ends elsewhere; another word is another."""
    assert same("  -o OUT, --output OUT\n    the folder") == same("-o, --output OUT   the\nfolder")
    assert same("-o OUT") != same("-o IN")
