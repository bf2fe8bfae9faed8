"""constraints.json of every generation is read, with the settings that a person put into it."""

import copy
from dataclasses import replace

import pytest

from engine.documents.data_quality.constraints import Constraints, FeatureConstraints
from engine.documents.data_quality.monitoring import DistributionConstraints, MonitoringConfig
from engine.documents.json.codec import dumps
from engine.errors import DocumentError

CURRENT = {
    "version": 0.0,
    "features": [
        {
            "name": "age",
            "inferred_type": "Integral",
            "completeness": 0.75,
            "num_constraints": {"is_non_negative": True},
        },
        {"name": "colour", "inferred_type": "String", "completeness": 1.0, "string_constraints": {"domains": ["red"]}},
        {"name": "id", "inferred_type": "String", "completeness": 1.0},
    ],
    "monitoring_config": {
        "evaluate_constraints": "Enabled",
        "emit_metrics": "Enabled",
        "datatype_check_threshold": 1.0,
        "domain_content_threshold": 1.0,
        "distribution_constraints": {
            "perform_comparison": "Enabled",
            "comparison_threshold": 0.1,
            "comparison_method": "Robust",
            "categorical_comparison_threshold": 0.1,
            "categorical_drift_method": "LInfinity",
        },
    },
}


def _read(document: object) -> Constraints:
    return Constraints.from_json(document, source="constraints.json")


def _with_feature(feature: object) -> dict[str, object]:
    return CURRENT | {"features": [feature]}


def _with_config(config: object) -> dict[str, object]:
    return CURRENT | {"monitoring_config": config}


def _before_2023() -> dict[str, object]:
    document = copy.deepcopy(CURRENT)
    del document["monitoring_config"]["distribution_constraints"]["categorical_comparison_threshold"]
    del document["monitoring_config"]["distribution_constraints"]["categorical_drift_method"]
    return document


def test_the_document_is_read_into_values() -> None:
    """Every promise finds its field, and today's official settings are the defaults."""
    assert _read(CURRENT) == Constraints(
        version=0.0,
        features=(
            FeatureConstraints("age", "Integral", completeness=0.75, is_non_negative=True),
            FeatureConstraints("colour", "String", completeness=1.0, domains=("red",)),
            FeatureConstraints("id", "String", completeness=1.0),
        ),
        monitoring=MonitoringConfig(),
    )


SWITCHED_OFF = {"evaluate_constraints": "Disabled"}
OVERRIDDEN = [
    pytest.param({"monitoring_config_overrides": SWITCHED_OFF}, id="snake case at the feature"),
    pytest.param({"monitoringConfigOverrides": SWITCHED_OFF}, id="camel case at the feature"),
    pytest.param({"string_constraints": {"monitoring_config_overrides": SWITCHED_OFF}}, id="in string_constraints"),
    pytest.param({"string_constraints": {"monitoringConfigOverrides": SWITCHED_OFF}}, id="camel in string_constraints"),
    pytest.param({"num_constraints": {"monitoring_config_overrides": SWITCHED_OFF}}, id="in num_constraints"),
    pytest.param({"num_constraints": {"monitoringConfigOverrides": SWITCHED_OFF}}, id="camel in num_constraints"),
]


@pytest.mark.parametrize("members", OVERRIDDEN)
def test_a_feature_is_switched_off_in_every_spelling(members: dict[str, object]) -> None:
    """Wherever the versions of the SDK put the switch, it is found."""
    (feature,) = _read(_with_feature({"name": "a", "inferred_type": "String"} | members)).features
    assert feature.evaluate_constraints == "Disabled"
    assert feature.monitoring(MonitoringConfig()).evaluate_constraints == "Disabled"


@pytest.mark.parametrize("members", OVERRIDDEN)
def test_a_switch_is_written_back_where_it_was(members: dict[str, object]) -> None:
    """A document keeps the spelling that it came with."""
    document = _with_feature({"name": "a", "inferred_type": "String"} | members)
    assert dumps(_read(document).to_json()) == dumps(document)


