"""Where the attributes of a model's answers stand among the columns that are read."""

from collections.abc import Sequence

from engine.errors import JobError
from engine.job.definition import Job
from engine.job.quality import ModelQuality, ProblemType
from engine.quality.evaluation import Roles
from engine.readers.answers.attributes import Found, find_attribute, words_of
from engine.readers.choice import with_positions
from engine.readers.tables import Table
from engine.wording import quoted


def missing_attributes(asked: ModelQuality, names: Sequence[str]) -> tuple[str, ...]:
    """Return the settings whose attributes are not among the columns *names*."""
    return tuple(setting for setting, word in words_of(asked).items() if not find_attribute(word, names).columns)


def roles_of(job: Job, asked: ModelQuality, table: Table) -> Roles:
    """Return where the attributes stand among the columns that are read; JobError where one is nowhere."""
    words = words_of(asked)
    for setting in missing_attributes(asked, table.names):
        raise JobError(
            f"{job.dataset.source}: {setting} is {quoted(words[setting])}, which is not among the columns of the data; the "
            f"columns are {with_positions(table.names)}",
            code="attribute-not-found",
        )
    found = {setting: find_attribute(word, table.names) for setting, word in words.items()}
    if asked.problem is not ProblemType.REGRESSION and found.get("inference_attribute") == found.get(
        "probability_attribute"
    ):
        found.pop("inference_attribute", None)  # the SDK's own notebooks name one field as both: it is the probability
    places = {name: place for place, name in enumerate(table.selected)}

    def place_of(setting: str) -> int | None:
        return places[found[setting].columns[0]] if setting in found else None

    probability = found.get("probability_attribute", Found())
    truth = place_of("ground_truth_attribute")
    return Roles(
        truth=truth or 0,
        inference=place_of("inference_attribute"),
        probability=tuple(places[name] for name in probability.columns),
        classes=probability.classes,
        segment=place_of("segment_by"),
    )
