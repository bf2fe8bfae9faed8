"""What looks like a mistake in how the data are read: by the first rows, and by the baseline that they would be compared with."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.analysis.data_quality.match import column_violations, fits
from engine.doctor.findings import Findings
from engine.doctor.first_rows import FirstRows
from engine.documents.baseline import Baseline
from engine.job.definition import Job
from engine.job.semantics import Matter
from engine.looking.plan import Comparison
from engine.profile.types import DataType, TypeCounts
from engine.readers.csv.delimiter import with_delimiter
from engine.readers.csv.options import CsvFormat
from engine.readers.store import open_store
from engine.wording import listed

_NUMBERS = (DataType.INTEGRAL, DataType.FRACTIONAL)


def examine_shape(findings: Findings, job: Job, rows: FirstRows) -> None:
    """Look whether the first *rows* are what they are taken for, and fit the baseline."""
    with findings.looking():
        for sentence in _of_csv(job, rows):
            findings.doubt(sentence)
        if rows.plan.comparison is not None and job.quality is None:
            for sentence in _of_baseline(job, rows, rows.plan.comparison):
                findings.doubt(sentence)


def _of_csv(job: Job, rows: FirstRows) -> Iterator[str]:
    written, table = job.dataset.format, rows.plan.table
    if not isinstance(written, CsvFormat) or job.dataset.preprocessor is not None:
        return
    if written.header and (numbers := sum(map(_is_number, table.names))):
        are = "is a number" if numbers == 1 else "are numbers"
        yield (
            f"The first line is taken for a header, and {numbers} of its {len(table.names)} names {are}: where it is a row, "
            f'say --no-header, or "header": false in dataset_format'
        )
    texts = sum(map(_is_number_below_a_text, (column.types for column in rows.state.columns)))
    if not written.header and texts:
        yield (
            f"No header is expected, and in {texts} of {len(rows.state.columns)} columns one value is a text and all others are "
            f'numbers: where the first line is a header, leave --no-header out, or say "header": true in dataset_format'
        )
    yield from _of_delimiter(job, written, table.described_by)


def _of_delimiter(job: Job, written: CsvFormat, path: str) -> Iterator[str]:
    """Say so where another delimiter than the one that is given parts the records better, as the run would find it."""
    if written.field_delimiter is None:
        return
    store = open_store(job.dataset.source)
    file = next((each for each in store.files() if each.path == path), None)
    if file is None:
        return
    found = with_delimiter(store, file, job.dataset.text_encoding, replace(written, field_delimiter=None))
    if found.field_delimiter not in (written.field_delimiter, ","):
        yield (
            f"The fields are to be parted by {written.field_delimiter!r}, and {found.field_delimiter!r} parts the first records "
            f"better: set the delimiter, or leave it out and it is found"
        )


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


def _is_number_below_a_text(types: TypeCounts) -> bool:
    numbers = sum(map(types.count, _NUMBERS))
    return types.count(DataType.STRING) == 1 and numbers == types.present - 1 > 0


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
