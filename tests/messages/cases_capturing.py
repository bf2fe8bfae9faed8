"""What `engine.capture` says of its settings and its destination."""

from messages.case import PYTHON, Case


def _case(code: str, wrong: str, says: str) -> Case:
    return Case(code=code, wrong=wrong, says=says, trouble=code, doors=(PYTHON,))


CASES = (
    _case(
        "capture-setting-invalid",
        "a setting of a capture that is out of range",
        "sampling_percentage of a capture is expected to be from 0 to 100; found '120'",
    ),
    _case(
        "capture-destination-not-writable",
        "a folder for captured records that cannot be made",
        "<path>: captured records cannot be written there: <reason>; name another destination",
    ),
)
