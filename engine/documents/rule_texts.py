"""The user's own rules in DQDL, as texts: in a file, and in the constraints of a baseline."""

from dataclasses import dataclass

from engine.documents import folder
from engine.documents.baseline import Baseline
from engine.documents.data_quality.monitoring import MonitoringConfig
from engine.errors import DocumentError
from engine.job.definition import Job


@dataclass(frozen=True, slots=True)
class RuleText:
    """A document of DQDL: where it stands, its text, and how many lines of the text stand there only for the parser."""

    source: str
    text: str
    lines_before: int = 0


def rules_in_file(path: str) -> tuple[RuleText, ...]:
    """Return the document in the file at *path*. Raises DocumentError where there is no text to read."""
    try:
        return (RuleText(path, folder.read(path)),)
    except DocumentError as error:
        raise DocumentError(f"{error}; name a file of rules in DQDL", code=error.code) from error


def rules_in_constraints(path: str, monitoring: MonitoringConfig) -> tuple[RuleText, ...]:
    """Return the rules that the settings in the document at *path* have: a whole document, or one for each rule."""
    source = f"{path}: monitoring_config.rules"
    if monitoring.rules is None:
        return ()
    if isinstance(monitoring.rules, str):
        return (RuleText(source, monitoring.rules),)
    return tuple(
        RuleText(f"{source}[{place}]", f"Rules = [\n{rule}\n]", lines_before=1)
        for place, rule in enumerate(monitoring.rules)
    )


def rule_texts(job: Job, baseline: Baseline | None) -> tuple[RuleText, ...]:
    """Return the user's rules: those of the job's file first, then those of the baseline's constraints."""
    in_file = () if job.rules is None else rules_in_file(job.rules)
    if baseline is None or baseline.constraints is None or job.baseline is None:
        return in_file
    return (*in_file, *rules_in_constraints(job.baseline.first, baseline.constraints.monitoring))
