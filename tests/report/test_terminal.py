"""The report at a terminal: 80 columns, colour only where asked for, and no command to the terminal from the data."""

from profiles import state_of

from engine.analysis.data_quality.describe import describe
from engine.analysis.evidence import Evidence, Measure, Relation
from engine.documents.suggestions import Suggestion
from engine.documents.violations import Violation
from engine.outcome import Outcome
from engine.report.terminal import lines


def _report(columns, violations=None, colour="none"):
    state = state_of(columns)
    return list(lines(Outcome(state.records, describe(state), None, violations), colour=colour))


def test_a_feature_is_a_line():
    """Name, type, completeness, distinct values, and the mean of numbers or the top value of texts."""
    report = _report({"age": ["30", "40", None, "50"], "job": ["cook", "cook", "nurse", "cook"]})

    assert report[0] == "4 records, 2 features"
    assert report[3].split() == ["age", "Integral", "75.0%", "3", "40"]
    assert report[4].split() == ["job", "String", "100.0%", "2", "cook", "75%"]


def _suggestion(feature, rule, description):
    return Suggestion(feature, rule, "", "", description, None, None)


def test_the_most_telling_suggestions_are_shown():
    """Of each feature one, the rules that say most first, and at most five."""
    every = [
        _suggestion("id", "CompleteIfCompleteRule", "'id' is not null"),
        _suggestion("id", "UniqueIfApproximatelyUniqueRule", "'id' is unique"),
        _suggestion("job", "RetainCompletenessRule", "'job' has less than 25% missing values"),
        _suggestion("job", "CategoricalRangeRule", "'job' has value range 'cook', \x1b[31m'nurse'" + ", 'x'" * 30),
        *(_suggestion(f"n{n}", "RetainTypeRule", f"'n{n}' has type Integral") for n in range(9)),
    ]
    report = list(lines(Outcome(1, None, None, None, suggestions=tuple(every)), colour="none"))

    assert report[:3] == ["", "13 suggestions in suggestions.json, such as", "  'id' is unique"]
    assert report[3].startswith("  'job' has value range 'cook', �[31m'nurse', 'x'")
    assert len(report[3]) <= 80
    assert report[4:] == [f"  'n{n}' has type Integral" for n in range(3)]


def test_a_baseline_without_suggestions_says_nothing_of_them():
    """Neither where the rules were not asked, nor where they have none."""
    for suggestions in (None, ()):
        assert list(lines(Outcome(1, None, None, None, suggestions=suggestions), colour="none")) == []


def test_no_line_is_longer_than_eighty_columns():
    """Long names, wide characters and long descriptions are shortened or wrapped."""
    violation = Violation("n" * 200, "completeness_check", "word " * 60)

    report = _report({"n" * 200: ["1"], "漢字" * 30: ["値" * 50]}, (violation,))

    assert all(len(line) <= 80 for line in report[:-15])
    assert max(len(line) for line in report if not line.startswith("n")) <= 80


class Counted(str):
    """A text that counts the characters that are taken of it."""

    taken = 0

    def __getitem__(self, key):
        part = str.__getitem__(self, key)
        Counted.taken += len(part)
        return part

    def __iter__(self):
        Counted.taken += len(self)
        return str.__iter__(self)


def test_of_a_long_name_only_its_beginning_is_looked_at():
    """A name of a million characters costs what one of a hundred does, and is shown as such."""
    outcome = Outcome(1, describe(state_of({Counted("n" * 1_000_000): ["x"]})), None, None)
    Counted.taken = 0

    row = list(lines(outcome, colour="none"))[3]

    assert row.startswith("n" * 21 + "… String")
    assert Counted.taken < 1_000


def test_marks_without_a_place_of_their_own_do_not_fill_the_screen():
    """A letter with ten thousand accents takes one place, and not ten thousand characters."""
    assert len(_report({"a" + "\u0301" * 10_000: ["1"]})[3]) < 200


def test_a_word_without_end_is_wrapped_in_pieces():
    """Each line of it is full, and nothing is lost."""
    violation = Violation("a", "missing_column_check", "Missing: " + "n" * 1_000_000)

    report = _report({"a": ["1"]}, (violation,))

    wrapped = [line for line in report if line.startswith("  n")]
    assert {len(line) for line in wrapped[:-1]} == {80}
    assert sum(line.count("n") for line in wrapped) == 1_000_000


def test_nearly_complete_is_not_shown_as_complete():
    """One missing value among many does not round up to 100 %."""
    assert "99.9%" in _report({"a": ["1"] * 9_999 + [None]})[3]


def test_data_cannot_command_the_terminal():
    """Control characters of names and values are replaced."""
    assert not any("\x1b" in line for line in _report({"a\x1b[2J": ["\x1b[31mred"]}))


def test_colour_is_for_terminals():
    """What is violated is red at a terminal, and plain elsewhere."""
    violations = (Violation("a", "completeness_check", "text"),)

    assert any("\x1b[31m" in line for line in _report({"a": ["1"]}, violations, colour="terminal"))
    assert not any("\x1b" in line for line in _report({"a": ["1"]}, violations))


def test_violations_are_counted_in_words():
    """None, one, or more."""
    assert "No violations" in _report({"a": ["1"]}, ())
    assert "1 violation" in _report({"a": ["1"]}, (Violation("a", "completeness_check", "text"),))


def test_without_records_nothing_is_called_fine():
    """An empty window is not a window without violations."""
    report = list(lines(Outcome(0, None, None, ()), colour="none"))

    assert report[-1] == "No records, so nothing was compared"


def test_a_p_value_is_told_from_a_distance():
    """Under ChiSquared the drift column shows that a small number is the bad one."""
    state = state_of({"a": ["x", "y"]})
    evidence = Evidence("a", "baseline_drift_check", Measure.DISTANCE, 0.946, Relation.AT_LEAST, 0.1, "", ())

    report = list(lines(Outcome(2, describe(state), None, (), (evidence,)), colour="none"))

    assert report[3].endswith("p=0.95")
