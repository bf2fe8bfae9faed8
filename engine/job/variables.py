"""The variables of the container's contract, by name: what a job is asked for, and no business of the user's scripts."""

NAMES = (
    "dataset_source",
    "dataset_format",
    "table",
    "where",
    "output_path",
    "baseline_statistics",
    "baseline_constraints",
    "semantics",
    "text_encoding",
    "exclude_features_attribute",
    "categorical_drift_method",
    "data_quality_monitoring_config",
    "analysis_type",
    "problem_type",
    "inference_attribute",
    "probability_attribute",
    "probability_threshold_attribute",
    "ground_truth_attribute",
    "ground_truth_source",
    "positive_label",
    "start_time",
    "end_time",
    "start_time_offset",
    "end_time_offset",
    "metric_time",
    "monitoring_input_type",
    "sagemaker_endpoint_name",
    "variant_name",
    "sagemaker_monitoring_schedule_name",
    "record_preprocessor_script",
    "post_analytics_processor_script",
    "script_timeout",
    "publish_cloudwatch_metrics",
    "put_metrics",
    "emf",
    "openmetrics_path",
    "metrics_namespace",
    "cloudwatch_metrics_directory",
    "report_enabled",
    "suggestions",
    "rules_path",
    "rules_references",
    "metrics_repository",
    "bad_records_share",
    "missing_values",
    "message_path",
    "hosts_timeout",
    "spark_secret",
)
"""Every variable of the contract, in the order in which the log shows them."""

SECRET = ("spark_secret",)
"""Settings whose values no log shows."""

OUT_OF_SCOPE = ("detect_outliers", "detect_drift", "image_data", "automl_problem_name", "auto_ml_job_detail")
"""Variables that the official image knows for AutoML and image jobs."""
