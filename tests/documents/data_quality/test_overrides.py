"""Settings of a feature's own that stand in several places of its object, and settings that are merged."""

from itertools import combinations

import pytest

from engine.documents.data_quality.constraints import FeatureConstraints
from engine.documents.data_quality.monitoring import MonitoringConfig

IN_ORDER = (
    (None, "monitoring_config_overrides"),
    (None, "monitoringConfigOverrides"),
    ("num_constraints", "monitoring_config_overrides"),
    ("num_constraints", "monitoringConfigOverrides"),
    ("string_constraints", "monitoring_config_overrides"),
    ("string_constraints", "monitoringConfigOverrides"),
)
"""Where overrides of one feature may stand; of two that say different things the later one wins."""


@pytest.mark.parametrize(("loser", "winner"), list(combinations(IN_ORDER, 2)))
def test_of_two_overrides_of_a_feature_the_inner_and_then_the_camel_case_wins(loser, winner) -> None:
    """In whatever order they stand in the document; what only the other one states holds as well."""
    for first, second in ((loser, winner), (winner, loser)):
        feature = {"name": "a", "inferred_type": "String"}
        for group, spelling in (first, second):
            own = {"datatype_check_threshold": 0.9 if (group, spelling) == winner else 0.1}
            own |= {} if (group, spelling) == winner else {"domain_content_threshold": 0.3}
            (feature if group is None else feature.setdefault(group, {}))[spelling] = own
        effective = FeatureConstraints.from_json(feature, source="constraints.json").monitoring(MonitoringConfig())
        assert (effective.datatype_check_threshold, effective.domain_content_threshold) == (0.9, 0.3)


def test_settings_that_are_merged_state_what_either_has_stated() -> None:
    """Also where the value is the default: it would be written back."""
    general = MonitoringConfig.from_json({"distribution_constraints": {"comparison_method": "Simple"}}, source="c")
    own = {"emit_metrics": "Enabled", "distribution_constraints": {"comparison_threshold": 0.1}}
    assert general.overridden(MonitoringConfig.from_json(own, source="c")).to_json() == {
        "emit_metrics": "Enabled",
        "distribution_constraints": {"comparison_threshold": 0.1, "comparison_method": "Simple"},
    }