def test_a_feature_without_settings_follows_the_general_ones() -> None:
    """Where a feature says nothing, it has no switch of its own."""
    general = MonitoringConfig(evaluate_constraints="Disabled", datatype_check_threshold=0.5)
    feature = FeatureConstraints("a", "String")
    assert feature.evaluate_constraints is None
    assert feature.monitoring(general) == general


def test_a_feature_may_have_thresholds_of_its_own() -> None:
    """What a feature states goes before the general settings; what it does not state, follows them."""
    own = {"datatype_check_threshold": 0.9, "distribution_constraints": {"comparison_threshold": 0.3}}
    feature = {"name": "a", "inferred_type": "Integral", "monitoring_config_overrides": own}
    general = MonitoringConfig(
        domain_content_threshold=0.7, distribution=DistributionConstraints(comparison_method="Simple")
    )

    effective = _read(_with_feature(feature)).features[0].monitoring(general)

    assert effective.datatype_check_threshold == 0.9
    assert effective.domain_content_threshold == 0.7
    assert effective.distribution.comparison_threshold == 0.3
    assert effective.distribution.comparison_method == "Simple"


def test_a_stated_setting_counts_where_it_equals_the_default() -> None:
    """A feature may ask for the official threshold against a general one that is looser."""
    own = {"datatype_check_threshold": 1.0}
    feature = {"name": "a", "inferred_type": "Integral", "monitoring_config_overrides": own}
    effective = _read(_with_feature(feature)).features[0].monitoring(MonitoringConfig(datatype_check_threshold=0.2))
    assert effective.datatype_check_threshold == 1.0


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(CURRENT, id="today's"),
        pytest.param(_before_2023(), id="before 2023"),
        pytest.param({"version": 0.0, "features": []}, id="without monitoring_config"),
        pytest.param(_with_config({"emit_metrics": "Disabled"}), id="a part of monitoring_config"),
        pytest.param(_with_config({"distribution_constraints": {"min_domain_mass": 1.0}}), id="unknown settings"),
        pytest.param(_with_feature({"name": "a", "inferred_type": "Unknown"}), id="without completeness"),
        pytest.param(
            _with_feature({"name": "a", "inferred_type": "String", "num_constraints": {"is_non_negative": True}}),
            id="a number's constraint on a string",
        ),
        pytest.param(
            _with_feature({"name": "a", "inferred_type": "String", "string_constraints": {"domains": [], "note": 1}}),
            id="an unknown key beside the domains",
        ),
        pytest.param(
            _with_feature({"name": "a", "inferred_type": "String", "num_constraints": {}, "note": {"b": [1.0]}}),
            id="an empty object and an unknown key",
        ),
        pytest.param(
            _with_feature({"name": "a", "inferred_type": "String", "monitoringConfigOverrides": {}}),
            id="an empty override",
        ),
    ],
)
def test_a_document_is_written_back_as_it_was(document: object) -> None:
    """Defaults that were not stated are not written, what is unknown is kept."""
    assert dumps(_read(document).to_json()) == dumps(document)


def test_an_older_document_has_the_official_defaults() -> None:
    """Before 2023 nothing was said about categories: 0.1 and LInfinity hold."""
    distribution = _read(_before_2023()).monitoring.distribution
    assert distribution.categorical_comparison_threshold == 0.1
    assert distribution.categorical_drift_method == "LInfinity"


def test_a_default_that_was_changed_is_written() -> None:
    """A setting that the document did not state is written once it has another value."""
    monitoring = _read(_before_2023()).monitoring
    changed = replace(monitoring, distribution=replace(monitoring.distribution, categorical_drift_method="ChiSquared"))
    assert changed.to_json()["distribution_constraints"] == {
        "perform_comparison": "Enabled",
        "comparison_threshold": 0.1,
        "comparison_method": "Robust",
        "categorical_drift_method": "ChiSquared",
    }


