"""Why a model is said to be worse: the metric, its threshold, and what it was in the baseline."""

import math

from engine.analysis.evidence import Relation
from engine.analysis.model_quality.constrain import camel
from engine.documents.model_quality.constraints import LESS
from engine.explain.bound import effect
from engine.explain.documents_of import Broken, Documents
from engine.explain.explanation import Explanation
from engine.explain.sentences import numbers_of


def explain_metric(documents: Documents, broken: Broken) -> Explanation:
    """Return by how much a metric has missed its threshold."""
    told = numbers_of(broken.description.replace("'", " "))
    now = {camel(name): value for name, value in (documents.metrics or {}).items()}.get(broken.subject)
    before = {camel(name): value for name, value in (documents.promised or {}).items()}.get(broken.subject)
    value = now if now is not None else told[0] if told else float("nan")
    relation = Relation.AT_LEAST if broken.check == LESS else Relation.AT_MOST
    numbers = {"now": value, "threshold": told[-1] if len(told) > 1 else None, "baseline": before}
    return Explanation(
        broken.subject,
        broken.check,
        broken.description,
        numbers=tuple((what, repr(float(number))) for what, number in numbers.items() if number is not None),
        formula=(f"It holds while the metric is {relation.value} its threshold.",),
        threshold=effect(value, relation, "threshold in constraints.json", least=-math.inf, most=math.inf),
        notes=(
            "Which classes are confused is in confusion_matrix of statistics.json; segments.json has parts of the data.",
        ),
    )
