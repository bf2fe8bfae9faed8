"""Every message of the engine's with an input that brings it about; docs/messages.md is made from this table."""

from messages import (
    cases_baseline,
    cases_captures,
    cases_capturing,
    cases_data,
    cases_frames,
    cases_history,
    cases_hosts,
    cases_machine,
    cases_merges,
    cases_metrics,
    cases_parquet,
    cases_quality,
    cases_rules,
    cases_scripts,
    cases_settings,
    cases_stores,
    cases_submitted,
    cases_transforms,
)

SECTIONS = {
    "The data": cases_data.CASES,
    "Parquet": cases_parquet.CASES,
    "Stores": cases_stores.CASES,
    "The baseline and the output folder": cases_baseline.CASES,
    "The settings and the command line": cases_settings.CASES,
    "The quality of a model": cases_quality.CASES,
    "The user's own rules": cases_rules.CASES,
    "Metrics": cases_metrics.CASES,
    "Metrics of former runs": cases_history.CASES,
    "Captured traffic and scripts": cases_captures.CASES,
    "Batch transforms": cases_transforms.CASES,
    "Merges with ground truth": cases_merges.CASES,
    "The user's scripts": cases_scripts.CASES,
    "DataFrames": cases_frames.CASES,
    "Capturing traffic": cases_capturing.CASES,
    "The machine": cases_machine.CASES,
    "Several hosts": cases_hosts.CASES,
    "A cluster of Spark": cases_submitted.CASES,
}
CASES = tuple(case for section in SECTIONS.values() for case in section)
