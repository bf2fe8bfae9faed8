"""Settings of monitoring_config that a user gives when a baseline is made."""

import pytest

from engine.errors import JobError
from engine.job.thresholds import Thresholds, thresholds_in, thresholds_said

NAME = "data_quality_monitoring_config"


def said(*words):
    """Return what *words* of the command line say."""
    return thresholds_said(words, flag="--threshold")


def test_nothing_said_states_nothing():
    """The official settings are left as they are."""
    assert said() == thresholds_in("{}", name=NAME) == Thresholds()
    assert list(Thresholds().shown()) == []


@pytest.mark.parametrize(
    ("word", "stated"),
    [
        ("domain_content_threshold=0.25", {"domain_content_threshold": 0.25}),
        ("evaluate_constraints=Disabled", {"evaluate_constraints": "Disabled"}),
        ("comparison_threshold=0", {"distribution_constraints": {"comparison_threshold": 0.0}}),
        ("comparison_method=Simple", {"distribution_constraints": {"comparison_method": "Simple"}}),
        ("datatype_check_threshold=1", {"datatype_check_threshold": 1.0}),
    ],
)
def test_a_setting_finds_its_place_by_its_name(word, stated):
    """Also one of distribution_constraints, and one that is said to be as it officially is."""
    assert said(word).general.to_json() == stated
    assert said(f"x:{word}").own[0][1].to_json() == stated


@pytest.mark.parametrize(
    "feature", ["a", "a.b", "a:b", "a=b", "a=1:b=2", "comparison_threshold=1", ":", "=", "", " é😀", "a\nb"]
)
def test_a_feature_may_be_named_anything(feature):
    """The last equals sign and the last colon before it are the setting's: neither its name nor its value has one."""
    thresholds = said(f"{feature}:comparison_threshold=0.05")
    assert [name for name, _ in thresholds.own] == [feature]
    assert thresholds.of(feature).distribution.comparison_threshold == 0.05
    assert thresholds.general == Thresholds().general
    assert thresholds.strange([feature, "other"]) == ()
    assert thresholds.strange(["other"]) == (feature,)


def test_of_words_that_say_the_same_the_last_one_holds():
    """What they say of other settings and features stays."""
    thresholds = said(
        "emit_metrics=Disabled", "x:comparison_threshold=1", "emit_metrics=Enabled", "x:perform_comparison=Disabled"
    )
    assert thresholds.general.to_json() == {"emit_metrics": "Enabled"}
    own = {"perform_comparison": "Disabled", "comparison_threshold": 1.0}
    assert thresholds.of("x").to_json() == {"distribution_constraints": own}
    assert thresholds.of("y") is None
    assert list(thresholds.shown()) == [
        "emit_metrics=Enabled",
        "x:perform_comparison=Disabled",
        "x:comparison_threshold=1.0",
    ]


def test_the_setting_of_a_job_is_json_as_in_the_document():
    """The keys of `monitoring_config`, nested as they are there."""
    text = '{"domain_content_threshold": 0.25, "distribution_constraints": {"comparison_method": "Simple"}}'
    assert thresholds_in(text, name=NAME).general.to_json() == {
        "domain_content_threshold": 0.25,
        "distribution_constraints": {"comparison_method": "Simple"},
    }


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        (
            "domain_threshold=1",
            "known names are evaluate_constraints, emit_metrics, datatype_check_threshold, domain_con",
        ),
        ("comparison_threshold", "'comparison_threshold' is expected to be NAME=VALUE, or FEATURE:NAME=VALUE"),
        ("comparison_threshold:0.1", "is expected to be NAME=VALUE, or FEATURE:NAME=VALUE"),
        ("x:distribution_constraints=1", "is expected to be NAME=VALUE, or FEATURE:NAME=VALUE"),
        ("", "'' is expected to be NAME=VALUE"),
        ("comparison_threshold=high", "comparison_threshold: expected a number, found text"),
        ("comparison_threshold=1.5", "comparison_threshold: expected a number from 0 to 1, found a greater one"),
        ("x:comparison_threshold=nan", "comparison_threshold: expected a number from 0 to 1, found NaN"),
        ("comparison_threshold=", "comparison_threshold: expected a number, found text"),
        ("comparison_method=Robbust", 'comparison_method: expected "Robust" or "Simple", found another text'),
        ("perform_comparison=1", 'perform_comparison: expected "Enabled" or "Disabled", found a number'),
    ],
)
def test_a_word_that_says_nothing_gets_a_sentence(word, sentence):
    """It tells what is known."""
    with pytest.raises(JobError) as raised:
        said(word)
    assert str(raised.value).startswith("--threshold ")
    assert sentence in str(raised.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "line 1, column 2: expected JSON, found other text"),
        ("[]", "expected an object, found a list"),
        ("0.25", "expected an object, found a number"),
        ("[" * 100_000, "found JSON that is nested too deeply"),
        ('{"domain_content_threshold": "high"}', "domain_content_threshold: expected a number, found text"),
        ('{"distribution_constraints": 1}', "distribution_constraints: expected an object, found a number"),
        (
            '{"comparison_threshold": 1}',
            "known are evaluate_constraints, emit_metrics, datatype_check_threshold, domain_",
        ),
        ('{"distribution_constraints": {"typo": 1}}', "unknown keys: distribution_constraints.typo; known are"),
    ],
)
def test_a_setting_that_says_nothing_gets_a_sentence(text, sentence):
    """It begins with the name of the setting, and tells what is known."""
    with pytest.raises(JobError) as raised:
        thresholds_in(text, name=NAME)
    assert str(raised.value).startswith(NAME)
    assert sentence in str(raised.value)


def test_checks_of_features_that_are_not_there_are_known():
    """Each once, in their order; a check of the number of records is of none."""
    said = thresholds_in(
        '{"anomaly_checks": [{"metric": "Size", "strategy": "OnlineNormal"},'
        + ",".join(f'{{"metric": "Mean", "feature": "{name}", "strategy": "OnlineNormal"}}' for name in "cabc")
        + "]}",
        name="setting",
    )
    assert said.strange_checks(("b",)) == ("c", "a")
    assert thresholds_in("{}", name="setting").strange_checks(()) == ()
