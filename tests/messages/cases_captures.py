"""What may be wrong with the settings for captured traffic and for scripts."""

from collections.abc import Mapping
from types import MappingProxyType

from messages.case import BASELINE, BOTH, COMMAND_LINE, CONTAINER, Case

_CAPTURES = '{"sagemakerCaptureJson": {"captureIndexNames": ["endpointInput"]}}'
_WORDS = ("baseline", "{folder}/data", "-o", "{folder}/out")
_CAPTURED = (*_WORDS, "--format", "capture")


def _captured(
    code: str, wrong: str, says: str, *words: str, files: Mapping[str, str] = MappingProxyType({}), **settings: str
) -> Case:
    """A setting of the container and the words that come to the same; without words the container alone has it."""
    return Case(
        code=code,
        wrong=wrong,
        says=says,
        files=files,
        settings={"dataset_format": _CAPTURES, **settings},
        words=(*_CAPTURED, *words),
        doors=BOTH if words else (CONTAINER,),
    )


def _word(code: str, wrong: str, says: str, *words: str) -> Case:
    return Case(code=code, wrong=wrong, says=says, words=words, doors=(COMMAND_LINE,))


def _record(input_side: str) -> str:
    return '{"captureData": {"endpointInput": ' + input_side + "}}\n"


_GOOD = _record('{"data": "1,2", "encoding": "CSV"}')
_IMAGE = _record('{"data": "iVBORw0KGgo=", "encoding": "BASE64", "observedContentType": "image/png"}')
_MANY_NAMES = "{" + ", ".join(f'\\"n{number}\\": 1' for number in range(10_001)) + "}"


