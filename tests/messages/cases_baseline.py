"""What may be wrong with the documents of a baseline, and with the output folder."""

from messages.case import BASELINE, COMMAND_LINE, CONTAINER, UNTOUCHED, Case

_CONSTRAINTS = "baseline/constraints.json"
_STATISTICS = "baseline/statistics.json"
_FEATURE = '{"name": "id", "inferred_type": "Integral", %s}'
_SKETCH = (
    '{"dataset": {"item_count": 1}, "features": [{"name": "id", "inferred_type": "Integral", "numerical_statistics": '
    '{"common": {"num_present": 1, "num_missing": 0}, "mean": 1.0, "sum": 1.0, "std_dev": 0.0, "min": 1.0, "max": 1.0, '
    '"distribution": {"kll": {"buckets": [], "sketch": {"parameters": {"c": 0.64, "k": 2048.0}, "data": %s}}}}}]}'
)


def _broken(code: str, wrong: str, says: str, text: str | bytes, *, document: str = _CONSTRAINTS) -> Case:
    kind = document.removeprefix("baseline/").removesuffix(".json")
    return Case(
        code=code,
        wrong=wrong,
        says=f"<path>/{kind}.json: {says}; mend it, or name the {kind} of a baseline run",
        files={document: text},
        settings=BASELINE,
    )


