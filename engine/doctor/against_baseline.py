"""What looks like a mistake in how the data are read: by the first rows, and by the baseline that they would be compared with."""

from collections.abc import Iterator, Sequence

from engine.analysis.data_quality.match import column_violations, fits
from engine.doctor.findings import Findings
from engine.doctor.first_rows import FirstRows
from engine.documents.baseline import Baseline
from engine.job.definition import Job
from engine.job.semantics import Matter
from engine.looking.plan import Comparison
from engine.profile.types import TypeCounts
from engine.readers.format import FirstLook
from engine.readers.formats import format_of
from engine.wording import listed


def examine_shape(findings: Findings, job: Job, rows: FirstRows) -> None:
    """Look whether the first *rows* are what they are taken for, and fit the baseline."""
    with findings.looking():
        for sentence in _of_format(job, rows):
            findings.doubt(sentence)
        if rows.plan.comparison is not None and job.quality is None:
            for sentence in _of_baseline(job, rows, rows.plan.comparison):
                findings.doubt(sentence)


def _of_format(job: Job, rows: FirstRows) -> Iterator[str]:
    """What the format itself finds odd; a script reads the records otherwise."""
    dataset, table = job.dataset, rows.plan.table
    if dataset.preprocessor is not None:
        return
    types = tuple(column.types for column in rows.state.columns)
    yield from format_of(dataset.format).doubts(dataset, FirstLook(table.names, types, table.described_by))


def _of_baseline(job: Job, rows: FirstRows, compared: Comparison) -> Iterator[str]:
    table, known = rows.plan.table, compared.baseline.names
    if table.settled or rows.whole:
        for violation in column_violations(compared.match, columns=len(table.selected), baseline_columns=len(known)):
            yield f"A run would report {violation.check}: {violation.description}"
    if not rows.state.records:
        return
    by_name = table.named and job.semantics.corrects(Matter.NAMES_OF_COLUMNS)
    types = {name: column.types for name, column in zip(rows.state.names, rows.state.columns, strict=True)}
    strange = [
        f"{feature} ({types[name].inferred().value}, not {compared.baseline.type_of(feature)})"
        for name, feature in compared.match.pairs
        if not fits(types[name], compared.baseline.type_of(feature))
    ]
    if strange:
        features = "1 feature is" if len(strange) == 1 else f"{len(strange)} features are"
        yield f"By the first rows {features} of another type than in the baseline: {listed(strange)}"
    if not by_name:
        yield from _of_positions(tuple(types.values()), compared.baseline, known)


def _of_positions(types: Sequence[TypeCounts], baseline: Baseline, known: Sequence[str]) -> Iterator[str]:
    """Say so where columns that go by position fit better in another place: a label stands first here and last there."""
    others = {
        "with the first column behind all others": (*types[1:], *types[:1]),
        "with the last column before all others": (*types[-1:], *types[:-1]),
    }
    here = _misfits(types, baseline, known)
    for how, moved in others.items():
        if len(types) == len(known) > 1 and _misfits(moved, baseline, known) < here:
            yield f"The columns go by position, and fit the baseline better {how}: check where the label stands on both sides"
    lacking = {"first": known[1:], "last": known[:-1]}
    for which, rest in lacking.items():
        if len(types) == len(rest) and not _misfits(types, baseline, rest):
            yield (
                f"The columns go by position, and there is one fewer than in the baseline, which they fit without its {which} one: "
                f"where that is the label, leave it out by its position (--exclude, exclude_features_attribute)"
            )


def _misfits(types: Sequence[TypeCounts], baseline: Baseline, known: Sequence[str]) -> int:
    return sum(not fits(own, baseline.type_of(name)) for own, name in zip(types, known, strict=False))
