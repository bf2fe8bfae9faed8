"""Calls of Deequ's checks in Scala, in PyDeequ and in DQDL."""

import pytest

from engine.deequ.code import parsed

BOUND = '.hasCompleteness("c", _ >= 0.78, Some("It should be above 0.78!"))'
VALUES = '.isContainedIn("c", Array("a", "it\'s"))'
SHARE = '.isContainedIn("c", Array("a"), _ >= 0.9, Some("It should be above 0.9!"))'


@pytest.mark.parametrize(
    ("scala", "python", "dqdl"),
    [
        ('.isComplete("c")', '.isComplete("c")', 'IsComplete "c"'),
        ('.isUnique("c")', '.isUnique("c")', 'IsUnique "c"'),
        ('.isNonNegative("c")', '.isNonNegative("c")', 'ColumnValues "c" >= 0'),
        (
            BOUND,
            '.hasCompleteness("c", lambda value: value >= 0.78, "It should be above 0.78!")',
            'Completeness "c" >= 0.78',
        ),
        (SHARE, '.isContainedIn("c", ["a"], lambda value: value >= 0.9, "It should be above 0.9!")', None),
        (VALUES, '.isContainedIn("c", ["a", "it\'s"])', None),
        ('.isContainedIn("c", Array("a", "b"))', '.isContainedIn("c", ["a", "b"])', 'ColumnValues "c" in ["a", "b"]'),
        *(
            (
                f'.hasDataType("c", ConstrainableDataTypes.{kind})',
                f'.hasDataType("c", ConstrainableDataTypes.{kind})',
                f'ColumnDataType "c" = "{named}"',
            )
            for kind, named in (("Integral", "LONG"), ("Fractional", "DOUBLE"), ("Boolean", "BOOLEAN"))
        ),
    ],
)
def test_each_call_of_deequs_rules_is_known(scala, python, dqdl):
    """DQDL as Deequ reads it knows no share of values that are in a list, and no apostrophe in one."""
    assert (parsed(scala).pydeequ("c"), parsed(scala).dqdl("c", complete=True)) == (python, dqdl)


@pytest.mark.parametrize(
    ("name", "python", "dqdl"),
    [
        ("a b", '.isComplete("a b")', 'IsComplete "a b"'),
        ("a.b", '.isComplete("`a.b`")', 'IsComplete "`a.b`"'),
        ("Null", '.isComplete("`Null`")', 'IsComplete "`Null`"'),
        ("it's", '.isComplete("it\'s")', 'IsComplete "it\'s"'),
        ("é😀", '.isComplete("é😀")', 'IsComplete "é😀"'),
        ('"', '.isComplete("\\"")', None),
        ("\\", '.isComplete("\\\\")', None),
        ("\n", '.isComplete("\\n")', 'IsComplete "\n"'),
        ("2024-01-01", '.isComplete("2024-01-01")', None),
        ("9:30 PM", '.isComplete("9:30 PM")', None),
        ("`", None, None),
        ("", None, None),
    ],
)
def test_a_name_is_written_so_that_it_is_understood_or_not_at_all(name, python, dqdl):
    """Whatever stands in it; what Deequ puts into SQL it quotes itself."""
    call = parsed('.isComplete("column_0_")')
    assert (call.pydeequ(name), call.dqdl(name, complete=True)) == (python, dqdl)
    listed = parsed('.isContainedIn("column_0_", Array("x"))').pydeequ(name)
    assert listed == (
        None if python is None else python.replace("isComplete", "isContainedIn").replace("`", "")[:-1] + ', ["x"])'
    )


def test_values_that_are_missing_are_left_out_of_a_dqdl_rule():
    """It would count them as wrong, which Deequ's check does not."""
    assert parsed('.isContainedIn("c", Array("x"))').dqdl("a.b", complete=False) == (
        'ColumnValues "`a.b`" in ["x"] where "`a.b` is not null"'
    )
    assert parsed('.isComplete("c")').dqdl("a", complete=False) == 'IsComplete "a"'


@pytest.mark.parametrize(
    ("scala", "values", "python", "dqdl"),
    [
        (r'"a, \"b\")"', ('a, "b")',), r'["a, \"b\")"]', r'["a, \"b\")"]'),
        (
            r'"_ >= 1, Some(", "Array("',
            ("_ >= 1, Some(", "Array("),
            '["_ >= 1, Some(", "Array("]',
            '["_ >= 1, Some(", "Array("]',
        ),
        (r'"\u00E9\uD83D\uDE00"', ("é😀",), '["é😀"]', '["é😀"]'),
        (r'"\n\t"', ("\n\t",), r'["\n\t"]', '["\n\t"]'),
        (r'"\\"', ("\\",), None, None),
        (r'"x", "12:30"', ("x", "12:30"), '["x", "12:30"]', None),
        (r'""', ("",), '[""]', '[""]'),
    ],
)
def test_values_are_taken_as_they_are(scala, values, python, dqdl):
    """Nothing in them is taken for code; Deequ finds no value with a backslash again."""
    call = parsed(f'.isContainedIn("c", Array({scala}))')
    assert call.values == values
    assert call.pydeequ("c") == (None if python is None else f'.isContainedIn("c", {python})')
    assert call.dqdl("c", complete=True) == (None if dqdl is None else f'ColumnValues "c" in {dqdl}')


def test_a_call_that_no_rule_writes_is_a_defect():
    """It is not guessed at."""
    with pytest.raises(RuntimeError, match="a check of an unknown kind"):
        parsed('.hasMin("c", _ == 0.0)')
