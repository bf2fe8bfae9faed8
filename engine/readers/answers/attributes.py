"""Attributes of a model's answers, as settings name them, among the columns of the data."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.job.quality import ModelQuality
from engine.readers.choice import is_position

GROUND_TRUTH = "groundTruthData_0"
"""The column of the truth, where the data were merged with it."""

OUTPUT, INPUT = "endpointOutput_", "endpointInput_"
"""What stands before an attribute in the names of columns that merged data, or a script, have."""

_STEP = re.compile(
    r'(?:^|\.)(?:(?P<name>[A-Za-z_]\w*)|"(?P<quoted>[^"\\]*)")|\[(?P<place>\d+)\]|(?P<other>.)', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Found:
    """The columns that an attribute is in; several, with the `classes` that these are of, for a list of probabilities."""

    columns: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


def find_attribute(word: str, names: Sequence[str]) -> Found:
    """Return the columns among *names* that the attribute *word* is in; none where it is not there.

    It may be a column's name, a path into JSON (answer.label, scores[1]) or a position from 0. A name may have the
    prefix of the endpoint's output in the data. What has only parts of its own (scores.0, scores.1) is all of these.
    """
    path = dotted(word)
    for name in (word, f"{OUTPUT}{word}", path, f"{OUTPUT}{path}"):
        if name is not None and name in names:
            return Found((name,))
    for prefix in (f"{path}.", f"{OUTPUT}{path}."):
        parts = tuple(name for name in names if path and name.startswith(prefix))
        if parts:
            return Found(parts, tuple(name.removeprefix(prefix) for name in parts))
    return Found((names[int(word)],)) if is_position(word) and int(word) < len(names) else Found()


def dotted(word: str) -> str | None:
    """Return the name of the column that a plain path of JMESPath leads to: a."b c"[0] to a.b c.0; None for any other."""
    steps = list(_STEP.finditer(word))
    if not steps or any(step["other"] is not None for step in steps):
        return None
    return ".".join(step["name"] or step["quoted"] or step["place"] or "" for step in steps)


def words_of(asked: ModelQuality) -> dict[str, str]:
    """Return the attributes that *asked* names, by the settings that name them; that of the truth is always there."""
    given = {
        "ground_truth_attribute": asked.ground_truth or GROUND_TRUTH,
        "inference_attribute": asked.inference,
        "probability_attribute": asked.probability,
        "segment_by": asked.segment_by,
    }
    return {name: word for name, word in given.items() if word is not None}


def columns_of(asked: ModelQuality, names: Sequence[str]) -> tuple[str, ...]:
    """Return those of *names* that hold an attribute of *asked*, in their order."""
    held = {column for word in words_of(asked).values() for column in find_attribute(word, names).columns}
    return tuple(name for name in names if name in held)
