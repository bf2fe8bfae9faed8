"""What may be wrong with a captured batch transform."""

from collections.abc import Mapping

from messages.case import CONTAINER, Case

_HOUR = "2024/03/18/13/m.json"
_ROWS = "1,SECRETCELL\n"


def _manifest(side: str, *names: str, prefix: str | None = None) -> dict[str, str]:
    """Return the manifest of one side, by its path; its files lie in the folder `bucket`."""
    listed = "".join(f', "{name}"' for name in names)
    place = f"{{folder}}/bucket/{side}/" if prefix is None else prefix
    return {f"captured/{side}/{_HOUR}": f'[{{"prefix": "{place}"}}{listed}]'}


def _case(code: str, wrong: str, says: str, files: Mapping[str, str], trouble: str = "", **settings: str) -> Case:
    return Case(
        code=code,
        wrong=wrong,
        says=says,
        files={"bucket/input/a.csv": _ROWS * 3, "bucket/output/a.csv.out": "0.5\n" * 3, **files},
        settings={
            "dataset_source": "{folder}/captured",
            "dataset_format": '{"csv": {"header": false}}',
            "monitoring_input_type": "BATCH_TRANSFORM_INPUT",
            **settings,
        },
        trouble=trouble,
        doors=(CONTAINER,),
    )


_BOTH = {**_manifest("input", "a.csv"), **_manifest("output", "a.csv.out")}
_OBJECTS = {
    **_manifest("input", "a.json"),
    **_manifest("output", "a.json.out"),
    "bucket/input/a.json": '{"x": "SECRETCELL"}\n{"x": "SECRETCELL"\n{"x": 1}\n',
    "bucket/output/a.json.out": '{"y": 1}\n' * 2,
}

CASES = (
    _case(
        "manifest-invalid",
        "A manifest is not JSON, or is no manifest",
        '<path>: expected a manifest of a captured batch transform, such as [{"prefix": "s3://bucket/"}, "a.csv"]; '
        "<what was found>",
        {f"captured/input/{_HOUR}": '[{"prefix": "/x/"}, "SECRETCELL'},
    ),
    _case(
        "manifest-names-absent-file",
        "A manifest names a file that is not there",
        "<path>: names <path or address>, and no such file is there; bring it back, or take it out of the manifests",
        {**_BOTH, **_manifest("input", "a.csv", "b.csv")},
    ),
    _case(
        "manifest-files-unreadable",
        "What a manifest names cannot be looked up in its store",
        "<path>: what it names cannot be looked up: <reason of the system>",
        {**_BOTH, **_manifest("input", "x" * 5000)},
    ),
    _case(
        "manifest-without-partner",
        "A file of a transform's input has no output, or an output has no input",
        "<path>: names b.csv, and no manifest of that hour names its output; to monitor one side alone, let dataset_source be "
        "the folder of its manifests",
        {**_BOTH, **_manifest("input", "a.csv", "b.csv"), "bucket/input/b.csv": _ROWS},
    ),
    _case(
        "manifest-entry-twice",
        "Two transforms of one hour have files of one name, and their manifests have different names on the two sides",
        "<path>: names a.csv, and so does <path>, of the same hour: which output belongs to which input cannot be told; give "
        "the manifests of both sides the same names",
        {**_BOTH, "captured/input/2024/03/18/13/n.json": '[{"prefix": "{folder}/bucket/input/"}, "a.csv", "a.csv"]'},
    ),
    _case(
        "manifests-of-several-stores",
        "The files that manifests name lie in several stores",
        "<path>: names files of another store than the manifests before it; let all files of a monitoring run lie in one "
        "store and region, or on this host",
        {**_BOTH, **_manifest("output", "a.csv.out", prefix="s3://bucket/")},
        trouble="store that denies",
    ),
    _case(
        "transform-side-empty",
        "All files of one side of a transform are empty",
        "<path>: the files of the transform's input hold records, and those of its output none; see whether the transform was "
        "complete",
        {**_BOTH, "bucket/output/a.csv.out": "\n"},
    ),
    _case(
        "transform-counts-differ",
        "An input of a transform and its output have different numbers of records",
        "<path>/a.csv has 3 records, and its output <path>/a.csv.out has 2: records without inference ids are joined by their "
        "places, and so both must have as many; see whether the input has a header, as header (--no-header) says, and whether "
        "the transform was complete",
        {**_BOTH, "bucket/output/a.csv.out": "0.5\n" * 2},
    ),
    _case(
        "transform-records-bad",
        "Records of a transform cannot be read, and have no ids to be joined by",
        "<path>/a.json and <path>/a.json.out: 1 of their records cannot be read, so which output belongs to which input "
        "cannot be told by their places; see whether the files were copied whole",
        _OBJECTS,
        dataset_format='{"json": {"lines": true}}',
    ),
    _case(
        "script-for-batch-transform",
        "A preprocessing script is set for a batch transform",
        "A preprocessing script makes rows of single records, and those of a batch transform are put together of two files: "
        "leave the script out",
        {**_BOTH, "pre.py": "def preprocess_handler(record):\n    return []\n"},
        record_preprocessor_script="{folder}/pre.py",
    ),
)
