"""The curves of a binary classification in boxes of 100 by 100, and its confusion matrix."""

from collections.abc import Iterator, Mapping, Sequence

from engine.documents.json.codec import as_double
from engine.page.answers_view import CurveView, Matrix, MatrixCell, MatrixRow
from engine.page.visible import count, label, number, percent, whole

MOST_CLASSES = 12
_MOST_POINTS = 300
_APART = 0.5
_BOX = 100.0
_LEVELS = 10

_CURVES = (
    ("receiver_operating_characteristic_curve", "ROC curve", "false_positive_rates", "true_positive_rates", "auc"),
    ("precision_recall_curve", "Precision and recall", "recalls", "precisions", "au_prc"),
)
_DIAGONAL = "M0 100L100 0"


def curves_in(metrics: Mapping[str, object], before: Mapping[str, object]) -> Iterator[CurveView]:
    """Yield the curves that the *metrics* of a document hold, over those of the baseline's, *before*."""
    for name, title, across, up, area in _CURVES:
        current = _path(metrics.get(name), across, up)
        if current is not None:
            yield CurveView(
                title=title,
                told=_areas(metrics.get(area), before.get(area)),
                across=across.replace("_", " ").removesuffix("s").capitalize(),
                up=up.replace("_", " ").removesuffix("s").capitalize(),
                current=current,
                baseline=_path(before.get(name), across, up),
                chance=_DIAGONAL if area == "auc" else None,
            )


def matrix_in(metrics: Mapping[str, object]) -> Matrix | None:
    """Return the confusion matrix of a document's *metrics*, of its first classes; None where there is none."""
    found = metrics.get("confusion_matrix")
    rows = {truth: row for truth, row in found.items() if isinstance(row, dict)} if isinstance(found, dict) else {}
    if not rows:
        return None
    answers = list(dict.fromkeys((*rows, *(answer for row in rows.values() for answer in row))))
    told = answers[:MOST_CLASSES]
    return Matrix(
        answers=tuple((label(each), whole(each)) for each in told),
        rows=tuple(_row(truth, rows[truth], told) for truth in told if truth in rows),
        left_out=len(answers) - len(told),
    )


def _row(truth: str, counts: Mapping[str, object], answers: Sequence[str]) -> MatrixRow:
    numbers = {answer: as_double(value) or 0.0 for answer, value in counts.items()}
    total = sum(numbers.values())
    return MatrixRow(
        label(truth),
        whole(truth),
        tuple(_cell(numbers.get(answer, 0.0), total, right=answer == truth) for answer in answers),
    )


def _cell(rows: float, total: float, *, right: bool) -> MatrixCell:
    share = rows / total if total else 0.0
    return MatrixCell(count(rows), percent(share), round(share * _LEVELS), right)


def _areas(now: object, before: object) -> str:
    area, known = (as_double(each.get("value")) if isinstance(each, dict) else None for each in (now, before))
    if area is None:
        return ""
    return f"The area under it is {number(area)}" + ("." if known is None else f", in the baseline {number(known)}.")


def _path(curve: object, across: str, up: str) -> str | None:
    """Return the points of a *curve* as a line; None where it is none."""
    if not isinstance(curve, dict):
        return None
    sides = [
        [as_double(each) for each in side]
        for side in (curve.get(across), curve.get(up))
        if isinstance(side, list | tuple)
    ]
    if len(sides) != 2 or len(sides[0]) != len(sides[1]):  # noqa: PLR2004 - two axes
        return None
    points = [(x * _BOX, _BOX - y * _BOX) for x, y in zip(*sides, strict=True) if x is not None and y is not None]
    kept = _told_apart(points)
    return f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in kept)}" if kept else None


def _told_apart(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the points that an eye can tell apart, the last one among them."""
    kept: list[tuple[float, float]] = []
    for point in points:
        if not kept or max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) >= _APART:
            kept.append(point)
    step = -(-len(kept) // _MOST_POINTS) or 1
    return [*kept[::step], *points[-1:]]
