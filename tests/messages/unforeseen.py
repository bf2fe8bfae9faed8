"""The faults that no look before a run foresees, by their codes, each with the reason."""

_ROWS = "it shows when all rows have been read"
_MIDST = "it comes in the midst of the work"
_WORKERS = "it is a matter of Spark's Python workers, and none is started"
_PARSER = "the parser of the language runs in Spark's JVM"
_PYTHON = "it is raised by a call from Python, where there is nothing to look at before"
_HOSTS = "it comes when hosts come together, or part"
_CLUSTER = "it is a matter of the cluster that spark-submit speaks to"
_OTHER = "it is a fault of another command than those that run"


def _all(reason: str, *codes: str) -> dict[str, str]:
    return dict.fromkeys(codes, reason)


UNFORESEEN: dict[str, str] = {
    **_all(_ROWS, "quality-value-no-number", "labels-too-many", "labels-not-two", "segments-too-many"),
    **_all(_ROWS, "no-records-measured", "reference-without-records"),
    **_all(_MIDST, "data-file-shortened", "jvm-ended", "spark-out-of-memory", "disk-full"),
    **_all(_WORKERS, "worker-without-module", "worker-of-another-python-version", "worker-python-not-found"),
    **_all(_WORKERS, "worker-ended", "task-out-of-memory"),
    **_all(_PARSER, "rules-not-dqdl", "rule-not-dqdl", "rules-empty", "rules-with-analyzers"),
    **_all(_OTHER, "nothing-to-compare", "documents-not-found", "explained-feature-not-found", "home-not-writable"),
    **_all(_OTHER, "deequ-download-failed", "deequ-download-wrong", "maven-central-unknown"),
    **_all(_HOSTS, "host-without-address", "port-taken", "service-ended", "host-not-there", "host-lost"),
    **_all(_HOSTS, "executors-ended", "first-host-not-there", "first-host-lost", "merge-over-shards"),
    **_all(_CLUSTER, "submitted-to-another-spark", "submitted-without-deequ", "hdfs-file-too-large"),
    **_all(_CLUSTER, "table-not-found", "where-not-understood"),
    **_all(_PYTHON, "frame-expected", "frame-of-spark-connect", "frame-streaming", "frame-session-stopped"),
    **_all(_PYTHON, "frame-without-pandas", "session-without-deequ", "frame-without-rows", "frame-names-repeated"),
    **_all(_PYTHON, "frame-columns-endless", "frame-type-unsupported", "frame-schema-unknown", "argument-unknown"),
    **_all(_PYTHON, "baseline-not-understood", "check-expected"),
    **_all(_PYTHON, "capture-setting-invalid", "capture-destination-not-writable"),
    **_all(_PYTHON, "monitor-role-not-an-arn", "monitor-without-image", "monitor-without-baseline"),
    **_all(_PYTHON, "monitor-without-schedule", "monitor-input-unclear", "endpoint-without-capture"),
    **_all(_PYTHON, "schedule-expression-unknown", "schedule-offset-unknown", "window-without-captures"),
    **_all(_PYTHON, "processing-job-not-completed", "document-nowhere"),
    **_all(_PYTHON, "nothing-to-load", "pandas-not-found", "nothing-to-compare-with", "feature-not-in-run"),
    "spark-context-failed-to-start": "whether a port is free shows when Spark takes it",
    "system-unsupported": "every command says so before it does anything, this one too",
    "user-without-name": "it is foreseen, and no test can take its name from this process",
    "usage": "words that are not understood end the doctor as they end a run",
    "defect": "nobody foresees a defect",
}
"""Every other code is foreseen, in each case that brings it about but for those below."""

UNFORESEEN_CASES: dict[str, str] = {
    "A document of a former run cannot be removed from the output folder": "that is found by removing it",
    "The disk of the output folder fills up": "how large the documents will be is not known; little room is a doubt",
    "The system does not allow files as large as the documents": "how large they will be is not known",
    "A folder to explain holds no violations": _OTHER,
    "A postprocessing script fails": "it is loaded, and not called",
}
"""Cases of codes that are foreseen otherwise, by what is wrong."""
