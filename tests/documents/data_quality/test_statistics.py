"""statistics.json of every generation is read, and written back as it was."""

import copy
import math

import pytest

from engine.documents.data_quality.distribution import Bucket, Category, KllDistribution, Sketch
from engine.documents.data_quality.statistics import (
    FeatureStatistics,
    NumericalStatistics,
    Statistics,
    StringStatistics,
)
from engine.documents.json.codec import dumps, loads
from engine.errors import DocumentError

CURRENT = {
    "version": 0.0,
    "dataset": {"item_count": 4},
    "features": [
        {
            "name": "age",
            "inferred_type": "Integral",
            "numerical_statistics": {
                "common": {"num_present": 3, "num_missing": 1},
                "mean": 2.0,
                "sum": 6.0,
                "std_dev": 0.816496580927726,
                "min": 1.0,
                "max": 3.0,
                "approximate_num_distinct_values": 3,
                "completeness": 0.75,
                "distribution": {
                    "kll": {
                        "buckets": [{"lower_bound": 1.0, "upper_bound": 3.0, "count": 3.0}],
                        "sketch": {"parameters": {"c": 0.64, "k": 2048.0}, "data": [[1.0, 2.0, 3.0], []]},
                    }
                },
            },
        },
        {
            "name": "colour",
            "inferred_type": "String",
            "string_statistics": {
                "common": {"num_present": 4, "num_missing": 0},
                "distinct_count": 1.0,
                "completeness": 1.0,
                "distribution": {"categorical": {"buckets": [{"value": "red", "count": 4}]}},
            },
        },
    ],
}


def _read(document: object) -> Statistics:
    return Statistics.from_json(document, source="statistics.json")


def _changed(*path: str | int, to: object) -> dict[str, object]:
    """Return the current document with the member at *path* set, or taken out where *to* is None."""
    document = copy.deepcopy(CURRENT)
    *outer, key = path
    inner = document
    for step in outer:
        inner = inner[step]
    if to is None:
        del inner[key]
    else:
        inner[key] = to
    return document


NUMBERS = ("features", 0, "numerical_statistics")
TEXTS = ("features", 1, "string_statistics")


def test_the_document_is_read_into_values() -> None:
    """Every number finds its field."""
    sketch = Sketch(c=0.64, k=2048.0, levels=((1.0, 2.0, 3.0), ()))
    age = NumericalStatistics(
        num_present=3,
        num_missing=1,
        mean=2.0,
        sum=6.0,
        std_dev=0.816496580927726,
        min=1.0,
        max=3.0,
        approximate_num_distinct_values=3,
        completeness=0.75,
        distribution=KllDistribution(buckets=(Bucket(1.0, 3.0, 3.0),), sketch=sketch),
    )
    colour = StringStatistics(4, 0, distinct_count=1.0, completeness=1.0, categories=(Category("red", 4),))
    assert _read(CURRENT) == Statistics(
        version=0.0,
        item_count=4,
        features=(
            FeatureStatistics("age", "Integral", numerical=age),
            FeatureStatistics("colour", "String", string=colour),
        ),
    )


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(CURRENT, id="today's"),
        pytest.param(_changed(*NUMBERS, "completeness", to=None), id="without completeness"),
        pytest.param(_changed(*TEXTS, "completeness", to=None), id="without the completeness of texts"),
        pytest.param(_changed(*NUMBERS, "approximate_num_distinct_values", to=None), id="without a distinct count"),
        pytest.param(_changed(*NUMBERS, "distribution", to=None), id="without a distribution"),
        pytest.param(_changed(*NUMBERS, "distribution", "kll", "sketch", to=None), id="without a sketch"),
        pytest.param(_changed(*TEXTS, "distribution", to=None), id="without categories"),
        pytest.param(_changed(*NUMBERS, "mean", to="NaN"), id="NaN as text"),
        pytest.param(_changed(*NUMBERS, "max", to="Infinity"), id="Infinity as text"),
        pytest.param(_changed("features", to=[]), id="without features"),
        pytest.param(_changed("note", to={"by": "hand"}), id="an unknown key"),
        pytest.param(_changed("dataset", "note", to=1), id="an unknown key of the dataset"),
        pytest.param(_changed(*NUMBERS, "common", "note", to=1), id="an unknown key of the counts"),
        pytest.param(_changed(*NUMBERS, "distribution", "note", to=[1.5]), id="an unknown key of a distribution"),
        pytest.param(
            _changed(*TEXTS, "distribution", "categorical", "note", to="x"), id="an unknown key of categories"
        ),
        pytest.param(
            _changed(*NUMBERS, "distribution", "kll", "sketch", "parameters", "note", to=2), id="an unknown parameter"
        ),
    ],
)
def test_a_document_is_written_back_as_it_was(document: object) -> None:
    """What was absent stays absent, what is unknown is kept."""
    assert dumps(_read(document).to_json()) == dumps(document)


