"""What may be wrong with where metrics are to go."""

from messages.case import COMMAND_LINE, CONTAINER, Case

_WORDS = ("baseline", "{folder}/data", "-o", "{folder}/out")


def _said(code: str, wrong: str, says: str, *words: str) -> Case:
    return Case(code=code, wrong=wrong, says=says, words=(*_WORDS, *words), doors=(COMMAND_LINE,))


def _path(code: str, wrong: str, says: str, path: str, files: dict[str, str | bytes] | None = None) -> Case:
    """A path for OpenMetrics, as both doors take it."""
    return Case(
        code=code,
        wrong=wrong,
        says=f"The file of metrics {says}",
        files=files or {},
        settings={"openmetrics_path": path},
        words=(*_WORDS, "--openmetrics", path),
    )


CASES = (
    _path(
        "openmetrics-in-the-way",
        "The path for OpenMetrics is that of another file",
        "<path> is there and none of the engine's, and would be overwritten; name another path, or remove it",
        "{folder}/notes.txt",
        {"notes.txt": "mine"},
    ),
    _path(
        "openmetrics-not-writable",
        "The file of OpenMetrics cannot be written",
        "<path> cannot be written (<reason of the system>); name a path in a folder that is there and can be written to",
        "{folder}/absent/metrics.prom",
    ),
    _path(
        "openmetrics-is-an-address",
        "The path for OpenMetrics is an address",
        "s3://bucket/metrics.prom is an address; name a path of this host, where a collector finds it",
        "s3://bucket/metrics.prom",
    ),
    Case(
        code="metrics-namespace-invalid",
        wrong="The namespace of the metrics is Amazon's, or none",
        says="metrics_namespace is 'AWS/EC2'; expected a namespace of CloudWatch: at most 255 letters, digits, blanks and "
        "characters of ._/#:-, not beginning with a blank, a colon or AWS/, which is Amazon's own",
        settings={"metrics_namespace": "AWS/EC2"},
        doors=(CONTAINER,),
    ),
    _said(
        "dimension-invalid",
        "A dimension is not NAME=VALUE, or has the name of the engine's own",
        "--dimension 'Feature=age' is expected to be NAME=VALUE, such as Endpoint=churn: a name that begins with a capital "
        "letter and goes on with letters, digits and _, other than Feature, and a value of at most 1024 characters",
        "--dimension",
        "Feature=age",
    ),
    _said(
        "dimensions-too-many",
        "A dimension is given twice, or more than 29 are",
        "--dimension is given 2 times, and each name may be given once (as labels, HostName and Host_Name are one name), at "
        "most 29 in all",
        "--dimension",
        "Endpoint=a",
        "--dimension",
        "Endpoint=b",
    ),
    _said(
        "metrics-go-nowhere",
        "A dimension or a namespace is given for metrics that go nowhere",
        "--dimension is about metrics, and they go nowhere; say --openmetrics, --emf or --put-metrics, or leave it out",
        "--dimension",
        "Endpoint=churn",
    ),
)