CASES = (
    Case(
        code="document-not-found",
        wrong="The file of the baseline is not there",
        says="<path>: expected a document, found no file; bring it back, or name the constraints of a baseline run",
        settings={"baseline_constraints": "{folder}/absent.json"},
        doors=(CONTAINER,),
    ),
    Case(
        code="document-not-found",
        wrong="A folder to explain holds no violations",
        says="<path>: expected a document, found no file; name the output folder of a monitoring run",
        words=("explain", "{folder}/data"),
        doors=(COMMAND_LINE,),
        leaves=UNTOUCHED,
    ),
    Case(
        code="document-is-a-folder",
        wrong="The file of the baseline is a folder",
        says="<path>: expected a document, found a folder; mend it, or name the constraints of a baseline run",
        settings={"baseline_constraints": "{folder}/baseline"},
        doors=(CONTAINER,),
    ),
    Case(
        code="document-unreadable",
        wrong="The file of the baseline may not be read by this user",
        says="<path>: expected a document, found what cannot be read (<reason of the system>); mend it, or name the "
        "constraints of a baseline run",
        settings=BASELINE,
        trouble="baseline of somebody else",
    ),
    Case(
        code="baseline-not-found",
        wrong="The folder of the baseline holds no document",
        says="<path>: neither statistics.json nor constraints.json is there; name the output folder of a baseline run",
        words=("monitor", "{folder}/data", "--baseline", "{folder}/data", "-o", "{folder}/out"),
        doors=(COMMAND_LINE,),
    ),
    Case(
        code="documents-not-found",
        wrong="A folder to make a page of holds no document",
        says="<path>: neither statistics.json nor constraint_violations.json is there; name the output folder of a run",
        words=("report", "{folder}/data"),
        doors=(COMMAND_LINE,),
        leaves=UNTOUCHED,
    ),
    Case(
        code="nothing-to-compare",
        wrong="A folder to compare holds no document, nor does a folder in it",
        says="<path>: none of statistics.json, constraints.json, constraint_violations.json is there, nor below it; name the "
        "output folder of a run",
        words=("compare", "{folder}/baseline", "{folder}/data"),
        doors=(COMMAND_LINE,),
        leaves=UNTOUCHED,
    ),
    Case(
        code="explained-feature-not-found",
        wrong="A feature to explain is not in the documents",
        says="<path>: --feature is <name>, which the documents do not tell of; they tell of <names>",
        files={"run/constraint_violations.json": '{"violations": []}'},
        words=("explain", "{folder}/run", "--baseline", "{folder}/baseline", "--feature", "income"),
        doors=(COMMAND_LINE,),
        leaves=UNTOUCHED,
    ),
    _broken(
        "document-not-utf8",
        "The file of the baseline is not UTF-8",
        "expected UTF-8 text, found something else at byte <number>",
        b'{"SECRETCELL\xff',
    ),
    _broken(
        "document-not-json",
        "The file of the baseline is not JSON",
        "line 2, column 3: expected JSON, found other text (<what JSON wants there>)",
        "{\n  SECRETCELL}",
    ),
    _broken(
        "document-not-json",
        "The file of the baseline is empty",
        "line 1, column 1: expected JSON, found other text (<what JSON wants there>)",
        "",
    ),
    _broken(
        "document-constant-without-quotes",
        "A number of the baseline is NaN without quotes",
        "line 1, column <number>: expected JSON, found NaN without quotes",
        '{"version": NaN}',
    ),
    _broken(
        "document-number-too-long",
        "A number of the baseline has thousands of digits",
        "expected JSON, found a number of too many digits",
        '{"version": %s}' % ("7" * 5000),
    ),
    _broken(
        "document-nested-too-deeply",
        "The file of the baseline is nested without end",
        "expected a document, found JSON that is nested too deeply",
        "[" * 200_000,
    ),
    _broken(
        "document-value-of-another-kind",
        "The file of the baseline is another kind of JSON",
        "<path inside the document>: expected <what>, found <what>",
        '{"SECRETCELL": 1}',
    ),
    Case(
        code="document-of-another-kind",
        wrong="The constraints are those of a model-quality job",
        says="<path>/constraints.json: expected the constraints of a data-quality job, found the constraints of a "
        "model-quality job (it has regression_constraints); give it to a run with analysis_type=MODEL_QUALITY "
        "(--analysis-type MODEL_QUALITY), or name the constraints of a baseline run",
        files={_CONSTRAINTS: '{"version": 0.0, "regression_constraints": {}}'},
        settings=BASELINE,
    ),
    _broken(
        "document-of-another-kind",
        "The statistics stand in the place of the constraints",
        "expected the constraints of a data-quality job, found a statistics document (it has dataset)",
        '{"version": 0.0, "dataset": {"item_count": 3}, "features": []}',
    ),
    Case(
        code="feature-name-not-text",
        wrong="The name of a feature of the baseline holds half a character",
        says="<path>: features[0].name: expected whole characters, found half of a surrogate pair; mend the name",
        files={_CONSTRAINTS: '{"features": [{"name": "\\ud800", "inferred_type": "Integral"}]}'},
        settings=BASELINE,
    ),
    _broken(
        "document-count-negative",
        "A count of the baseline is negative",
        "<path inside the document>: expected a whole number of at least 0, found a negative one",
        '{"dataset": {"item_count": -1}, "features": []}',
        document=_STATISTICS,
    ),
    _broken(
        "document-count-too-great",
        "A count of the baseline is greater than any",
        "<path inside the document>: expected a whole number that 64 bits hold, found a greater one",
        '{"dataset": {"item_count": 1' + "0" * 400 + '}, "features": []}',
        document=_STATISTICS,
    ),
    _broken(
        "document-number-out-of-range",
        "A number of the baseline is out of its range",
        "<path inside the document>: expected <what>, found <what>",
        '{"features": [{"name": "id", "inferred_type": "Integral", "completeness": 7.0}]}',
    ),
    _broken(
        "document-word-unknown",
        "A word of the baseline is not one of those that are known",
        "<path inside the document>: expected <known words>, found another text",
        '{"features": [{"name": "id", "inferred_type": "SECRETCELL"}]}',
    ),
    _broken(
        "sketch-levels-too-many",
        "A sketch of the baseline has more levels than a sketch can have",
        "<path inside the document>: expected at most <number> levels, found <number>",
        _SKETCH % ([[]] * 99),
        document=_STATISTICS,
    ),
    _broken(
        "sketch-item-not-a-number",
        "A sketch of the baseline holds NaN",
        "<path inside the document>: expected numbers, found NaN among them",
        _SKETCH % '[["NaN"]]',
        document=_STATISTICS,
    ),
    _broken(
        "sketch-of-more-values",
        "A sketch of the baseline weighs more than there are values",
        "<path inside the document>: expected the items of at most <number> values (num_present), found those of "
        "<number>",
        _SKETCH % "[[], [1.0]]",
        document=_STATISTICS,
    ),
    _broken(
        "sketch-item-infinite",
        "A sketch of the baseline holds infinity, and its extremes are finite",
        "<path inside the document>: expected items from min to max, found an infinite one",
        _SKETCH % '[["Infinity"]]',
        document=_STATISTICS,
    ),
    Case(
        code="output-folder-unnamed",
        wrong="The output folder is an empty text",
        says="The output folder is expected to be a path, found an empty text; name the folder to write the documents to",
        words=("baseline", "{folder}/data", "-o", ""),
        leaves=UNTOUCHED,
        doors=(COMMAND_LINE,),
    ),
    Case(
        code="feature-repeated",
        wrong="The baseline names a feature twice",
        says="<path>: features: expected each name once, found <number> repeated; keep one entry of each",
        files={_CONSTRAINTS: '{"features": [%s, %s]}' % ((_FEATURE % '"completeness": 1.0',) * 2)},
        settings=BASELINE,
    ),
    Case(
        code="output-folder-is-baseline",
        wrong="The output folder is the baseline's",
        says="The output folder <path> is the baseline's, and the baseline would be overwritten; name another one",
        settings={**BASELINE, "output_path": "{folder}/baseline"},
        leaves=UNTOUCHED,
    ),
    Case(
        code="output-folder-in-use",
        wrong="Another run writes to the output folder",
        says="Another run writes to the output folder <path>; wait until it has ended, or name another folder",
        trouble="output folder of another run",
        leaves=UNTOUCHED,
    ),
    Case(
        code="output-folder-not-writable",
        wrong="The output folder cannot be made",
        says="The output folder <path> cannot be created: <cause>. Name another folder with output_path (--output).",
        files={"file": ""},
        settings={"output_path": "{folder}/file/out"},
        leaves=UNTOUCHED,
    ),
    Case(
        code="output-folder-not-writable",
        wrong="The output folder may not be written by this user",
        says="The output folder <path> cannot be written: this user may not write there. Name another folder with "
        "output_path (--output).",
        settings={"output_path": "{folder}/sealed"},
        trouble="output folder of somebody else",
        leaves=UNTOUCHED,
    ),
    Case(
        code="output-folder-not-writable",
        wrong="A document of a former run cannot be removed from the output folder",
        says="<document> of a former run cannot be removed from the output folder <path>: <cause>. Name another "
        "folder with "
        "output_path (--output).",
        files={"there/statistics.json/note": ""},
        settings={"output_path": "{folder}/there"},
        leaves=UNTOUCHED,
    ),
    Case(
        code="output-folder-not-writable",
        wrong="The disk of the output folder fills up",
        says="<document> cannot be written to the output folder <path>: the disk is full. Name another folder with "
        "output_path (--output).",
        trouble="full disk",
    ),
    Case(
        code="output-folder-not-writable",
        wrong="The system does not allow files as large as the documents",
        says="<document> cannot be written to the output folder <path>: files of that size are not allowed there. "
        "Name another "
        "folder with output_path (--output).",
        trouble="small files only",
    ),
)