def test_what_is_written_is_read_as_the_same() -> None:
    """Reading, writing as text and reading again gives an equal value."""
    statistics = _read(CURRENT)
    assert _read(loads(dumps(statistics.to_json()), source="statistics.json")) == statistics


def test_nan_as_text_is_the_undefined_number() -> None:
    """A feature without a variance has the text "NaN" there."""
    (age, _) = _read(_changed(*NUMBERS, "std_dev", to="NaN")).features
    assert math.isnan(age.numerical.std_dev)


def test_the_ranks_of_a_sketch_fit_an_integer() -> None:
    """Four items of the topmost level weigh 2**63, whatever the number of values is said to be."""
    document = _changed(*NUMBERS, "common", "num_present", to=(1 << 63) - 1)
    kll = document["features"][0]["numerical_statistics"]["distribution"]["kll"]
    kll["sketch"]["data"] = [[]] * 61 + [[1.0, 1.0, 1.0, 1.0]]
    with pytest.raises(DocumentError, match=f"expected the items of at most {1 << 62} values"):
        _read(document)


def test_a_sketch_of_an_infinite_feature_has_infinite_items() -> None:
    """`1e999` is a number: where the greatest is infinite, an item may be."""
    document = _changed(*NUMBERS, "max", to="Infinity")
    kll = document["features"][0]["numerical_statistics"]["distribution"]["kll"]
    kll["sketch"]["data"] = [[1.0, "Infinity"]]
    assert _read(document).features[0].numerical.distribution.sketch.levels == ((1.0, math.inf),)


def test_a_sketch_may_stand_for_fewer_values_than_are_present() -> None:
    """`- 5` is present and has no number."""
    (age, _) = _read(_changed(*NUMBERS, "distribution", "kll", "sketch", "data", to=[[1.0], []])).features
    assert age.numerical.distribution.sketch.weight == 1


def test_a_sketch_without_its_data_is_none() -> None:
    """A document made smaller by hand has no sketch to compare with."""
    (age, _) = _read(_changed(*NUMBERS, "distribution", "kll", "sketch", "data", to=None)).features
    assert age.numerical.distribution.sketch is None


def test_an_unknown_feature_is_read() -> None:
    """A column without any value has no distribution and a completeness of 0.0."""
    counts = {"common": {"num_present": 0, "num_missing": 2}, "distinct_count": 0.0, "completeness": 0.0}
    feature = {"name": "empty", "inferred_type": "Unknown", "string_statistics": counts}
    statistics = _read({"version": 0.0, "dataset": {"item_count": 2}, "features": [feature]})
    assert statistics.features[0].string == StringStatistics(0, 2, distinct_count=0.0, completeness=0.0)


