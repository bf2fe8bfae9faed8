"""What one look finds does not end the next one."""

import logging

from engine.doctor.findings import Findings
from engine.errors import JobError


def test_a_defect_is_a_finding_and_its_traceback_is_in_the_log(caplog):
    """Its own text may quote data, and is not shown."""
    findings = Findings()
    with findings.looking("the data"):
        raise ZeroDivisionError("SECRETCELL")
    with findings.looking("the rest"):
        pass
    assert [wrong.code for wrong in findings.wrong] == ["defect"]
    assert "SECRETCELL" not in findings.wrong[0].sentence
    assert "Traceback" in caplog.text
    assert findings.well == ("the rest",)


def test_what_the_engine_warns_of_is_a_doubt_and_not_logged(caplog):
    """Each once, however often it is said, and no look that meets it is well."""
    findings = Findings()
    for _ in range(2):
        with findings.looking("the data"):
            logging.getLogger("engine.readers").warning("%d files are odd", 3)
    assert (findings.doubts, findings.well, caplog.text) == (("3 files are odd",), (), "")


def test_what_meets_a_known_fault_is_not_well():
    """The data are not there: the format is not found for it, nor are the columns, and that is told once."""
    findings = Findings()
    for what in ("the format", "the files of the data, and their columns"):
        with findings.looking(what):
            raise JobError("x: nothing is there", code="data-not-found")
    assert ([wrong.code for wrong in findings.wrong], findings.well) == (["data-not-found"], ())
