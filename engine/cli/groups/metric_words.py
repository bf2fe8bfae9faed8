"""The words that say where metrics go."""

from engine.cli.groups.parsers import Parser


def metric_words() -> Parser:
    """Return the arguments that say where metrics go."""
    words = Parser(add_help=False)
    metrics = words.group("metrics")
    metrics.add_argument(
        "--openmetrics",
        metavar="PATH",
        help="a file to write the metrics to in OpenMetrics text, for Prometheus; its folder has to be there",
    )
    metrics.add_argument(
        "--emf",
        action="store_true",
        help="print the metrics in CloudWatch's embedded metric format, and the report to standard error",
    )
    metrics.add_argument("--put-metrics", action="store_true", help="send the metrics to CloudWatch")
    metrics.add_argument(
        "--dimension",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a dimension of all metrics, such as Endpoint=churn or MonitoringSchedule=hourly; may be repeated",
    )
    metrics.add_argument(
        "--metrics-namespace", metavar="NAME", help="a namespace of CloudWatch, instead of SageMaker's own"
    )
    return words