@pytest.mark.parametrize(
    ("document", "error"),
    [
        (_changed(*NUMBERS, "mean", to="x"), "features[0].numerical_statistics.mean: expected a number, found text"),
        (
            _changed(*NUMBERS, "mean", to=None),
            "features[0].numerical_statistics.mean: expected a number, found nothing",
        ),
        (
            _changed(*NUMBERS, "common", to=None),
            "features[0].numerical_statistics.common: expected an object, found nothing",
        ),
        (
            _changed(*NUMBERS, "common", "num_missing", to=1.5),
            "features[0].numerical_statistics.common.num_missing: expected a whole number, found a number",
        ),
        (
            _changed(*NUMBERS, "distribution", "kll", "sketch", "data", to=[[1.0], [2.0, True]]),
            (
                "features[0].numerical_statistics.distribution.kll.sketch.data[1][1]: "
                "expected a number, found true or false"
            ),
        ),
        (
            _changed(*TEXTS, "distribution", "categorical", "buckets", 0, "count", to=-1),
            (
                "features[1].string_statistics.distribution.categorical.buckets[0].count: "
                "expected a whole number of at least 0, found a negative one"
            ),
        ),
        (
            _changed(*NUMBERS, "distribution", "kll", "sketch", "data", to=[[1.0]] * 63),
            "features[0].numerical_statistics.distribution.kll.sketch.data: expected at most 62 levels, found 63",
        ),
        (
            _changed(*NUMBERS, "distribution", "kll", "sketch", "data", to=[[1.0], ["Infinity", "-Infinity", "NaN"]]),
            (
                "features[0].numerical_statistics.distribution.kll.sketch.data[1]: "
                "expected numbers, found NaN among them"
            ),
        ),
        (
            _changed(*NUMBERS, "distribution", "kll", "sketch", "data", to=[[1.0], [], [2.0]]),
            (
                "features[0].numerical_statistics.distribution.kll.sketch.data: "
                "expected the items of at most 3 values (num_present), found those of 5"
            ),
        ),
        (
            _changed(*NUMBERS, "distribution", "kll", "sketch", "data", to=[[1.0, 2.0, "Infinity"]]),
            (
                "features[0].numerical_statistics.distribution.kll.sketch.data: "
                "expected items from min to max, found an infinite one"
            ),
        ),
        (
            _changed(*NUMBERS, "distribution", "kll", "sketch", "parameters", "c", to=2.0),
            (
                "features[0].numerical_statistics.distribution.kll.sketch.parameters.c: "
                "expected a number from 0 to 1, found a greater one"
            ),
        ),
        (
            _changed(*NUMBERS, "distribution", "kll", "sketch", "parameters", "k", to="NaN"),
            (
                "features[0].numerical_statistics.distribution.kll.sketch.parameters.k: "
                "expected a number of at least 0, found NaN"
            ),
        ),
        (
            _changed(*NUMBERS, "distribution", "kll", "buckets", 0, "count", to=-1.0),
            (
                "features[0].numerical_statistics.distribution.kll.buckets[0].count: "
                "expected a number of at least 0, found a negative one"
            ),
        ),
        (_changed("features", 1, "name", to=7), "features[1].name: expected text, found a number"),
        (_changed("features", to={}), "features: expected a list, found an object"),
        (_changed("dataset", to=None), "dataset: expected an object, found nothing"),
    ],
)
def test_a_wrong_member_is_an_error_with_its_path(document: object, error: str) -> None:
    """The error names the document, the path inside it, what was expected and what kind of thing was found."""
    with pytest.raises(DocumentError) as raised:
        _read(document)
    assert str(raised.value) == f"statistics.json: {error}"


def test_a_list_is_no_statistics_document() -> None:
    """Where the whole document is of another kind, there is no path."""
    with pytest.raises(DocumentError, match=r"^statistics.json: expected an object, found a list$"):
        _read([])


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("regression_metrics", "the statistics of a model-quality job"),
        ("binary_classification_constraints", "the constraints of a model-quality job"),
        ("monitoring_config", "a constraints document"),
        ("violations", "a violations document"),
    ],
)
def test_another_kind_of_document_is_named(key: str, words: str) -> None:
    """Documents that were mixed up are told by their keys."""
    with pytest.raises(DocumentError, match=f"found {words} \\(it has {key}\\)"):
        _read({"version": 0.0, "dataset": {"item_count": 1}, key: {}})


def test_a_sketch_may_have_as_many_levels_as_64_bits_count() -> None:
    """62 are fine: the weights of their items are still whole numbers."""
    levels = [[float(level)] for level in range(62)]
    document = _changed(*NUMBERS, "distribution", "kll", "sketch", "data", to=levels)
    document["features"][0]["numerical_statistics"]["common"]["num_present"] = (1 << 62) - 1
    (age, _) = _read(document).features
    assert age.numerical.distribution.sketch.levels[-1] == (61.0,)
