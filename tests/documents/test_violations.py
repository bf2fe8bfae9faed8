"""constraint_violations.json as the official container writes it."""

import pytest

from engine.documents.json.codec import dumps, loads
from engine.documents.violations import Violation, Violations
from engine.errors import DocumentError

MISSING = Violation("age", "completeness_check", "Data completeness requirement is not met.")


def test_a_violation_has_the_official_keys_in_their_order() -> None:
    """First the feature, then the check, then the sentence."""
    assert dumps(Violations((MISSING,)).to_json()) == (
        '{\n  "violations" : [ {\n    "feature_name" : "age",\n    "constraint_check_type" : "completeness_check",\n'
        '    "description" : "Data completeness requirement is not met."\n  } ]\n}'
    )


def test_no_violations_are_an_empty_list() -> None:
    """The document is there also where nothing was violated."""
    assert dumps(Violations().to_json()) == '{\n  "violations" : [ ]\n}'


def test_what_is_written_is_read_as_the_same() -> None:
    """A document of ours is read back into an equal value."""
    text = dumps(Violations((MISSING,)).to_json())
    assert Violations.from_json(loads(text, source="v.json"), source="v.json") == Violations((MISSING,))


def test_a_violation_without_its_check_is_an_error() -> None:
    """The path tells which one."""
    document = {"violations": [{"feature_name": "age", "description": "x"}]}
    with pytest.raises(
        DocumentError, match=r"^v.json: violations\[0\].constraint_check_type: expected text, found nothing"
    ):
        Violations.from_json(document, source="v.json")
