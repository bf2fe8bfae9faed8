"""What each variable of the container's contract is for, and the other variables that a process heeds: docs/settings.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable: what it may be, what holds where it is not set ("" for nothing), what it means, and the flag of the
    command line that asks for the same ("" for none)."""

    value: str
    default: str
    meaning: str
    flag: str = ""


_SWITCH = "`Enabled`, `Disabled`"
_TIME = "a time of ISO 8601, `2026-11-24T13:00:00Z`"
_SPAN = "a span of ISO 8601, `-P1D`, `-PT1H`"
_ATTRIBUTE = "a name, a position from 0, or a path into JSON"

CONTAINER = {
    "dataset_source": Variable("a folder or a file, here, `s3://` or `hdfs://`", "required", "the data", "DATA"),
    "dataset_format": Variable("JSON, see below", "required", "how the data are written", "--format"),
    "table": Variable(
        "a name in Spark's catalogue", "", "with `spark-submit`: the data, instead of `dataset_source` ([emr.md](emr.md))"
    ),
    "where": Variable("a condition of Spark's SQL", "", "which rows of `table` are read"),
    "output_path": Variable("a folder, here, `s3://` or `hdfs://`", "required", "where the documents go", "--output"),
    "baseline_statistics": Variable(
        "a file", "", "the baseline's `statistics.json`; with it or the next one the job is a monitoring run", "--baseline"
    ),
    "baseline_constraints": Variable("a file", "", "the baseline's `constraints.json`", "--baseline"),
    "semantics": Variable(
        "`corrected`, `observed`",
        "corrected",
        "judge as documented and meant, or as the official container was seen to ([semantics.md](semantics.md))",
        "--semantics",
    ),
    "text_encoding": Variable("an encoding that Python knows", "utf-8", "the encoding of text files", "--encoding"),
    "exclude_features_attribute": Variable(
        "names with commas between them, or positions from 0", "", "columns to leave out", "--exclude"
    ),
    "categorical_drift_method": Variable(
        "`LInfinity`, `ChiSquared`",
        "the baseline's",
        "how the drift of categories is measured",
        "--categorical-drift-method",
    ),
    "data_quality_monitoring_config": Variable(
        "JSON of the keys of `monitoring_config`",
        "",
        "of a baseline run: thresholds for its `constraints.json` ([documents.md](documents.md#monitoring_config))",
        "--threshold",
    ),
    "analysis_type": Variable(
        "`DATA_QUALITY`, `MODEL_QUALITY`",
        "DATA_QUALITY",
        "what is looked at: the data, or a model's answers beside the truth ([model_quality.md](model_quality.md))",
        "--analysis-type",
    ),
    "problem_type": Variable(
        "`Regression`, `BinaryClassification`, `MulticlassClassification`",
        "",
        "the problem that the model solves",
        "--problem-type",
    ),
    "inference_attribute": Variable(_ATTRIBUTE, "", "the column of the model's answers", "--inference-attribute"),
    "probability_attribute": Variable(
        _ATTRIBUTE,
        "",
        "the column of the positive label's probability, or of a list of all labels'",
        "--probability-attribute",
    ),
    "probability_threshold_attribute": Variable(
        "a number from 0 to 1",
        "0.5",
        "the probability at which an answer is positive, where there is no column of answers",
        "--probability-threshold-attribute",
    ),
    "ground_truth_attribute": Variable(
        _ATTRIBUTE, "", "the column of the truth; not set, the data are merged with it", "--ground-truth-attribute"
    ),
    "ground_truth_source": Variable(
        "a folder", "", "labels; with it the job is a merge ([ground_truth.md](ground_truth.md))", "--ground-truth"
    ),
    "positive_label": Variable(
        "a label", "the greater or last one", "the label that is positive in a binary problem", "--positive-label"
    ),
    "segment_by": Variable(
        "a column", "", "by whose values the rows are measured apart too, in `segments.json`", "--segment-by"
    ),
    "start_time": Variable(_TIME, "", "read from then on, of data that have times", "--start"),
    "end_time": Variable(_TIME, "", "read what is before then", "--end"),
    "start_time_offset": Variable(
        _SPAN, "", "of a merge: move the start of the window, as a schedule does", "--start-time-offset"
    ),
    "end_time_offset": Variable(_SPAN, "", "of a merge: move the end of the window", "--end-time-offset"),
    "metric_time": Variable(_TIME, "`start_time`, else now", "the time that metrics are of", "--metric-time"),
    "monitoring_input_type": Variable(
        "any text", "", "with `BATCH` in it the data are a batch transform's manifests ([batch.md](batch.md))"
    ),
    "sagemaker_endpoint_name": Variable(
        "a name", "", "which of several captured endpoints is read; the metrics' dimension `Endpoint`", "--endpoint"
    ),
    "variant_name": Variable("a name", "", "which of several captured variants is read", "--variant"),
    "sagemaker_monitoring_schedule_name": Variable(
        "a name", "", "the metrics' dimension `MonitoringSchedule`, and that the run is one of a schedule's", "--dimension"
    ),
    "record_preprocessor_script": Variable(
        "a file of Python", "", "whose `preprocess_handler` makes rows of records", "--preprocess"
    ),
    "post_analytics_processor_script": Variable(
        "a file of Python", "", "whose `postprocess_handler` is called when the documents are there", "--postprocess"
    ),
    "script_timeout": Variable(
        "seconds above 0", "300", "how long a script may take: for one record, and after the run", "--script-timeout"
    ),
    "publish_cloudwatch_metrics": Variable(
        _SWITCH, "Disabled", "write the file of metrics that SageMaker sends to CloudWatch ([metrics.md](metrics.md))"
    ),
    "put_metrics": Variable(_SWITCH, "Disabled", "send the metrics to CloudWatch", "--put-metrics"),
    "emf": Variable(_SWITCH, "Disabled", "print the metrics in CloudWatch's embedded metric format", "--emf"),
    "openmetrics_path": Variable("a file", "", "write the metrics as OpenMetrics text, for Prometheus", "--openmetrics"),
    "metrics_namespace": Variable(
        "a namespace of CloudWatch", "SageMaker's own", "where the metrics are put", "--metrics-namespace"
    ),
    "cloudwatch_metrics_directory": Variable(
        "a folder", "`/opt/ml/output/metrics/cloudwatch`", "where `publish_cloudwatch_metrics` writes its file"
    ),
    "report_enabled": Variable(
        "`true`, `false`", "false", "write `report.html`, for people, beside the documents ([report.md](report.md))", "--report"
    ),
    "suggestions": Variable(
        _SWITCH, "Enabled", "of a baseline run: write `suggestions.json`, Deequ's further constraints", "--no-suggestions"
    ),
    "rules_path": Variable("a file of DQDL", "", "rules of your own ([rules.md](rules.md))", "--rules"),
    "rules_references": Variable(
        "`NAME=PATH`, several with commas between them", "", "other datasets that rules call by name", "--reference"
    ),
    "metrics_repository": Variable(
        "a folder", "", "where the metrics of runs are kept, and compared with ([history.md](history.md))",
        "--metrics-repository",
    ),
    "bad_records_share": Variable(
        "a number from 0 to 1", "0.01", "the share of 100 records or more that may be unreadable", "--bad-records-share"
    ),
    "missing_values": Variable(
        "texts with commas between them", "", "what means a missing value in CSV, beside an empty text", "--missing-values"
    ),
    "message_path": Variable("a file", "", "where the exit message is written, besides `/opt/ml/output/message`"),
    "hosts_timeout": Variable(
        "seconds above 0", "300", "how long the hosts of a job wait for each other ([hosts.md](hosts.md))"
    ),
    "spark_secret": Variable("a text", "derived", "a secret that the hosts of one job share; no log shows it"),
}  # fmt: skip
"""By name, in the order of `engine.job.variables.NAMES`."""

