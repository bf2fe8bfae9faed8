"""Baseline and monitoring of a Spark DataFrame, in the session that it belongs to; nothing is written unless told to."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from engine.conclusion import conclude
from engine.deequ.dqdl.language import parse
from engine.deequ.dqdl.sources import Source, source_of_frame
from engine.deequ.presence import refuse_without_deequ
from engine.deequ.verification import constraints_of
from engine.documents import folder
from engine.documents.baseline import Baseline
from engine.documents.history.usable import refuse_unusable_history
from engine.documents.rule_texts import RuleText, rules_in_constraints
from engine.errors import NoRecords
from engine.frames.arguments import Given
from engine.history import with_history
from engine.job.definition import BaselinePaths, Job
from engine.job.semantics import Matter
from engine.looking.notices import violations_of_count
from engine.looking.plan import Comparison, check_columns, compare
from engine.outcome import Outcome
from engine.profile.state import DatasetState
from engine.readers.frames.partition import Part, Rows
from engine.readers.frames.wanted import FrameColumns, FrameLook, look_at_columns
from engine.readers.parquet.columns import Leaves
from engine.ruling import broken_checks, broken_rules, nothing_read
from engine.sinks import files_of, prepare, send
from engine.spark.doubles import java_doubles
from engine.spark.failures import machine_blamed
from engine.spark.frame import Frame, open_frame
from engine.spark.partitions import fold_frame
from engine.wording import listed

_log = logging.getLogger(__name__)


_NOWHERE = BaselinePaths(constraints="The baseline")
"""What sentences call a baseline that lies in no folder."""


def run(data: object, job: Job, given: Given | None, checks: Sequence[object] = ()) -> Outcome:
    """Do *job* on *data*, a DataFrame, and write its documents where it names a folder for them; *given* is a baseline.

    *checks* are PyDeequ's, which are verified as well.

    Raises an EngineError for what the user can mend; what is wrong with the DataFrame's own query is Spark's error.
    """
    frame, baseline, paths = open_frame(data), None, None
    if given is not None or job.suggestions or checks:
        refuse_without_deequ(frame.spark)
    if given is not None:
        baseline, paths = given.documents, given.paths
        job = replace(job, baseline=paths or _NOWHERE)
    with folder.owned_and_empty(job.output, paths) if job.output else nullcontext():
        prepare(job)
        refuse_unusable_history(job, baseline)
        with machine_blamed():
            outcome = _Run(frame, job, baseline, tuple(checks)).outcome()
        if job.output:
            folder.write_all(job.output, files_of(job, outcome, java_doubles(frame.spark)))
        send(job, outcome)
    return outcome


@dataclass(frozen=True, slots=True)
class _Run:
    """One run over a DataFrame."""

    frame: Frame
    job: Job
    baseline: Baseline | None
    checks: tuple[object, ...] = ()

    def outcome(self) -> Outcome:
        """Look at the columns, read all rows once, and conclude."""
        constraints_of(self.frame.spark, self.checks)
        look = look_at_columns(self.frame.names, self.frame.arrow_type, self.job.excluded)
        self._warn_of_strange(look)
        columns, compared = self._compare(look, look.leaves)
        if look.settled:
            check_columns(self._without_words(), columns, compared)
            if (of_count := violations_of_count(self.job, columns, compared)) is not None:
                return Outcome(0, None, None, of_count)
        part, compared = self._read(look, compared)
        if not part.state.records:
            return self._without_rows()
        if (of_count := violations_of_count(self.job, look.columns(part.leaves), compared)) is not None:
            return Outcome(0, None, None, of_count)
        outcome = conclude(self.frame.spark, self.job, compared, part.state)
        own = source_of_frame(self.frame.selected(look.places), self._rows(look, part.leaves), part.state)
        return self._with_history(part.state, self._with_rules(outcome, own))

    def _with_history(self, state: DatasetState | None, outcome: Outcome) -> Outcome:
        return with_history(self.job, self.baseline, state, outcome, spark=lambda: self.frame.spark)

    def _with_rules(self, outcome: Outcome, own: Source) -> Outcome:
        """Return *outcome* with the violations of the baseline's rules, and of checks, over the run's *own* rows."""
        texts, spark = self._rule_texts(), self.frame.spark
        if not texts and not self.checks:
            return outcome
        broken = broken_rules(spark, self.job, own, parse(spark, texts))
        unmet = broken_checks(spark, own, self.checks)
        return replace(outcome, violations=(*(outcome.violations or ()), *broken, *unmet))

    def _rule_texts(self) -> tuple[RuleText, ...]:
        if self.baseline is None or self.baseline.constraints is None:
            return ()
        source = (self.job.baseline or _NOWHERE).first
        return rules_in_constraints(source, self.baseline.constraints.monitoring)

    def _read(self, look: FrameLook, compared: Comparison | None) -> tuple[Part, Comparison | None]:
        """Fold all rows; return also what they are compared with, by the columns that they turned out to have."""
        domains = self._domains(compared)
        part = self._fold(look, domains)
        if look.settled or not part.state.records:
            return part, compared
        columns, compared = self._compare(look, part.leaves)
        check_columns(self._without_words(), columns, compared)
        if self._domains(compared) != domains:
            _log.info("By the length of their arrays the columns are other features than it seemed: reading again")
            part = self._fold(look, self._domains(compared))
        return part, compared

    def _fold(self, look: FrameLook, domains: Mapping[str, frozenset[str]]) -> Part:
        part = fold_frame(self.frame.selected(look.places), self._rows(look, look.leaves, domains))
        _log.info("%d rows read", part.state.records)
        return part

    def _rows(self, look: FrameLook, leaves: Leaves, domains: Mapping[str, frozenset[str]] | None = None) -> Rows:
        """Return how rows are read as *leaves*, and of which columns values of the *domains* are counted."""
        return Rows(
            names=tuple(self.frame.names[place] for place in look.places),
            leaves=leaves,
            excluded=look.words,
            domains=domains or {},
            spelled_true=self._spelled_true(),
        )

    def _compare(self, look: FrameLook, leaves: Leaves) -> tuple[FrameColumns, Comparison | None]:
        columns = look.columns(leaves)
        if self.baseline is None:
            return columns, None
        words = look.excluded(self.baseline.all_names, columns.selected)
        return columns, compare(replace(self.job, excluded=words), columns, self.baseline)

    def _domains(self, compared: Comparison | None) -> Mapping[str, frozenset[str]]:
        """Return the known values of columns; by name of all features, for an array may turn out to have more columns."""
        if compared is None:
            return {}
        by_name = self.job.semantics.corrects(Matter.NAMES_OF_COLUMNS)
        pairs = ((name, name) for name in compared.baseline.names) if by_name else compared.match.pairs
        return compared.baseline.domains(pairs)

    def _spelled_true(self) -> Mapping[str, str]:
        """Return how the baseline's features spell true, where that is no mistake to keep."""
        heeded = self.job.semantics.corrects(Matter.JSON_BOOLEANS)
        return self.baseline.spelled_true() if self.baseline is not None and heeded else {}

    def _without_words(self) -> Job:
        """Return the job without its words to exclude: those that name nothing have been told."""
        return replace(self.job, excluded=())

    def _warn_of_strange(self, look: FrameLook) -> None:
        if look.strange:
            _log.warning(
                "%d of the %d names to exclude are not among the columns of the DataFrame: %s; the columns are %s",
                len(look.strange),
                len(self.job.excluded),
                listed(look.strange),
                listed(self.frame.names),
            )

    def _without_rows(self) -> Outcome:
        """A monitoring run over nothing completes; a baseline of nothing is a mistake."""
        if self.baseline is None:
            raise NoRecords(
                "The DataFrame has no row, and a baseline needs at least one: check the query that it is made of",
                code="frame-without-rows",
            )
        _log.warning("The DataFrame has no row")
        nothing = nothing_read((), self.baseline.without(self.job.excluded))
        return self._with_history(None, self._with_rules(Outcome(0, None, None, ()), nothing))
