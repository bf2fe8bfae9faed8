"""Which keys of a document nobody knows, and where they stand."""

import pytest

from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.statistics import Statistics
from engine.documents.json.unknown import unknown_keys


def _feature(**members):
    return {"features": [{"name": "a", "inferred_type": "String", **members}]}


@pytest.mark.parametrize(
    ("document", "paths"),
    [
        pytest.param(_feature(completeness=1.0), (), id="none"),
        pytest.param({"note": 1, "features": []}, ("note",), id="of the document"),
        pytest.param(_feature(note={"by": "hand"}), ("features[0].note",), id="an object is one key"),
        pytest.param(_feature(string_constraints={}), (), id="an object that was emptied"),
        pytest.param(
            _feature(string_constraints={"domain": ["x"]}), ("features[0].string_constraints.domain",), id="misspelled"
        ),
        pytest.param(
            {"features": [], "monitoring_config": {"emit_metrics": "Enabled", "comparison_threshold": 0.1}},
            ("monitoring_config.comparison_threshold",),
            id="in the wrong object",
        ),
        pytest.param(
            {"features": [], "monitoring_config": {"distribution_constraints": {"min_domain_mass": 1.0}}},
            ("monitoring_config.distribution_constraints.min_domain_mass",),
            id="the only one of its object",
        ),
        pytest.param(
            _feature(monitoringConfigOverrides={"evaluate": "Disabled"}),
            ("features[0].monitoringConfigOverrides.evaluate",),
            id="of an override",
        ),
    ],
)
def test_unknown_keys_of_constraints_have_their_path(document, paths):
    """Known settings and their groups are passed over, whatever else is in them is named."""
    assert unknown_keys(Constraints.from_json(document, source="constraints.json"), most=20) == paths


def test_unknown_keys_of_statistics_have_their_path():
    """As deep as the document goes, in its order."""
    kll = {"buckets": [{"lower_bound": 0.0, "upper_bound": 1.0, "count": 1.0, "note": 1}], "sketches": []}
    numbers = {"mean": 0.5, "sum": 0.5, "std_dev": 0.0, "min": 0.5, "max": 0.5, "distribution": {"kll": kll}}
    counted = {"common": {"num_present": 1, "num_missing": 0, "note": 1}}
    document = {
        "dataset": {"item_count": 1, "note": 1},
        "features": [{"name": "a", "inferred_type": "Fractional", "numerical_statistics": {**counted, **numbers}}],
    }
    at = "features[0].numerical_statistics"
    assert unknown_keys(Statistics.from_json(document, source="statistics.json"), most=20) == (
        "dataset.note",
        f"{at}.common.note",
        f"{at}.distribution.kll.buckets[0].note",
        f"{at}.distribution.kll.sketches",
    )


def test_no_more_are_looked_for_than_asked_for():
    """The first ones, in the document's order."""
    document = {"features": [], **{f"note{number}": 1 for number in range(30)}}
    assert unknown_keys(Constraints.from_json(document, source="c"), most=2) == ("note0", "note1")