FORMAT_OPTIONS = {
    "csv": {
        "header": Variable("true or false", "false", "the first record has the names of the columns"),
        "field_delimiter": Variable("a text", "`,`", "what stands between two fields"),
        "record_delimiter": Variable("a text", "any kind of line end", "what ends a record"),
        "quote_character": Variable("a character", '`"`', "what encloses a quoted field"),
        "quote_escape_character": Variable("a character", "", "what makes the next character data"),
        "output_columns_position": Variable(
            "`START`, `END`", "START", "of a batch transform: where the output's columns stand"
        ),
    },
    "json": {
        "lines": Variable("true or false", "found from the file", "one object a line; what a file is it shows itself"),
        "line": Variable("true or false", "found from the file", "the API's name for `lines`"),
    },
    "parquet": {},
    "sagemakerCaptureJson": {
        "captureIndexNames": Variable("a list of `endpointInput`, `endpointOutput`", "both", "the sides to read"),
        "originalDatasetFormat": Variable(
            "an object",
            "",
            "as the SDK sends it; its output_columns_position is heeded, all else each record says itself",
        ),
        "output_columns_position": Variable("`START`, `END`", "START", "where the output's columns stand"),
    },
    "sagemakerMergeJson": {
        "captureIndexNames": Variable("a list", "", "taken and not heeded: the attributes say what is read"),
        "originalDatasetFormat": Variable("an object", "", "taken and not heeded"),
        "output_columns_position": Variable("`START`, `END`", "", "taken and not heeded"),
    },
}
"""The keys of dataset_format, and the options of each."""

