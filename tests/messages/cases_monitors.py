"""What the monitors of `engine.sagemaker` say of their arguments, and of what they find."""

from messages.case import PYTHON, Case


def _case(code: str, wrong: str, says: str) -> Case:
    return Case(code=code, wrong=wrong, says=says, trouble=code, doors=(PYTHON,))


CASES = (
    _case(
        "monitor-role-not-an-arn",
        "a monitor's role that is no ARN",
        "role is expected to be the ARN of a role, such as arn:aws:iam::123456789012:role/monitor; found 'monitor'",
    ),
    _case(
        "monitor-without-image",
        "a monitor that was told no image",
        "image_uri of the monitor is expected to be the address of the engine's image; it is not set: write "
        "monitor.image_uri = ...",
    ),
    _case(
        "monitor-without-baseline",
        "a baseline asked of a monitor that has made none",
        "this monitor has made no baseline yet: call suggest_baseline",
    ),
    _case(
        "monitor-without-schedule",
        "a monitor without a schedule",
        "this monitor has no schedule: call create_monitoring_schedule, or make the monitor by attach",
    ),
    _case(
        "monitor-input-unclear",
        "a schedule that is told nothing to look at, or two things",
        "a schedule is expected to be given endpoint_input or batch_transform_input, and not both",
    ),
    _case(
        "endpoint-without-capture",
        "a schedule of an endpoint that captures nothing",
        "data capture is not enabled for the endpoint 'quiet': deploy it with a DataCaptureConfig, or name "
        "captured_data_s3_uri in EndpointInput",
    ),
    _case(
        "schedule-expression-unknown",
        "a schedule's expression that is not one of the SDK's",
        "schedule_cron_expression is expected to be cron(0 * ? * * *), cron(0 HOUR ? * * *), cron(0 HOUR/HOURS ? * * *) "
        "or NOW; found 'rate(5 minutes)'",
    ),
    _case(
        "schedule-offset-unknown",
        "an offset that is no duration",
        "an offset is expected to be of days, hours and minutes, such as -PT1H or -P1DT30M; found '-1h'",
    ),
    _case(
        "window-without-captures",
        "a window to be looked at now in which nothing was captured",
        "nothing was captured from <time> to <time>: there is nothing to look at",
    ),
    _case(
        "processing-job-not-completed",
        "a job of a baseline that fails",
        "the processing job <name> is Failed: <reason>",
    ),
    _case(
        "document-nowhere",
        "a document that is nowhere yet saved without an address",
        "save is expected to be given an address in S3, for this document has none yet",
    ),
)
