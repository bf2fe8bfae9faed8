"""The spellings of dataset_format, and what is said of those that are none."""

import sys

import pytest

from engine.errors import JobError
from engine.readers.capture.options import CaptureFormat, capture_sides
from engine.readers.csv.options import CsvFormat
from engine.readers.json_lines.options import JsonFormat
from engine.readers.merged.options import MergedFormat
from engine.readers.parquet.options import ParquetFormat
from engine.sagemaker.dataset_format import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"csv": {"header": true, "output_columns_position": "START"}}', CsvFormat(header=True)),
        ('{"csv":{"header":false}}', CsvFormat(header=False)),
        ('{"csv": {}}', CsvFormat(header=False)),
        ('{"csv": {"header": null}}', CsvFormat(header=False)),
        ('{"csv": {"header": "true"}}', CsvFormat(header=True)),
        ('{"csv": {"header": "False"}}', CsvFormat(header=False)),
        ('{"Csv": {"Header": true}}', CsvFormat(header=True)),
        (' {\n"csv" : {"header"\t:true} }\n', CsvFormat(header=True)),
        ('{"csv": {"header": true}, "compression": "GZIP"}', CsvFormat(header=True)),
        ('{"Csv": {"Header": true}, "Json": null, "Parquet": null}', CsvFormat(header=True)),
        ('{"csv": {"output_columns_position": "END"}}', CsvFormat(output_columns_position="END")),
        ('{"csv": {"field_delimiter": "\\t", "record_delimiter": "|"}}', CsvFormat(False, "\t", record_delimiter="|")),
        ('{"csv": {"quote_character": "\'"}}', CsvFormat(quote_character="'")),
        ('{"csv": {"quote_escape_character": "\\\\"}}', CsvFormat(quote_escape_character="\\")),
    ],
)
def test_spellings_of_csv(text, expected):
    """The SDK's and the API's spellings are read, whatever the blanks; a missing header means there is none."""
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('{"json": {"lines": true}}', True),
        ('{"json": {"line": true}}', True),
        ('{"Json": {"Line": true}}', True),
        ('{"Json": {"Line": "true"}, "Csv": null}', True),
        ('{"json": {"lines": false}}', False),
        ('{"json": {}}', False),
        ('{"json": {"lines": null}, "compression": "GZIP"}', False),
    ],
)
def test_spellings_of_json(text, lines):
    """Whether a file has lines, it shows itself; what is said of it is kept."""
    assert parse(text) == JsonFormat(lines=lines)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "dataset_format is not JSON: Expecting value at character 1"),
        ("csv", "dataset_format is not JSON: Expecting value at character 1"),
        ('{"csv": {"header": True}}', "dataset_format is not JSON: Expecting value at character 20"),
        ("{'csv': {}}", "dataset_format is not JSON: Expecting property name enclosed in double quotes at character 2"),
        ("[]", "dataset_format is expected to be an object, such as"),
        ('"csv"', "found a text"),
        ('{"csv": true}', "dataset_format: csv is expected to be an object"),
        ("{}", "expected to name one of csv, json, parquet, sagemakerCaptureJson, sagemakerMergeJson; found none"),
        ('{"compression": "NONE"}', "found none"),
        ('{"csv": {}, "json": {}}', "found 2 (csv, json)"),
        ('{"tsv": {}}', "'tsv' is unknown; known are csv, json, parquet"),
        ('{"csv": {"delimiter": ";"}}', "csv: 'delimiter' is unknown; known are header, field_delimiter"),
        ('{"csv": {"header": "yes"}}', "csv: header is expected to be true or false; found a text"),
        ('{"csv": {"header": 1}}', "csv: header is expected to be true or false; found a number"),
        ('{"csv": {"field_delimiter": 9}}', "csv: field_delimiter is expected to be a text; found a number"),
        ('{"csv": {"field_delimiter": ""}}', "field_delimiter is expected to be a character or more; found none"),
        ('{"csv": {"field_delimiter": "\\""}}', "has another meaning already"),
        ('{"csv": {"quote_character": "ab"}}', "quote_character is expected to be one ASCII character"),
        ('{"csv": {"output_columns_position": "MIDDLE"}}', "is 'MIDDLE'; known are START, END"),
        ('{"json": {"lines": 1}}', "json: lines is expected to be true or false; found a number"),
        ('{"json": {"multiLine": true}}', "json: 'multiLine' is unknown; known are lines, line"),
        (
            '{"sagemakerMergeJson": {"sides": []}}',
            "sagemakerMergeJson: 'sides' is unknown; known are captureIndexNames",
        ),
        ('{"parquet": {"compression": "snappy"}}', "parquet: 'compression' is unknown"),
        ('{"parquet": true}', "parquet is expected to be an object"),
        ('{"sagemakerMergeJson": "endpointOutput"}', "sagemakerMergeJson is expected to be an object"),
        ('{"sagemakerCaptureJson": ["endpointInput"]}', "sagemakerCaptureJson is expected to be an object"),
        ('{"sagemakerCaptureJson": {"sides": []}}', "sagemakerCaptureJson: 'sides' is unknown; known are captureIndex"),
        ('{"sagemakerCaptureJson": {"captureIndexNames": 0}}', "captureIndexNames is expected to be a list of names"),
        ('{"sagemakerCaptureJson": {"captureIndexNames": [true]}}', "found true or false in it"),
        ('{"sagemakerCaptureJson": {"captureIndexNames": ["0", null]}}', "found null in it"),
        ('{"sagemakerCaptureJson": {"captureIndexNames": {"endpointInput": 1}}}', "found an object"),
        (
            '{"sagemakerCaptureJson": {"captureIndexNames": ["endpointInput", "groundTruth"]}}',
            "captureIndexNames holds 'groundTruth'; a captured record has endpointInput and endpointOutput",
        ),
        ('{"sagemakerCaptureJson": {"captureIndexNames": [2]}}', "captureIndexNames holds '2'"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(text, sentence):
    """A format that is broken, unknown or not built yet is refused, with the place or the known ones."""
    with pytest.raises(JobError) as raised:
        parse(text)
    assert sentence in str(raised.value)


@pytest.mark.parametrize("text", ['{"parquet": {}}', '{"Parquet": {}}', '{"Csv": null, "Parquet": {}}'])
def test_spellings_of_parquet(text):
    """It has no options."""
    assert parse(text) == ParquetFormat()


BOTH = ("endpointInput", "endpointOutput")


@pytest.mark.parametrize(
    ("names", "sides"),
    [
        (["endpointInput", "endpointOutput"], BOTH),
        (["endpointOutput", "endpointInput"], BOTH),
        (["ENDPOINTOUTPUT"], BOTH[1:]),
        (["endpointInput", "endpointinput"], BOTH[:1]),
        ([0], BOTH[:1]),
        (["1"], BOTH[1:]),
        ([1, "endpointInput"], BOTH),
        ("endpointInput, endpointOutput", BOTH),
        ("0,1,", BOTH),
        ([], ()),
        ("", ()),
        (None, ()),
    ],
)
def test_sides_are_named_or_numbered(names, sides):
    """By name in any case of letters or by position, in a list or a text with commas; always in the record's order."""
    assert capture_sides(names) == sides


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ('{"sagemakerCaptureJson":{"captureIndexNames":["endpointInput","endpointOutput"]}}', BOTH),
        ('{"sagemakerCaptureJson": {"captureIndexNames": "endpointOutput", "originalDatasetFormat": null}}', BOTH[1:]),
        ('{"SagemakerCaptureJson": {"CaptureIndexNames": null}}', ()),
        ('{"sagemakerCaptureJson": {"originalDatasetFormat": {"csv": {}}}}', ()),
        ('{"sagemakerCaptureJson": {}, "compression": "GZIP"}', ()),
    ],
)
def test_spellings_of_captured_traffic(text, sides):
    """Without names the records themselves decide; what the data were before they were captured changes nothing."""
    assert parse(text) == CaptureFormat(sides)


