"""Documents of DQDL: what stands in them, and where what is wrong stands."""

import pytest

from engine.deequ.dqdl.language import parse
from engine.documents.rule_texts import RuleText
from engine.errors import DocumentError


def rules(spark, text, lines_before=0):
    """Return the rules of a document called r.dqdl."""
    return parse(spark, [RuleText("r.dqdl", text, lines_before)])


def test_rules_are_as_written_and_have_a_place(spark):
    """Over several lines and in several words, with comments between; a place counts characters, not bytes."""
    found = rules(
        spark, 'Rules = [\n  IsComplete "é😀", IsUnique "b",\n  (RowCount > 0) and # all\n  (IsUnique "c")\n] # end'
    )
    assert [(rule.text, rule.place) for rule in found] == [
        ('IsComplete "é😀"', "r.dqdl: line 2, column 3"),
        ('IsUnique "b"', "r.dqdl: line 2, column 20"),
        ('(RowCount > 0) and # all\n  (IsUnique "c")', "r.dqdl: line 3, column 3"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(spark, end):
    """The language itself takes a carriage return for a mistake."""
    found = rules(spark, end.join(["Rules = [", '  IsComplete "a",', '  IsComplete "b"', "]"]))
    assert [rule.place for rule in found] == ["r.dqdl: line 2, column 3", "r.dqdl: line 3, column 3"]


def test_a_rule_may_use_what_is_named_before_the_rules(spark):
    """Lists of values with a name are a part of the language."""
    (found,) = rules(spark, 'known = ["x", "y"]\nRules = [ ColumnValues "c" in $known ]')
    assert [operand.getOperand() for operand in found.parsed.getCondition().getOperands()] == ["x", "y"]


def test_the_rules_of_several_texts_come_one_after_the_other(spark):
    """A file's, and each of the constraints' own, whose first line nobody has written."""
    texts = (RuleText("a", "Rules = [ RowCount > 0 ]"), RuleText("b[0]", "Rules = [\nRowCount > 1\n]", 1))
    assert [rule.place for rule in parse(spark, texts)] == ["a: line 1, column 11", "b[0]: line 1, column 1"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            'Rules = [\n  IsComplete "a" >> 3\n]',
            "r.dqdl: line 2, column 19: expected rules in DQDL, found what is none at '> 3'",
        ),
        ('Rules = [ IsComplete "a"', "r.dqdl: line 2, column 1: expected rules in DQDL, found what is none at the end"),
        ("", "r.dqdl: line 2, column 1: expected rules in DQDL, found what is none at the end of the line"),
        ("Rules = []", "r.dqdl: expected rules, found none; write them as Rules = [ ... ]"),
        ('Rules = [ RowCount > 0,\n  IsComplte "a" ]', "r.dqdl: line 2, column 3: expected a rule of DQDL, found one"),
        (
            'Rules = [ Completeness "a" ]',
            "line 1, column 11: expected a rule of DQDL, found one that the language does not",
        ),
        ("Analyzers = [ RowCount ]", "r.dqdl: expected rules alone, found the section Analyzers"),
        (
            "Rules = [ RowCount > 0 ] Analyzers = [ RowCount ]",
            "r.dqdl: expected rules alone, found the section Analyzers",
        ),
    ],
)
def test_what_is_no_rule_is_refused_with_its_place(spark, text, sentence):
    """File, line and column as an editor counts them; a section that judges nothing is named."""
    with pytest.raises(DocumentError) as raised:
        rules(spark, text)
    assert sentence in str(raised.value)


def test_no_rules_load_nothing(spark):
    """A run without rules does not touch the language."""
    assert parse(spark, []) == ()


def test_the_parser_is_silent_and_sql_still_parses(spark, capfd):
    """It was made with an older ANTLR than Spark's, and would say so on standard error; Spark's own parser goes on."""
    rules(spark, "Rules = [ RowCount > 0 ]")
    assert spark.sql("select count(*) as n from range(3) where id > 0").first().n == 2
    assert capfd.readouterr() == ("", "")
