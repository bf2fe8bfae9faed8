"""Every message of the engine's with an input that brings it about; docs/messages.md is made from this table."""

from messages import cases_baseline, cases_data, cases_machine, cases_settings

SECTIONS = {
    "The data": cases_data.CASES,
    "The baseline and the output folder": cases_baseline.CASES,
    "The settings and the command line": cases_settings.CASES,
    "The machine": cases_machine.CASES,
}
CASES = tuple(case for section in SECTIONS.values() for case in section)
