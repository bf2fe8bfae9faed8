"""What is asked of a model: which problem it solves, and in which attributes its answers and the truth stand."""

from dataclasses import dataclass
from enum import Enum

from engine.job.times import MonitoringWindow


class ProblemType(Enum):
    """The problems that a model is judged by, by the contract's names."""

    REGRESSION = "Regression"
    BINARY = "BinaryClassification"
    MULTICLASS = "MulticlassClassification"


MODEL_QUALITY, DATA_QUALITY = "MODEL_QUALITY", "DATA_QUALITY"
"""The values of analysis_type."""

ATTRIBUTES = {
    "inference_attribute": "the column of the model's answers: its name, its position from 0, or a path into JSON",
    "probability_attribute": "the column of the positive label's probability, or of a list of all labels'",
    "probability_threshold_attribute": "the probability, from 0 to 1, at which an answer is positive, where there is no "
    "column of answers; 0.5 if not said",
    "ground_truth_attribute": "the column of the truth; if not said, the data are merged with it",
    "positive_label": "the label that is positive in a binary problem; if not said, the greater or last one",
    "segment_by": "a column by whose values the rows are measured apart too, in segments.json",
}
"""What is said of a model beside its problem: settings of the container, and flags of the command line."""


@dataclass(frozen=True, slots=True)
class ModelQuality:
    """How a model's answers are compared with the truth.

    Attributes are names of columns, paths into JSON (JMESPath), or the positions of CSV fields from 0, as text.
    `inference` is the answer: a number or a label. `probability` is that of the positive label, or a list of one for each
    label; at `threshold` (0 to 1) or above it an answer that is not there itself is positive. `ground_truth` is None where
    the data are merged with it. `positive_label` is None where the labels tell. `segment_by` is an attribute by whose
    values the rows are judged apart, too. `window` is when the answers were given, for the documents alone.
    """

    problem: ProblemType
    inference: str | None = None
    probability: str | None = None
    threshold: float | None = None
    ground_truth: str | None = None
    positive_label: str | None = None
    segment_by: str | None = None
    window: MonitoringWindow | None = None
