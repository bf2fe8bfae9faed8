"""Ground truth and what was captured, joined as the service joins them."""

import json

from sagemaker_service.merge import merged


def _captured(event, inference=None):
    identified = {} if inference is None else {"inferenceId": inference}
    return json.dumps(
        {"captureData": {"endpointOutput": {"data": event}}, "eventMetadata": {"eventId": event, **identified}}
    )


def _label(event, data):
    return json.dumps({"groundTruthData": {"data": data, "encoding": "CSV"}, "eventMetadata": {"eventId": event}})


def test_records_and_their_labels():
    """By the inference's id where there is one; a record without a label is left out, and a label without a record."""
    captured = [_captured("e1"), _captured("e2", inference="i2"), _captured("e3")]
    lines = list(merged(captured, [_label("e1", "0"), _label("i2", "1"), _label("e2", "9"), _label("e4", "9")]))

    found = [
        (json.loads(line)["eventMetadata"]["eventId"], json.loads(line)["groundTruthData"]["data"]) for line in lines
    ]
    assert found == [("e1", "0"), ("e2", "1")]
