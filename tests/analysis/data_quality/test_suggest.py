"""What is promised for the data to come, from what was seen."""

import pytest
from profiles import state_of

from engine.analysis.data_quality.describe import describe
from engine.analysis.data_quality.suggest import suggest
from engine.documents.json.codec import dumps


def suggested(cells, **settings):
    """Return the constraints of one feature with these *cells*."""
    (feature,) = suggest(describe(state_of({"a": cells})), **settings).features
    return feature


@pytest.mark.parametrize(
    ("cells", "non_negative"),
    [
        pytest.param(["0", "1"], True, id="positive"),
        pytest.param(["-0", "-0.0"], True, id="minus zero is zero"),
        pytest.param(["-1e-999"], True, id="too small to be told from zero"),
        pytest.param(["5", "-0.5"], False, id="negative"),
        pytest.param(["-1e999"], False, id="infinite"),
        pytest.param(["- 5"], True, id="no number"),
        pytest.param(["x", "-1"], None, id="text"),
        pytest.param([None], None, id="nothing"),
    ],
)
def test_numbers_are_promised_to_stay_non_negative_where_none_is_below_0(cells, non_negative):
    """The promise is there for every numerical feature, and for no other."""
    assert suggested(cells).is_non_negative is non_negative


@pytest.mark.parametrize(
    ("cells", "domain"),
    [
        pytest.param(["x", "y", "x", None], {"x", "y"}, id="text"),
        pytest.param(["true", "false"], {"true", "false"}, id="true and false"),
        pytest.param(["x", "1"], {"x", "1"}, id="numbers among text"),
        pytest.param([f"v{number}" for number in range(400)], None, id="many"),
        pytest.param(["1", "2"], None, id="numbers"),
        pytest.param([None], None, id="nothing"),
    ],
)
def test_the_values_of_a_text_are_its_domain_while_they_are_few(cells, domain):
    """A missing value is none."""
    domains = suggested(cells).domains
    assert (None if domains is None else set(domains)) == domain


def test_the_completeness_is_not_rounded():
    """A share as the division gives it."""
    assert suggested(["1", None, None]).completeness == 1 / 3


def test_a_column_without_values_is_promised_to_be_unknown_and_empty():
    """No group of constraints at all."""
    assert suggested([None, None]).to_json() == {"name": "a", "inferred_type": "Unknown", "completeness": 0.0}


def test_the_document_is_laid_out_as_the_official_one():
    """A feature of each kind, and the settings with their default thresholds."""
    statistics = describe(state_of({"n": ["1", "2"], "s": ["x", None]}))
    assert dumps(suggest(statistics, categorical_drift_method="ChiSquared").to_json()) == (
        "{\n"
        '  "version" : 0.0,\n'
        '  "features" : [ {\n'
        '    "name" : "n",\n'
        '    "inferred_type" : "Integral",\n'
        '    "completeness" : 1.0,\n'
        '    "num_constraints" : {\n'
        '      "is_non_negative" : true\n'
        "    }\n"
        "  }, {\n"
        '    "name" : "s",\n'
        '    "inferred_type" : "String",\n'
        '    "completeness" : 0.5,\n'
        '    "string_constraints" : {\n'
        '      "domains" : [ "x" ]\n'
        "    }\n"
        "  } ],\n"
        '  "monitoring_config" : {\n'
        '    "evaluate_constraints" : "Enabled",\n'
        '    "emit_metrics" : "Enabled",\n'
        '    "datatype_check_threshold" : 1.0,\n'
        '    "domain_content_threshold" : 1.0,\n'
        '    "distribution_constraints" : {\n'
        '      "perform_comparison" : "Enabled",\n'
        '      "comparison_threshold" : 0.1,\n'
        '      "comparison_method" : "Robust",\n'
        '      "categorical_comparison_threshold" : 0.1,\n'
        '      "categorical_drift_method" : "ChiSquared"\n'
        "    }\n"
        "  }\n"
        "}"
    )
