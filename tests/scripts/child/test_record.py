"""A captured record as a script sees it."""

import json

import pytest

CAPTURED = {
    "captureData": {
        "endpointInput": {"observedContentType": "text/csv", "mode": "INPUT", "data": "1,2", "encoding": "CSV"},
        "endpointOutput": {"observedContentType": "text/csv", "mode": "OUTPUT", "data": "MC41", "encoding": "BASE64"},
    },
    "eventMetadata": {
        "eventId": "e1",
        "inferenceId": "i1",
        "inferenceTime": "2024-03-18T13:00:00Z",
        "customAttributes": ["a=b"],
    },
    "eventVersion": "0",
}
BATCH = {
    "captureData": {"batchTransformInput": {"data": "3"}, "batchTransformOutput": {"data": "4"}},
    "groundTruthData": {"data": "1", "encoding": "CSV"},
}


def seen(rows, record, expression):
    text = f"def preprocess_handler(r): return {{'seen': {expression}}}"
    return rows(text, json.dumps(record), shape="capture")[0]["seen"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("r.endpoint_input.data", "1,2"),
        (
            "r.endpoint_input.encoding + r.endpoint_input.mode + r.endpoint_input.observedContentType",
            "CSVINPUTtext/csv",
        ),
        ("r.endpoint_output.data", "MC41"),
        ("r.endpoint_input.as_dict()", '{"encoding": "CSV", "data": "1,2", "observedContentType": "text/csv"}'),
        ("r.event_metadata.event_id + r.event_metadata.event_time", "e12024-03-18T13:00:00Z"),
        ("r.event_metadata.custom_attribute[0]", "a=b"),
        ("r.event_metadata.inference_id", "i1"),
        ("r.event_version", "0"),
        ("r.event_dict['eventMetadata']['eventId']", "e1"),
        ("r.batch_transform_output", None),
        ("r.ground_truth", None),
        ("hasattr(r, 'ground_truth')", True),
        ("r.event_data.endpointInput.data", "1,2"),
        ("r.event_data.batchTransformInput", None),
        ("r.event_data.as_dict()['endpointOutput']['data']", "MC41"),
        ("sorted(r.as_dict())", '["captureData", "eventMetadata", "eventVersion"]'),
        ("str(r).startswith('{')", True),
    ],
)
def test_a_captured_record_has_its_parts(rows, expression, value):
    """The parts have the documented names, and those of older scripts; a part that is absent is None."""
    assert seen(rows, CAPTURED, expression) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("r.batch_transform_input.data + r.batch_transform_output.data", "34"),
        ("r.event_data.batchTransformOutput.data", "4"),
        ("r.ground_truth.data", "1"),
        ("r.event_data.groundTruthData.data", "1"),
        ("r.endpoint_input", None),
        ("r.event_metadata", None),
    ],
)
def test_a_record_of_a_batch_with_ground_truth_has_its_parts(rows, expression, value):
    """Batch transform and ground truth have sides of their own."""
    assert seen(rows, BATCH, expression) == value


def test_a_side_that_a_script_changes_is_changed_in_the_record(rows):
    """as_dict tells what the sides are now, by either name."""
    text = """
    def preprocess_handler(r):
        r.endpoint_input.data = "9"
        return {"new": r.as_dict()["captureData"]["endpointInput"]["data"], "old": r.event_data.endpointInput.data}
    """
    assert rows(text, json.dumps(CAPTURED), shape="capture") == [{"new": "9", "old": "9"}]


def test_a_side_that_only_the_script_has_set_is_none_of_the_record(rows):
    """as_dict tells the sides that were captured, and a side that was taken away as it was captured."""
    text = """
    def preprocess_handler(r):
        r.batch_transform_input, r.endpoint_output = r.endpoint_input, None
        captured = r.as_dict()["captureData"]
        return {"sides": ",".join(captured), "output": captured["endpointOutput"]["data"]}
    """
    assert rows(text, json.dumps(CAPTURED), shape="capture") == [
        {"sides": "endpointInput,endpointOutput", "output": "MC41"}
    ]


def test_the_documented_example_gives_its_columns(rows):
    """Output before input, numbered with leading zeros."""
    text = """
    def preprocess_handler(inference_record):
        both = inference_record.endpoint_output.data.rstrip("\\n") + "," + inference_record.endpoint_input.data
        return {str(i).zfill(3): field for i, field in enumerate(both.split(","))}
    """
    assert rows(text, json.dumps(CAPTURED), shape="capture") == [{"000": "MC41", "001": "1", "002": "2"}]
