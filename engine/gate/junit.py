"""What a run has come to as JUnit XML, which every CI system shows: a test case for each check of each feature.

Source: the schemas that are in use, that of Jenkins (junit-10.xsd) and Windy Road's of Ant's task (JUnit.xsd); what is made here
is valid by both, so that it has attributes and empty elements which only one of them asks for.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree

from engine.gate.result import Judged, Result, State, Verdict
from engine.wording import foreign

_LONGEST = 4000
_SUITE = "model-monitor"
_NO_RECORD = "there was no record to look at"
_TOLERATED = "violated, and not among the checks of --fail-on: "


def junit_xml(result: Result, *, at: datetime, seconds: float) -> str:
    """Return the document: one suite of the run that began *at* and took so many *seconds*.

    A check that holds has passed, a violation is a failure, one that --fail-on does not name is skipped. A run that has failed
    is one case with an error, a run without data one case that is skipped. Control characters, which XML cannot hold, are
    written as Python writes them; long texts are cut.
    """
    root = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(root, "testsuite", _counts(result, at, seconds))
    ElementTree.SubElement(suite, "properties")
    for case in _cases(result):
        suite.append(case)
    ElementTree.SubElement(suite, "system-out")
    ElementTree.SubElement(suite, "system-err")
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _counts(result: Result, at: datetime, seconds: float) -> dict[str, str]:
    tolerated = sum(each.state is State.TOLERATED for each in result.judged)
    alone = result.verdict in (Verdict.ERROR, Verdict.NO_DATA)
    return {
        "name": _SUITE,
        "package": _SUITE,
        "id": "0",
        "timestamp": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "hostname": "localhost",
        "tests": str(len(result.judged) + alone),
        "failures": str(result.failing),
        "errors": str(int(result.verdict is Verdict.ERROR)),
        "skipped": str(tolerated + (result.verdict is Verdict.NO_DATA)),
        "time": f"{seconds:.3f}",
    }


def _cases(result: Result) -> Iterator[ElementTree.Element]:
    """Yield a case for what was judged, and one for the run where it has no result."""
    if result.verdict is Verdict.ERROR and result.fault is not None:
        case = _case("run", "run")
        told = _text(result.fault.sentence)
        ElementTree.SubElement(case, "error", type=result.fault.code, message=told).text = told
        yield case
    elif result.verdict is Verdict.NO_DATA:
        case = _case("run", "data")
        ElementTree.SubElement(
            case, "skipped", message=_NO_RECORD if result.fault is None else _text(result.fault.sentence)
        )
        yield case
    seen: Counter[tuple[str, str, str]] = Counter()
    for each in result.judged:
        key = (each.check, each.subject, each.rule)
        seen[key] += 1
        yield _judged(each, seen[key])


def _judged(judged: Judged, number: int) -> ElementTree.Element:
    """Return the case of one check; the second one of the same check and feature has a number."""
    rule = f": {foreign(judged.rule)}" if judged.rule else ""
    name = (foreign(judged.subject) or "''") + rule
    case = _case(judged.check, name if number == 1 else f"{name} ({number})")
    told = _text(judged.description)
    if judged.state is State.BROKEN:
        ElementTree.SubElement(case, "failure", type=judged.check, message=told).text = told
    elif judged.state is State.TOLERATED:
        ElementTree.SubElement(case, "skipped", message=_TOLERATED + told)
    return case


def _case(check: str, name: str) -> ElementTree.Element:
    return ElementTree.Element("testcase", classname=check, name=name, time="0")


def _text(text: str) -> str:
    return foreign(text, _LONGEST)
