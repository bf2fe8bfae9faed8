"""How a captured batch transform is written, as a user says it."""

from dataclasses import dataclass

from engine.job.dataset import FormatOptions

INPUT, OUTPUT = "input", "output"
"""What SageMaker calls the folders of the manifests of what a transform has read, and of what it has written."""


@dataclass(frozen=True, slots=True)
class TransformFormat:
    """How the data that the manifests name are written: what a transform has read, and what it has written.

    `output_first`: its columns stand before the input's, or else behind them.
    """

    input: FormatOptions
    output: FormatOptions
    output_first: bool = True
