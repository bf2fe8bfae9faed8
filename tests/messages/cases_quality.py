"""What may be wrong with a run about a model's answers."""

import json

from messages.case import BASELINE, BOTH, COMMAND_LINE, CONTAINER, Case

_ROWS = "label,answer,p,city\n1,0,0.3,SECRETCELL\n0,0,0.1,SECRETCELL\n1,1,0.8,SECRETCELL\n"
_ASKED = {
    "analysis_type": "MODEL_QUALITY",
    "problem_type": "BinaryClassification",
    "inference_attribute": "answer",
    "ground_truth_attribute": "label",
}
_WORD = {
    "analysis_type": "--analysis-type",
    "problem_type": "--problem-type",
    "inference_attribute": "--inference-attribute",
    "probability_attribute": "--probability-attribute",
    "probability_threshold_attribute": "--probability-threshold-attribute",
    "ground_truth_attribute": "--ground-truth-attribute",
    "segment_by": "--segment-by",
}


def _case(code, wrong, says, rows=_ROWS, *, doors=BOTH, baseline=False, files=None, **asked) -> Case:
    """A run over *rows* that asks for *asked*, None for what is not said, by both doors."""
    settings = {name: value for name, value in {**_ASKED, **asked}.items() if value is not None}
    words = [word for name, value in settings.items() if name in _WORD for word in (_WORD[name], value)]
    command = ("monitor", "--baseline", "{folder}/baseline") if baseline else ("baseline",)
    return Case(
        code=code,
        wrong=wrong,
        says=says,
        files={"data/day.csv": rows, **(files or {})},
        settings={**settings, **(BASELINE if baseline else {})},
        words=(command[0], "{folder}/data", "-o", "{folder}/out", *command[1:], *words),
        doors=doors,
    )


_NUMBERS = "y,p\n" + "1.5,1\n" * 3
_ONE = {"version": 0.0, "binary_classification_constraints": {"auc": {"threshold": 0.5, "comparison_operator": "Less"}}}

_SIDE = {"data": "1", "encoding": "CSV"}
_RECORD = json.dumps({"groundTruthData": _SIDE, "captureData": {"endpointOutput": _SIDE}}) + "\n"


def _merged(code, wrong, says, inference) -> Case:
    """A run over merged data whose answers are said to be at *inference*."""
    settings = {name: value for name, value in _ASKED.items() if name != "ground_truth_attribute"}
    settings |= {"dataset_format": '{"sagemakerMergeJson": {}}', "inference_attribute": inference}
    return Case(
        code=code, wrong=wrong, says=says, files={"data/day.csv": _RECORD}, settings=settings, doors=(CONTAINER,)
    )


