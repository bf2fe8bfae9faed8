"""What may be wrong with the metrics that are kept, and with the checks against those of former runs."""

import json

from messages.case import BASELINE, COMMAND_LINE, CONTAINER, Case

_WORDS = ("baseline", "{folder}/data", "-o", "{folder}/out", "--metrics-repository", "{folder}/history")
_CHANGE = {"metric": "Size", "strategy": "RelativeRateOfChange", "parameters": {"maxRateDecrease": 0.5}}


def _check(code: str, wrong: str, says: str, **check: object) -> Case:
    """A check among those of the baseline; what is said of it begins with its place."""
    members = {name: value for name, value in {**_CHANGE, **check}.items() if value is not None}
    constraints = {
        "version": 0.0,
        "features": [{"name": name, "inferred_type": "String"} for name in ("id", "city")],
        "monitoring_config": {"anomaly_checks": [_CHANGE, members]},
    }
    return Case(
        code=code,
        wrong=wrong,
        says=f"<path>/constraints.json: monitoring_config.anomaly_checks[1]{says}",
        files={"baseline/constraints.json": json.dumps(constraints)},
        settings=BASELINE,
    )


def _invalid(wrong: str, where: str, expected: str, found: str, **check: object) -> Case:
    says = f"{where}: expected {expected}, found {found}; mend it, or name the constraints of a baseline run"
    return _check("anomaly-check-invalid", wrong, says, **check)


CASES = (
    Case(
        code="metrics-repository-not-usable",
        wrong="The metrics repository is a file",
        says="The metrics repository <path> is expected to be a folder that can be read and written: a file of that name is "
        "in the way; name another one",
        files={"history": ""},
        settings={"metrics_repository": "{folder}/history"},
        words=_WORDS,
    ),
    Case(
        code="tag-invalid",
        wrong="A tag has no value",
        says="--tag '<word>' is expected to be KEY=VALUE, with a key that is given once and is none of run, window_start, "
        "window_end, which every run gives itself",
        words=(*_WORDS, "--tag", "model"),
        doors=(COMMAND_LINE,),
    ),
    _check(
        "document-word-unknown",
        "The strategy of an anomaly check is not known",
        '.strategy: expected "RelativeRateOfChange" or "AbsoluteChange" or "RateOfChange" or "OnlineNormal" or "BatchNormal" '
        'or "SimpleThreshold" or "HoltWinters", found another text; mend it, or name the constraints of a baseline run',
        strategy="Prophet",
    ),
    _check(
        "document-word-unknown",
        "The metric of an anomaly check is not known",
        '.metric: expected "Size" or "Completeness" or "ApproxCountDistinct" or "Mean" or "Sum" or "StandardDeviation" or '
        '"Minimum" or "Maximum", found another text; mend it, or name the constraints of a baseline run',
        metric="Median",
    ),
    _invalid(
        "A strategy has no such parameter",
        ".parameters",
        "no keys but maxRateDecrease, maxRateIncrease, order",
        "maxRateDecline",
        parameters={"maxRateDecrease": 0.5, "maxRateDecline": 0.5},
    ),
    _invalid(
        "An anomaly check has a key that is not known",
        "",
        "no keys but metric, feature, strategy, parameters, last",
        "window",
        window=3,
    ),
    _invalid(
        "A strategy has no limit to go by",
        ".parameters",
        "maxRateDecrease or maxRateIncrease for RelativeRateOfChange",
        "neither",
        parameters=None,
    ),
    _invalid(
        "The limits of a strategy are the wrong way round",
        ".parameters",
        "maxRateDecrease not above maxRateIncrease",
        "it above",
        parameters={"maxRateDecrease": 2, "maxRateIncrease": 1},
    ),
    _invalid(
        "A seasonality has no such interval",
        ".parameters",
        "a seasonality with its metricsInterval (Daily with Hourly, Weekly with Daily, Yearly with Monthly)",
        "another pair",
        strategy="HoltWinters",
        parameters={"seasonality": "Weekly", "metricsInterval": "Hourly"},
    ),
    _invalid(
        "The number of records has a feature",
        ".feature",
        "none, for Size is the whole dataset's",
        "one",
        feature="id",
    ),
    _invalid(
        "A strategy is to look at too few runs",
        ".last",
        "at least 14, which HoltWinters needs",
        "a smaller number",
        strategy="HoltWinters",
        parameters={"seriesPeriodicity": 7},
        last=13,
    ),
    _invalid(
        "A strategy is to look at no run",
        ".last",
        "a whole number of at least 1",
        "a smaller one",
        last=0,
    ),
    Case(
        code="anomaly-check-feature-not-found",
        wrong="An anomaly check is given for a feature that is not there",
        says="<path>: an anomaly check is given for 'town', which is not among the columns that are read; the columns are those "
        "at positions 0 to 1",
        settings={
            "data_quality_monitoring_config": json.dumps(
                {"anomaly_checks": [{"metric": "Completeness", "feature": "town", "strategy": "BatchNormal"}]}
            )
        },
        doors=(CONTAINER,),
    ),
    _check(
        "anomaly-check-of-unknown-feature",
        "An anomaly check is of a feature that the baseline does not have",
        ".feature: expected a feature of the baseline, found another name; the features are id, city",
        metric="Completeness",
        feature="town",
    ),
)