PROCESS = {
    "MODEL_MONITOR_HOME": Variable(
        "a folder",
        "`share/model-monitor` of this Python, else of the user",
        "where the jars and the compiled code are that `model-monitor setup` prepares",
    ),
    "XDG_DATA_HOME": Variable("a folder", "`~/.local/share`", "the user's folder of data, for the one above"),
    "NPY_DISABLE_CPU_FEATURES": Variable(
        "names of features",
        "on a Zen 4 processor `X86_V4 AVX512_ICL`",
        "which of the processor's features numpy does without; its AVX-512 sort takes three times as long on that one",
    ),
    "NUMBA_CACHE_DIR": Variable("a folder", "in MODEL_MONITOR_HOME", "where compiled code is kept instead"),
    "DEFAULT_ARTIFACT_REPOSITORY": Variable(
        "an address", "Maven Central", "the repository that `model-monitor setup` fetches jars from"
    ),
    "PIP_CERT": Variable("a file or folder of certificates", "the system's", "further authorities that set-up trusts"),
    "REQUESTS_CA_BUNDLE": Variable("a file or folder of certificates", "the system's", "the same"),
    "JAVA_HOME": Variable("a folder", "a Java of the PATH", "the Java that runs Spark: a Java 17"),
    "SPARK_HOME": Variable("a folder", "the package pyspark", "a Spark 3.5 of your own"),
    "HADOOP_CONF_DIR": Variable("a folder", "", "settings of Hadoop"),
    "YARN_CONF_DIR": Variable("a folder", "", "settings of YARN"),
    "SPARK_LOCAL_DIRS": Variable("folders", "the system's", "where Spark's tasks keep what is for the time of a run"),
    "NO_COLOR": Variable("any text", "", "no colour on a terminal"),
    "GITHUB_STEP_SUMMARY": Variable("a file", "", "where `--summary` writes that names no path ([gate.md](gate.md))"),
    "GITHUB_ACTIONS": Variable(
        "any text",
        "",
        "no line that is printed begins a command of the system that reads it, but for the annotations of what was found",
    ),
    "TF_BUILD": Variable("any text", "", "the same, of Azure Pipelines"),
    "TEAMCITY_VERSION": Variable("any text", "", "the same, of TeamCity"),
    "AWS_ENDPOINT_URL_S3": Variable("an address", "Amazon's", "the store behind `s3://` ([s3.md](s3.md))"),
    "AWS_ENDPOINT_URL": Variable("an address", "Amazon's", "the same, for every service"),
    "AWS_REGION": Variable("a region", "the bucket's own", "where S3 and CloudWatch are asked"),
    "AWS_DEFAULT_REGION": Variable("a region", "", "the same, where `AWS_REGION` is not set"),
    "AWS_CA_BUNDLE": Variable("a file of certificates", "the system's", "the authorities that are trusted for `s3://`"),
    "CLOUDWATCH_METRICS_DIRECTORY": Variable(
        "a folder", "", "the platform's name for `cloudwatch_metrics_directory`, which wins"
    ),
}
"""Variables of the process, which no setting of a job replaces. Those of AWS's SDK that it reads itself are not among them."""

INTERNAL = {
    *("MODEL_MONITOR_DAEMON", "MODEL_MONITOR_HOST", "NUMBA_CPU_NAME", "PYSPARK_GATEWAY_PORT", "PYSPARK_GATEWAY_SECRET"),
    *("SPARK_LOCAL_IP", "SPARK_SCALA_VERSION", "SPARK_VERSION"),
}
"""Variables by which processes of one run tell each other things, and nobody else sets them."""
