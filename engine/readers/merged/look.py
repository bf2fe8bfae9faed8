"""A look at the first merged records: whether the attributes can be where they are said to be."""

from collections.abc import Mapping
from itertools import islice

from engine.errors import JobError
from engine.job.dataset import Dataset, FormatOptions
from engine.job.quality import ModelQuality
from engine.readers.answers.attributes import GROUND_TRUTH, INPUT, OUTPUT, words_of
from engine.readers.answers.paths import refuse_no_paths
from engine.readers.choice import is_position
from engine.readers.merged.extract import UnreadError, Wanted, body_of, values_in
from engine.readers.merged.table import ENCODING, MergedTable
from engine.readers.store import File, Store
from engine.readers.tables import Known
from engine.readers.text.taking import Heads
from engine.wording import quoted

_MOST_RECORDS = 100
_TRUTH = "ground_truth_attribute"


def describe_merged(
    store: Store, dataset: Dataset[FormatOptions], files: tuple[File, ...], known: Known, *, share: float
) -> MergedTable | None:
    """Return the table of the attributes that *known* asks for; None where there is no byte to read.

    Raises JobError where a run is not about a model's answers, and for an attribute that cannot be in the records.
    """
    asked = known.quality
    if asked is None:
        raise JobError(
            f"{dataset.source}: captured traffic that was merged with ground truth is for a run about a model's answers; say "
            f"analysis_type=MODEL_QUALITY, or read the captured traffic itself",
            code="merged-without-model-quality",
        )
    written = tuple(file for file in files if file.size)
    if not written:
        return None
    words = words_of(asked)
    answers = {setting: word for setting, word in words.items() if setting != _TRUTH}
    refuse_no_paths(answers)
    if any(map(_is_csv, islice(Heads(store, ENCODING, written).lines(), _MOST_RECORDS))):
        _refuse_names(answers, source=dataset.source)
    return _table(store, dataset, written, asked, tuple(answers.values()), share)


def _table(
    store: Store,
    dataset: Dataset[FormatOptions],
    written: tuple[File, ...],
    asked: ModelQuality,
    answers: tuple[str, ...],
    share: float,
) -> MergedTable:
    wanted = Wanted(asked.ground_truth, answers)
    return MergedTable(
        store=store,
        described_by=written[0].path,
        window=dataset.window,
        share=share,
        wanted=wanted,
        names=(asked.ground_truth or GROUND_TRUTH, *wanted.names),
    )


def _is_csv(line: bytes) -> bool:
    """Whether the answers of a record are fields of CSV."""
    try:
        (record,) = values_in(line.decode("utf-8", "replace"))
        captured = record["captureData"]
        return body_of(captured.get("endpointOutput") or captured.get("batchTransformOutput"))[0] is not None
    except (UnreadError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _refuse_names(answers: Mapping[str, str], *, source: str) -> None:
    """Raise JobError for an attribute of the output that is no position, where the output is CSV."""
    for setting, word in answers.items():
        if not word.startswith(INPUT) and not is_position(word.removeprefix(OUTPUT)):
            raise JobError(
                f"{source}: {setting} is {quoted(word)}, and what the endpoint has answered is CSV, whose fields have no "
                f"names; give the field's position, '0' for the first",
                code="attribute-in-csv-by-name",
            )
