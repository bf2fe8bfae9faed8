"""Baseline and monitoring of tabular data: the job of SageMaker Model Monitor's analyzer container, on any machine."""

__version__ = "0.1.0"
