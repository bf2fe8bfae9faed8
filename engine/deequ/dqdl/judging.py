"""Rules over a run: those that the profile decides are asked of it, and the others, all in one go, of the rows."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from pyspark.sql import SparkSession

from engine.analysis.custom_rules import RuleOutcome, Verdict
from engine.deequ.dqdl.column_names import Names, names_for
from engine.deequ.dqdl.few_values import Values
from engine.deequ.dqdl.language import Rule
from engine.deequ.dqdl.outcomes import Said, told_of
from engine.deequ.dqdl.prepare import Prepared, UnusableRuleError, prepare
from engine.deequ.dqdl.profiled import verdicts_of_profile
from engine.deequ.dqdl.sources import Opening, Source
from engine.deequ.dqdl.sql import SqlReader, words_among
from engine.deequ.dqdl.states import Found
from engine.deequ.dqdl.verdicts import verdicts_of_rows
from engine.job.references import PRIMARY
from engine.profile.state import DatasetState

_log = logging.getLogger(__name__)

NO_OTHERS: Mapping[str, Source] = {}
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.caseSensitive": "false",
}
"""What the verdict of a rule may hang on, whatever this machine sets."""

_OUT_OF_REACH = (
    "It needs all rows together, and the hosts have a share of them each; give every host all of them (FullyReplicated)"
)


def judge_rules(
    spark: SparkSession, own: Source, rules: Sequence[Rule], others: Mapping[str, Source] = NO_OTHERS
) -> tuple[RuleOutcome, ...]:
    """Return what Deequ says of each of *rules* over the records of the run's *own* data, in order.

    Rules may name *others*, and no more. A rule that cannot be judged is undecided, with the reason, and takes no other rule
    with it. No data are touched where the profile decides; otherwise the rows of a dataset are read in one job, and what
    Deequ measures, it measures over them.
    """
    if not rules:
        return ()
    session = _own_session(spark, partitions=max(own.parts, spark.sparkContext.defaultParallelism))
    columns = tuple(dict.fromkeys(name for each in (own, *others.values()) for name in each.state.names))
    names = names_for(columns, words=words_among(session, columns))
    sql = SqlReader(session, names.of(own.state.names), names, frozenset({PRIMARY, *map(str.lower, others)}))
    prepared, outcomes = _prepare_all(sql, rules)
    heard = verdicts_of_profile(session, sql.names, _found(session, sql.names, own.state), prepared)
    rest = {number: rule for number, rule in prepared.items() if number not in heard}
    if rest and own.rows is None:
        outcomes |= {
            number: _undecided(one.rule, f"{_OUT_OF_REACH} ({one.rule.place})") for number, one in rest.items()
        }
    elif rest and own.rows is not None:
        _log.info("%d of %d rules: the rows are read once more, for Deequ", len(rest), len(rules))
        heard |= _asked_of_rows(sql, own.rows, rest, others)
    outcomes |= {number: told_of(sql.names, prepared[number], one) for number, one in heard.items()}
    return tuple(outcomes[number] for number in range(len(rules)))


def _own_session(spark: SparkSession, *, partitions: int) -> SparkSession:
    """Return a session of the same Spark, where nobody else's tables have names, as many tasks as *partitions* in a shuffle."""
    session = spark.newSession()
    for name, value in {**_SETTINGS, "spark.sql.shuffle.partitions": str(partitions)}.items():
        session.conf.set(name, value)
    return session


def _prepare_all(sql: SqlReader, rules: Sequence[Rule]) -> tuple[dict[int, Prepared], dict[int, RuleOutcome]]:
    """Return the rules that Deequ can execute, and what is said of the others, both by number."""
    prepared: dict[int, Prepared] = {}
    outcomes: dict[int, RuleOutcome] = {}
    for number, rule in enumerate(rules):
        try:
            prepared[number] = prepare(sql, rule)
        except UnusableRuleError as error:
            outcomes[number] = _undecided(rule, str(error))
    return prepared, outcomes


def _found(session: SparkSession, names: Names, state: DatasetState) -> Found:
    return Found(state.records, dict(zip(names.given, state.columns, strict=True)), Values(session))


def _undecided(rule: Rule, reason: str) -> RuleOutcome:
    return RuleOutcome(rule.text, None, Verdict.UNDECIDED, reason)


def _asked_of_rows(
    sql: SqlReader, rows: Opening, rules: Mapping[int, Prepared], others: Mapping[str, Source]
) -> dict[int, Said]:
    with ExitStack() as kept:
        frames = {
            name: kept.enter_context(each.rows(sql.spark, sql.every.of(each.state.names).given))
            for name, each in others.items()
            if each.rows is not None
        }
        return verdicts_of_rows(sql.spark, kept.enter_context(rows(sql.spark, sql.names.given)), rules, frames)
