"""Where a run's metrics go, at what time they are put, and under which names whoever watches finds them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.errors import JobError
from engine.wording import quoted

FEATURE = "Feature"
"""The dimension that names the feature; it is the engine's own."""

MOST_DIMENSIONS = 29
"""CloudWatch takes 30 of a metric, and one is the feature's."""

_DIMENSION = re.compile(r"([A-Z][A-Za-z0-9_]{0,99})=(.{1,1024})", re.DOTALL)
_NAMESPACE = re.compile(r"(?!AWS/)[A-Za-z0-9._/#-][A-Za-z0-9._/#: -]{0,254}")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Publishing:
    """Where metrics go. Each of the four ways is by itself; none of them fails a run.

    `time` is that of every metric, with a time zone. `dimensions` are names and values that all of them have, in their
    order. `namespace` is CloudWatch's, None for the official one. `folder` is where `cloudwatch_metrics.jsonl` is
    written. `put` asks for calls of CloudWatch, in `region`, or where AWS's own settings say if that is None. `emf` asks for
    the embedded metric format on standard output, and `openmetrics` is the path of a file of OpenMetrics.
    """

    time: datetime
    dimensions: tuple[tuple[str, str], ...] = ()
    namespace: str | None = None
    folder: str | None = None
    put: bool = False
    region: str | None = None
    emf: bool = False
    openmetrics: str | None = None

    def or_none(self) -> "Publishing | None":
        """Return this where metrics go anywhere, None where nowhere."""
        files = (self.folder, self.openmetrics)
        return self if self.put or self.emf or any(path is not None for path in files) else None


def dimensions_said(words: Sequence[str], *, flag: str) -> tuple[tuple[str, str], ...]:
    """Return the dimensions that are *words* of the form NAME=VALUE, each behind the *flag*.

    A name begins with a capital letter, as those of SageMaker do, so that none is a metric's. Raises JobError for another
    form, for the engine's own dimension, for two names that are one as labels, and for more than CloudWatch takes.
    """
    found = tuple(_dimension(word, flag) for word in words)
    labels = [label_of(name) for name, _ in found]
    if len(set(labels)) < len(labels) or len(labels) > MOST_DIMENSIONS:
        raise JobError(
            f"{flag} is given {len(labels)} times, and each name may be given once (as labels, HostName and Host_Name "
            f"are one name), at most {MOST_DIMENSIONS} in all",
            code="dimensions-too-many",
        )
    return found


def label_of(dimension: str) -> str:
    """Return what a dimension is called as a label of OpenMetrics: small letters, with _ between words."""
    return _WORD.sub("_", dimension).lower()


def refuse_namespace(namespace: str | None, *, name: str) -> None:
    """Raise JobError where the *namespace* that is given as *name* is none that CloudWatch takes from others."""
    if namespace is not None and not _NAMESPACE.fullmatch(namespace):
        raise JobError(
            f"{name} is {quoted(namespace)}; expected a namespace of CloudWatch: at most 255 letters, digits, blanks "
            f"and characters of ._/#:-, not beginning with a blank, a colon or AWS/, which is Amazon's own",
            code="metrics-namespace-invalid",
        )


def _dimension(word: str, flag: str) -> tuple[str, str]:
    form = _DIMENSION.fullmatch(word)
    if form is None or label_of(form[1]) == label_of(FEATURE) or not form[2].strip():
        raise JobError(
            f"{flag} {quoted(word)} is expected to be NAME=VALUE, such as Endpoint=churn: a name that begins with a capital "
            f"letter and goes on with letters, digits and _, other than {FEATURE}, and a value of at most 1024 characters",
            code="dimension-invalid",
        )
    return form[1], form[2]