@pytest.mark.parametrize(
    ("document", "error"),
    [
        (
            _with_feature({"name": "a", "inferred_type": "Integral", "completeness": "x"}),
            "features[0].completeness: expected a number, found text",
        ),
        (
            _with_feature({"name": "a", "inferred_type": "Integer"}),
            (
                "features[0].inferred_type: "
                'expected "Integral" or "Fractional" or "String" or "Boolean" or "Unknown", found another text'
            ),
        ),
        (
            _with_feature({"name": "a", "inferred_type": "String", "string_constraints": {"domains": ["x", 1]}}),
            "features[0].string_constraints.domains[1]: expected text, found a number",
        ),
        (
            _with_feature({"name": "a", "inferred_type": "String", "num_constraints": {"is_non_negative": 1}}),
            "features[0].num_constraints.is_non_negative: expected true or false, found a number",
        ),
        (
            _with_feature(
                {"name": "a", "inferred_type": "String", "monitoringConfigOverrides": {"emit_metrics": "On"}}
            ),
            'features[0].monitoringConfigOverrides.emit_metrics: expected "Enabled" or "Disabled", found another text',
        ),
        (
            _with_config({"distribution_constraints": {"comparison_method": "robust"}}),
            (
                "monitoring_config.distribution_constraints.comparison_method: "
                'expected "Robust" or "Simple", found another text'
            ),
        ),
        (
            _with_config({"distribution_constraints": {"categorical_drift_method": True}}),
            (
                "monitoring_config.distribution_constraints.categorical_drift_method: "
                'expected "LInfinity" or "ChiSquared", found true or false'
            ),
        ),
        (_with_config([]), "monitoring_config: expected an object, found a list"),
        (
            _with_config({"datatype_check_threshold": "NaN"}),
            "monitoring_config.datatype_check_threshold: expected a number from 0 to 1, found NaN",
        ),
        (
            _with_config({"domain_content_threshold": 80}),
            "monitoring_config.domain_content_threshold: expected a number from 0 to 1, found a greater one",
        ),
        (
            _with_config({"distribution_constraints": {"comparison_threshold": -0.1}}),
            (
                "monitoring_config.distribution_constraints.comparison_threshold: "
                "expected a number from 0 to 1, found a negative one"
            ),
        ),
        (
            _with_config({"distribution_constraints": {"categorical_comparison_threshold": -1}}),
            (
                "monitoring_config.distribution_constraints.categorical_comparison_threshold: "
                "expected a number of at least 0, found a negative one"
            ),
        ),
        (
            _with_feature({"name": "a", "inferred_type": "String", "completeness": 99.5}),
            "features[0].completeness: expected a number from 0 to 1, found a greater one",
        ),
        ({"version": 0.0}, "features: expected a list, found nothing"),
    ],
)
def test_a_wrong_member_is_an_error_with_its_path(document: object, error: str) -> None:
    """The error names the document, the path and what is known; it holds no value of the document."""
    with pytest.raises(DocumentError) as raised:
        _read(document)
    assert str(raised.value) == f"constraints.json: {error}"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("binary_classification_constraints", "the constraints of a model-quality job"),
        ("multiclass_classification_metrics", "the statistics of a model-quality job"),
        ("dataset", "a statistics document"),
        ("violations", "a violations document"),
    ],
)
def test_another_kind_of_document_is_named(key: str, words: str) -> None:
    """Documents that were mixed up are told by their keys."""
    with pytest.raises(DocumentError, match=f"found {words} \\(it has {key}\\)"):
        _read({"version": 0.0, key: {}})


def test_a_threshold_of_chi_square_may_be_any_statistic() -> None:
    """With ChiSquared and Simple the threshold is no share."""
    read = _read(_with_config({"distribution_constraints": {"categorical_comparison_threshold": 16.9}}))
    assert read.monitoring.distribution.categorical_comparison_threshold == 16.9
