"""Official documents come back as the same text, through the codec and through the classes."""

import os
from pathlib import Path

import pytest

from engine.documents import folder as files
from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.statistics import Statistics
from engine.documents.json.codec import dumps, loads
from engine.errors import DocumentError

DATA_QUALITY = [
    ("house_prices_2024_spark33/expected/statistics.json", Statistics),
    ("house_prices_2024_spark33/expected/constraints.json", Constraints),
    ("sdk_data_quality_100x6/expected/statistics.json", Statistics),
    ("sdk_data_quality_100x6/expected/constraints.json", Constraints),
    ("sdk_data_quality_100x6/input/baseline_constraints_bad.json", Constraints),
    ("churn_data_quality_baseline/expected/constraints.json", Constraints),
]
MODEL_QUALITY = [
    ("sdk_model_quality_regression_100/expected/statistics.json", Statistics),
    ("sdk_model_quality_regression_100/expected/constraints.json", Constraints),
]


@pytest.fixture
def golden() -> Path:
    """The folder of official outputs."""
    if "GOLDEN_DIR" not in os.environ:
        pytest.skip("GOLDEN_DIR does not name the folder of official outputs")
    return Path(os.environ["GOLDEN_DIR"])


@pytest.mark.parametrize("name", [name for name, _ in DATA_QUALITY + MODEL_QUALITY])
def test_the_codec_prints_what_the_container_printed(golden: Path, name: str) -> None:
    """Reading and printing changes no character."""
    text = files.read(golden / name)
    assert dumps(loads(text, source=name)) == text


@pytest.mark.parametrize(("name", "document"), DATA_QUALITY)
def test_the_classes_write_what_the_container_wrote(
    golden: Path, name: str, document: type[Statistics] | type[Constraints]
) -> None:
    """Documents of several generations pass through their class unchanged."""
    text = files.read(golden / name)
    assert dumps(document.from_json(loads(text, source=name), source=name).to_json()) == text


@pytest.mark.parametrize(("name", "document"), MODEL_QUALITY)
def test_a_model_quality_document_is_refused_by_name(
    golden: Path, name: str, document: type[Statistics] | type[Constraints]
) -> None:
    """The error says what kind of document it is."""
    with pytest.raises(DocumentError, match="of a model-quality job"):
        document.from_json(loads(files.read(golden / name), source=name), source=name)