@pytest.mark.parametrize(
    ("options", "position"),
    [
        ("{}", "START"),
        ('{"output_columns_position": "END"}', "END"),
        ('{"outputColumnsPosition": "end"}', None),
        ('{"originalDatasetFormat": {"csv": {"output_columns_position": "END"}}}', "END"),
        ('{"originalDatasetFormat": {"Csv": {"Output_Columns_Position": "end"}}}', "END"),
        ('{"originalDatasetFormat": null}', "START"),
    ],
)
def test_where_the_output_of_captures_stands(options, position):
    """Beside the sides, or in the format of what was captured."""
    if position is None:
        with pytest.raises(JobError, match="is unknown"):
            parse(f'{{"sagemakerCaptureJson": {options}}}')
    else:
        assert parse(f'{{"sagemakerCaptureJson": {options}}}').output_columns_position == position


def test_merged_data_are_written_as_the_platform_says_it():
    """The sides and the original's format are in the records themselves."""
    given = '{"sagemakerMergeJson": {"captureIndexNames": ["endpointOutput"], "originalDatasetFormat": null}}'
    assert parse(given) == MergedFormat()


def test_any_depth_of_braces_that_do_not_close_is_a_sentence():
    """Also where the parser's own limit lies between the text and the text with the braces that YARN may have taken away."""
    for deep in range(sys.getrecursionlimit() // 2, sys.getrecursionlimit() + 1):
        with pytest.raises(JobError):
            parse('{"csv":' * deep)