CASES = (
    _case(
        "problem-type-missing",
        "Nobody says which problem the model solves",
        "problem_type is not set, and a model's quality is measured by its problem; it is one of Regression, "
        "BinaryClassification, MulticlassClassification",
        problem_type=None,
    ),
    _case(
        "problem-type-unknown",
        "The problem is not known",
        "problem_type is 'Clustering'; known are Regression, BinaryClassification, MulticlassClassification",
        problem_type="Clustering",
        doors=(CONTAINER,),
    ),
    _case(
        "threshold-no-share",
        "The threshold of the probability is no share",
        "probability_threshold_attribute is expected to be a number from 0 to 1, such as 0.5; found '80'",
        probability_threshold_attribute="80",
    ),
    _case(
        "answers-not-named",
        "Nobody says where the model's answers are",
        "inference_attribute (or probability_attribute) is not set; name the attribute that the model's answers are in",
        inference_attribute=None,
    ),
    _case(
        "answers-not-named",
        "Nobody says where the answers of a regression are",
        "inference_attribute is not set; name the attribute that the model's answers are in",
        inference_attribute=None,
        problem_type="Regression",
    ),
    _case(
        "attribute-not-found",
        "An attribute is not among the columns",
        "<path>: inference_attribute is 'anwser', which is not among the columns of the data; the columns are 0 'label', "
        "1 'answer', 2 'p', 3 'city'",
        inference_attribute="anwser",
    ),
    _case(
        "quality-value-no-number",
        "A truth of a regression is no number",
        "<path>/day.csv: line 5: expected a number in the column 'y', found something else; mend it, leave it empty, or name "
        "another attribute",
        rows=_NUMBERS + "SECRETCELL,2\n",
        problem_type="Regression",
        inference_attribute="p",
        ground_truth_attribute="y",
    ),
    _case(
        "labels-too-many",
        "A classification has as many labels as a regression has numbers",
        "<path>: more than 2000 different labels were found, and a classification has few; check the attributes, or ask for "
        "problem_type Regression",
        rows="label,answer\n" + "".join(f"{place},{place}\n" for place in range(2001)),
        problem_type="MulticlassClassification",
    ),
    _case(
        "labels-not-two",
        "A binary classification has three labels",
        "<path>: a binary classification has two labels, and 3 different ones were found; name the positive one as "
        "positive_label, then all others are negative, or ask for problem_type MulticlassClassification",
        rows="label,answer\na,a\nb,b\nc,a\n",
    ),
    _case(
        "segments-too-many",
        "The column of the segments has too many values",
        "<path>: 'city' has more than 1000 different values, which is too many for segments; name a column of fewer",
        rows="label,answer,city\n" + "".join(f"1,{place % 2},c{place}\n" for place in range(1001)),
        segment_by="city",
    ),
    _case(
        "document-word-unknown",
        "A constraint of a model compares in an unknown way",
        '<path>/constraints.json: binary_classification_constraints.auc.comparison_operator: expected "LessThanThreshold" or '
        '"GreaterThanThreshold", found another text; mend it, or name the constraints of a baseline run of this problem_type',
        baseline=True,
        files={"baseline/constraints.json": json.dumps(_ONE)},
    ),
    _case(
        "document-of-another-kind",
        "The baseline of a model is one of the data",
        "<path>/constraints.json: expected the constraints of a model-quality job of BinaryClassification, found a document of "
        "a data-quality job (it has features); mend it, or name the constraints of a baseline run of this problem_type",
        baseline=True,
    ),
    Case(
        code="quality-without-constraints",
        wrong="Of a model's baseline only the statistics are given",
        says="A model's quality is judged by the constraints of a baseline, and only its statistics were given; give "
        "baseline_constraints too",
        files={"data/day.csv": _ROWS},
        settings={**_ASKED, "baseline_statistics": BASELINE["baseline_statistics"]},
        doors=(CONTAINER,),
    ),
    _merged(
        "attribute-in-csv-by-name",
        "An attribute of merged data is a name, and the answers are CSV",
        "<path>: inference_attribute is 'answer', and what the endpoint has answered is CSV, whose fields have no names; give "
        "the field's position, '0' for the first",
        "answer",
    ),
    _merged(
        "attribute-no-path",
        "An attribute of merged data is no path",
        "inference_attribute is expected to be a name, a position or a path of JMESPath, such as predictions[0].score; found "
        "'a[[0'",
        "a[[0",
    ),
    Case(
        code="merged-without-model-quality",
        wrong="Merged data are to be looked at as data are",
        says="<path>: captured traffic that was merged with ground truth is for a run about a model's answers; say "
        "analysis_type=MODEL_QUALITY, or read the captured traffic itself",
        files={"data/day.csv": _RECORD},
        settings={"dataset_format": '{"sagemakerMergeJson": {}}'},
        words=("baseline", "{folder}/data", "-o", "{folder}/out", "--format", "merged"),
    ),
    _case(
        "no-records-measured",
        "No record has both a truth and an answer",
        "<path>: of 2 records none has both a truth and an answer; a baseline needs one at least, so check the attributes, and "
        "whether the ground truth has come",
        rows="label,answer\n,1\n,0\n",
    ),
    Case(
        code="flag-of-model-quality",
        wrong="A flag is about a model's answers, and these are not looked at",
        says="--inference-attribute is about a model's answers; say --analysis-type MODEL_QUALITY too, or leave it out",
        words=("baseline", "{folder}/data", "-o", "{folder}/out", "--inference-attribute", "answer"),
        doors=(COMMAND_LINE,),
    ),
)
