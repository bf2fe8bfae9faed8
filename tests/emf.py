"""A reader of CloudWatch's embedded metric format, as strict as its specification: the published schema, and its sentences."""

import json
from pathlib import Path

import jsonschema

SCHEMA = json.loads((Path(__file__).parent / "metrics" / "emf_schema.json").read_text())
_LARGEST_EVENT = 256 * 1024


def read_emf(line):
    """Return what CloudWatch extracts of *line*: (namespace, name, dimensions) and the number; AssertionError if it would not."""
    assert len(line.encode()) <= _LARGEST_EVENT
    event = json.loads(line, parse_constant=_no_json)
    jsonschema.validate(event, SCHEMA, cls=jsonschema.Draft202012Validator)
    return dict(_extracted(event))


def _no_json(constant):
    """JSON has no NaN and no Infinity."""
    raise AssertionError(f"{constant} is no JSON")


def _extracted(event):
    for directive in event["_aws"]["CloudWatchMetrics"]:
        names = [metric["Name"] for metric in directive["Metrics"]]
        assert len(names) <= 100
        assert len(set(names)) == len(names)
        for keys in directive["Dimensions"]:
            assert not set(keys) & set(names)
            dimensions = tuple((key, event[key]) for key in keys)
            assert all(isinstance(value, str) and 0 < len(value) <= 1024 and value.isascii() for _, value in dimensions)
            for name in names:
                assert 0 < len(name) <= 255
                assert name.isascii()
                assert isinstance(event[name], int | float)
                yield (directive["Namespace"], name, dimensions), event[name]
