"""Lines through a script of the user's, as a dataset's options."""

from dataclasses import dataclass

from engine.job.dataset import Script
from engine.readers.format import Lines


@dataclass(frozen=True, slots=True)
class Scripted:
    """Records of another format, whose `lines` are given to the `script` that makes rows of them."""

    script: Script
    lines: Lines
