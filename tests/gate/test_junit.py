"""JUnit's XML: a case for each check of each feature, by the rules of both schemas that are in use.

The rules are written here as Jenkins's junit-10.xsd and Windy Road's JUnit.xsd have them.
"""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from gate.hostile import HOSTILE

from engine.ending import Fault
from engine.gate.junit import junit_xml
from engine.gate.result import Judged, Result, State, Verdict, failed

AT = datetime(2024, 3, 18, 13, 5, tzinfo=UTC)
JUDGED = (
    Judged("age", "completeness_check", State.HOLDS),
    Judged(HOSTILE, "data_type_check", State.BROKEN, HOSTILE),
    Judged("job", "custom_rule_check", State.BROKEN, "first"),
    Judged("job", "custom_rule_check", State.TOLERATED, "second"),
    Judged("job", "custom_rule_check", State.HOLDS, rule='IsComplete "job" \x00'),
    Judged("", "anomaly_check", State.TOLERATED, "x" * 1_000_000),
)


def _read(result):
    text = junit_xml(result, at=AT, seconds=1.25)
    root = ElementTree.fromstring(text)
    _hold_to_the_schemas(root)
    return root[0]


def _hold_to_the_schemas(root):
    """The elements in their order, their attributes, and what kind of text each of these is."""
    assert (root.tag, root.attrib, [suite.tag for suite in root]) == ("testsuites", {}, ["testsuite"])
    suite = root[0]
    integers = {"id", "tests", "failures", "errors", "skipped"}
    assert set(suite.keys()) == {"name", "package", "timestamp", "hostname", "time", *integers}
    assert all(re.fullmatch(r"\d+", suite.get(name)) for name in integers)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp"))
    assert re.fullmatch(r"\d+\.\d+", suite.get("time"))
    tags = [element.tag for element in suite]
    assert tags == ["properties", *["testcase"] * (len(tags) - 3), "system-out", "system-err"]
    for case in suite.iter("testcase"):
        assert set(case.keys()) == {"name", "classname", "time"}
        assert len(case) <= 1
        for element in case:
            assert set(element.keys()) == ({"message"} if element.tag == "skipped" else {"message", "type"})
    counted = {name: len(suite.findall(f"testcase/{tag}")) for name, tag in _TAGS.items()}
    assert {name: suite.get(name) for name in counted} == {name: str(count) for name, count in counted.items()}
    assert suite.get("tests") == str(tags.count("testcase"))


_TAGS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def test_each_check_of_a_feature_is_a_case():
    """What holds has passed, what is broken has failed, and what --fail-on leaves out is skipped; no two have one name."""
    suite = _read(Result(Verdict.VIOLATIONS, 5, 2, JUDGED))

    cases = [(case.get("classname"), case.get("name"), [each.tag for each in case]) for case in suite.iter("testcase")]
    assert cases[0] == ("completeness_check", "age", [])
    assert cases[2:] == [
        ("custom_rule_check", "job", ["failure"]),
        ("custom_rule_check", "job (2)", ["skipped"]),
        ("custom_rule_check", 'job: IsComplete "job" \\x00', []),
        ("anomaly_check", "''", ["skipped"]),
    ]
    assert suite.find("testcase/failure").get("type") == "data_type_check"


def test_what_xml_cannot_hold_is_written_out():
    """Control characters, halves of pairs and marks of direction; tags are text, and long texts are cut."""
    text = junit_xml(Result(Verdict.VIOLATIONS, 5, 2, JUDGED), at=AT, seconds=0)

    assert text.replace("\n", "").isprintable()
    assert "<script>" not in text
    assert len(text) < 20_000
    assert "\\x1b[2J" in ElementTree.fromstring(text)[0].find("testcase/failure").text


@pytest.mark.parametrize(
    ("result", "tag", "message"),
    [
        (failed(Fault("data-not-found", "no such folder")), "error", "no such folder"),
        (failed(Fault("no-records", "no record", no_data=True)), "skipped", "no record"),
        (Result(Verdict.NO_DATA), "skipped", "there was no record to look at"),
    ],
    ids=["error", "baseline of nothing", "empty window"],
)
def test_a_run_without_a_result_is_one_case(result, tag, message):
    """A pipeline that shows the file must not take it for one where all went well."""
    (case,) = _read(result).iter("testcase")
    assert [(each.tag, each.get("message")) for each in case] == [(tag, message)]