CASES = (
    _captured(
        "too-many-bad-records",
        "More captured records than may be bad cannot be read",
        "<path>: 2 of 100 records cannot be read, all of them not a whole line of JSON (first: <path>, line 99); see "
        "whether the files were copied whole and hold captured records, one a line. At most 0.01 of the records may "
        "be bad; set bad_records_share to allow more",
        files={"data/day.csv": _GOOD * 98 + "{\n{\n"},
    ),
    _captured(
        "unfinished-files",
        "More files of captured records than may be unfinished end within a record",
        "<path>: 2 of 101 files end within a record, which is more than endpoints write at a time; see whether the files were "
        "copied whole. At most 0.01 of the files may end so; set bad_records_share to allow more",
        files={f"data/{place:02}.csv": _GOOD + "{" * (place < 2) for place in range(100)},
    ),
    _captured(
        "too-many-bad-records",
        "What was captured is no table",
        "<path>: 1 of 1 records cannot be read, all of them with a content type that is no table (first: <path>, line 1); "
        "images, arrays and recordio are read only by a preprocessing script that returns rows; text/csv and "
        "application/json are read as they are",
        files={"data/day.csv": _IMAGE},
    ),
    Case(
        code="excluded-column-without-place",
        wrong="A captured column is excluded by a name that nothing has",
        says="The captured columns have no names, and the baseline has none of the name 'zzz' to exclude: give the column's "
        "position, from 0; the baseline's columns are <columns>",
        files={"data/day.csv": _GOOD},
        settings={**BASELINE, "dataset_format": _CAPTURES, "exclude_features_attribute": "zzz"},
        doors=(CONTAINER,),
    ),
    Case(
        code="record-delimiter-with-script",
        wrong="A script is to get records that do not end with a line",
        says="record_delimiter is set, and a preprocessing script gets lines: leave it out, or the script",
        settings={
            "dataset_format": '{"csv": {"record_delimiter": "|"}}',
            "record_preprocessor_script": "{folder}/script.py",
        },
        files={"script.py": "def preprocess_handler(record):\n    return []\n"},
        doors=(CONTAINER,),
    ),
    Case(
        code="script-names-not-stable",
        wrong="A script returns other names each time",
        says="<path>: the names that it returns for the same records are others each time; let it return the same names in "
        "every run",
        settings={"record_preprocessor_script": "{folder}/script.py"},
        files={"script.py": "import time\n\ndef preprocess_handler(record):\n    return {f't{time.time_ns()}': 1}\n"},
        doors=(CONTAINER,),
    ),
    _captured(
        "too-many-names",
        "JSON bodies have data for names",
        "<path>: the JSON has more than 10000 names of values, as if names were data; let a preprocessing script "
        "return the columns that are features",
        files={"data/day.csv": _record('{"data": "' + _MANY_NAMES + '", "encoding": "JSON"}')},
    ),
    _captured(
        "time-invalid",
        "A bound of the window is no time",
        "<name> is expected to be a time of ISO 8601, such as 2024-03-18T13:00:00Z; found '18.03.2024'",
        "--start",
        "18.03.2024",
        start_time="18.03.2024",
    ),
    _captured(
        "window-ends-before-start",
        "The window ends before it begins",
        "end_time is 2024-03-17T00:00:00+00:00, before start_time, 2024-03-18T00:00:00+00:00",
        "--start=2024-03-18",
        "--end=2024-03-17",
        start_time="2024-03-18",
        end_time="2024-03-17",
    ),
    Case(
        code="time-span-invalid",
        wrong="The span of --last is none",
        says="--last is expected to be a span of time, such as 6h, 30m, 2d, 1w or 1h30m; found 'six hours'",
        words=(*_CAPTURED, "--last", "six hours"),
        doors=(COMMAND_LINE,),
    ),
    _word(
        "last-with-start-or-end",
        "--last is given together with --start or --end",
        "--last is a window that ends now, without --start and --end; give the one or the others",
        *_CAPTURED,
        "--last=6h",
        "--end=2024-03-18",
    ),
    _word(
        "flag-of-another-format",
        "A window, an endpoint or the like is given for CSV",
        "--last chooses among the records of captured traffic, and <path> is read as CSV, every record of it; leave it "
        "out, or say --format capture",
        *_WORDS,
        "--last=6h",
    ),
    _word(
        "flag-of-another-format",
        "A delimiter or the like is given for captured traffic",
        "--field-delimiter is for CSV, and <path> is read as captured traffic; leave it out",
        *_CAPTURED,
        "--field-delimiter=;",
    ),
    _captured(
        "capture-side-unknown",
        "captureIndexNames names what no captured record has",
        "captureIndexNames holds 'groundTruth'; a captured record has endpointInput and endpointOutput to choose from",
        "--capture-index-names",
        "groundTruth",
        dataset_format='{"sagemakerCaptureJson": {"captureIndexNames": ["groundTruth"]}}',
    ),
    _captured(
        "capture-index-names-invalid",
        "captureIndexNames is no list of names",
        'captureIndexNames is expected to be a list of names, such as ["endpointInput", "endpointOutput"], or of their '
        "positions; found <what>.",
        dataset_format='{"sagemakerCaptureJson": {"captureIndexNames": [true]}}',
    ),
    _captured(
        "bad-records-share-out-of-range",
        "bad_records_share is no share",
        "bad_records_share is expected to be from 0 to 1; found 7.0",
        "--bad-records-share=7",
        bad_records_share="7",
    ),
    _captured(
        "number-invalid",
        "bad_records_share or script_timeout is no number",
        "<name> is expected to be a number; found 'one'",
        bad_records_share="one",
    ),
    Case(
        code="script-not-found",
        wrong="A script is not there",
        says="<name>: there is no file <path>/absent.py; name the script, a file of Python on this machine",
        settings={"record_preprocessor_script": "{folder}/absent.py"},
        words=(*_WORDS, "--preprocess", "{folder}/absent.py"),
    ),
    Case(
        code="script-timeout-invalid",
        wrong="A script is given no time, or more than a week",
        says="script_timeout is expected to be a number of seconds, more than 0 and at most 604800; found 0.0",
        files={"post.py": "def postprocess_handler(): pass\n"},
        settings={"post_analytics_processor_script": "{folder}/post.py", "script_timeout": "0"},
        words=(*_WORDS, "--postprocess", "{folder}/post.py", "--script-timeout=0"),
    ),
)
