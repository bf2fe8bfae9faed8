"""What is wrong with a capture is one sentence with its code, raised when the capture is made."""

from collections.abc import Callable
from pathlib import Path

import pytest
from messages.cases_capturing import CASES

from engine.capture import CaptureConfig, CaptureWriter
from engine.errors import EngineError

CALLS: dict[str, Callable[[Path], object]] = {
    "capture-setting-invalid": lambda folder: CaptureConfig(sampling_percentage=120),
    "capture-destination-not-writable": lambda folder: CaptureWriter(folder / "file", "loans"),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_error_is_that_of_the_table(case, tmp_path):
    """The code, and the whole sentence."""
    (tmp_path / "file").touch()
    with pytest.raises(EngineError) as raised:
        CALLS[case.trouble](tmp_path)
    assert raised.value.code == case.code
    assert case.pattern.fullmatch(str(raised.value))
