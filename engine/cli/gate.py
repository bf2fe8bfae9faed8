"""What a run tells a pipeline: the exit code, JUnit XML, a summary in Markdown, a JSON object on standard output."""

import argparse
import contextlib
import logging
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine.documents.folder import REPORT, document_in, folder_at
from engine.ending import Fault
from engine.errors import EngineError, JobError, public
from engine.gate.failing import failing_checks
from engine.gate.targets import Places, places_of, write_junit, write_summary
from engine.wording import foreign

if TYPE_CHECKING:
    from engine.analysis.merged import Merged
    from engine.gate.result import Result
    from engine.outcome import Findings

_STEP, _ACTIONS = "GITHUB_STEP_SUMMARY", "GITHUB_ACTIONS"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Gate:
    """What one run tells, and of which violations it fails (None for all); it `began` when its words were read.

    `report` says that report.html is asked for too, `annotates` that GitHub Actions shows at the run what was found.
    """

    command: str
    output: str
    places: Places
    fails_by: frozenset[str] | None
    json: bool
    began: datetime
    report: bool = False
    annotates: bool = False

    def result_of(self, outcome: "Findings", merged: "Merged | None" = None) -> "Result":
        """Return what a run with this *outcome*, and before it what was *merged*, has come to."""
        from engine.gate.result import result_of  # noqa: PLC0415 - it needs what a run needs

        return result_of(outcome, self.fails_by, merged)

    def nothing_merged(self, merged: "Merged") -> "Result":
        """Return what a run has come to whose merge has found nothing that could be measured."""
        from engine.gate.result import nothing_merged  # noqa: PLC0415 - as above

        return nothing_merged(merged)

    def tell(self, result: "Result", show: Callable[[str], None]) -> int:
        """Write the files, let *show* print the JSON object where one is wanted, and return the exit code.

        A file that cannot be written is a line in the log: the analysis is done.
        """
        if self.places.junit is not None:
            _write("JUnit's XML", lambda: write_junit(self.places, self._junit(result)))
        if self.places.summary is not None:
            _write("the summary", lambda: write_summary(self.places, self._summary(result)))
        if self.annotates:
            self._annotate(result)
        if self.json:
            show(self._json(result))
        return result.verdict.exit_code

    def _annotate(self, result: "Result") -> None:
        """Print to standard error, which GitHub Actions reads as well; where nobody can read it, nothing is told."""
        from engine.gate.annotations import annotations  # noqa: PLC0415 - only who wants it pays for it

        if sys.stderr is not None:
            with contextlib.suppress(OSError):
                sys.stderr.writelines(f"{line}\n" for line in annotations(result, command=self.command))
                sys.stderr.flush()

    def _junit(self, result: "Result") -> str:
        from engine.gate.junit import junit_xml  # noqa: PLC0415 - only who wants it pays for it

        return junit_xml(result, at=self.began, seconds=(datetime.now(UTC) - self.began).total_seconds())

    def _summary(self, result: "Result") -> str:
        from engine.gate.step_summary import markdown  # noqa: PLC0415 - as above

        return markdown(result, command=self.command)

    def _json(self, result: "Result") -> str:
        from engine.gate.as_json import as_json  # noqa: PLC0415 - as above

        documents = {name: public(document_in(self.output, name)) for name in result.documents}
        page = public(document_in(self.output, REPORT)) if self._has_page(result) else None
        files = {"report": page, "junit": self.places.junit, "summary": self.places.summary}
        return as_json(
            result,
            command=self.command,
            paths={"output": public(self.output), "documents": documents, **files},
        )

    def _has_page(self, result: "Result") -> bool:
        """Return whether the run has written report.html: it is asked for, and a run goes on where it cannot be made."""
        if not self.report or result.fault is not None:
            return False
        with contextlib.suppress(EngineError):
            return folder_at(self.output).has(REPORT)
        return False


def gate_of(arguments: argparse.Namespace, environ: Mapping[str, str]) -> Gate:
    """Return what the run of these *arguments* tells. Raises JobError for what cannot be told, or not there."""
    if arguments.json and arguments.emf:
        raise JobError(
            "--json and --emf both print to standard output, where a program would find the one in the other; leave one out",
            code="json-with-emf",
        )
    return Gate(
        arguments.command,
        arguments.output,
        places_of(arguments.junit, arguments.summary, of_step=environ.get(_STEP), output=arguments.output),
        failing_checks(arguments.fail_on),
        arguments.json,
        datetime.now(UTC),
        arguments.report,
        bool(environ.get(_ACTIONS)),
    )


def tell_fault(
    arguments: argparse.Namespace, fault: Fault, environ: Mapping[str, str], show: Callable[[str], None]
) -> None:
    """Tell what *fault* has ended the run of these *arguments*, in each way that they ask for and that is there."""
    asked = any(getattr(arguments, name, None) not in (None, False) for name in ("json", "junit", "summary"))
    annotates = hasattr(arguments, "fail_on") and bool(environ.get(_ACTIONS))
    if not asked and not annotates:
        return
    from engine.gate.result import failed  # noqa: PLC0415 - as above

    try:
        gate = gate_of(arguments, environ)
    except EngineError:  # the fault itself, or another one of the same words; JSON can be printed all the same
        began = datetime.now(UTC)
        gate = Gate(arguments.command, arguments.output, Places(), None, arguments.json, began, annotates=annotates)
    gate.tell(failed(fault), show)


def _write(what: str, write: Callable[[], None]) -> None:
    try:
        write()
    except OSError as error:
        _log.warning("[gate-file-not-written] %s cannot be written: %s", foreign(what), error.strerror)
