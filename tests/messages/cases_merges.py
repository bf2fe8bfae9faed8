"""What may be wrong with a merge of captured traffic with ground truth."""

from collections.abc import Mapping
from types import MappingProxyType

from messages.case import UNTOUCHED, Case

_RECORD = '{"captureData": {}, "eventMetadata": {"eventId": "a", "inferenceTime": "2024-03-18T13:00:00Z"}}\n'
_FILES = {"capture/2024/03/18/13/a.jsonl": _RECORD, "truth/2024/03/18/13/a.jsonl": "id,SECRETCELL\n1,SECRETCELL\n"}
_SETTINGS = {"dataset_source": "{folder}/capture", "ground_truth_source": "{folder}/truth", "dataset_format": None}
_WORDS = ("merge", "--capture", "{folder}/capture", "--ground-truth", "{folder}/truth", "-o")


def _case(
    code: str,
    wrong: str,
    says: str,
    *words: str,
    settings: Mapping[str, str] = MappingProxyType({}),
    output: str = "{folder}/out",
    leaves: tuple[str, ...] = (),
) -> Case:
    return Case(
        code=code,
        wrong=wrong,
        says=says,
        files=_FILES,
        settings={**_SETTINGS, "output_path": output, **settings},
        words=(*_WORDS, output, *words),
        leaves=leaves,
    )


CASES = (
    _case(
        "too-many-bad-records",
        "The ground truth is no JSON",
        "<path>: 2 of 2 records cannot be read, all of them not a whole line of JSON (first: <path>, line 1); see whether the "
        "files were copied whole and hold ground truth, one label a line",
    ),
    _case(
        "time-offset-invalid",
        "The offset of a window is no span of time",
        "<name> is expected to be a span of ISO 8601 in weeks, days, hours, minutes and seconds, such as -P1D or -PT1H; found "
        "'-P1M'",
        "--start-time-offset=-P1M",
        settings={"start_time_offset": "-P1M"},
    ),
    _case(
        "merge-output-in-source",
        "Merged records are to be written to the folder of the captured ones",
        "The output folder <path> lies in that of the captured records, where the next merge would read it; name another one",
        output="{folder}/capture/merged",
        leaves=UNTOUCHED,
    ),
)
