"""The container's edge; and for a notebook, the monitors that need nothing of Model Monitor's API (docs/schedules.md).

Importing this package imports nothing else: a monitor's class is loaded, and boto3 with it, when it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.monitors.account import Session
    from engine.monitors.cron import CronExpressionGenerator
    from engine.monitors.executions import BaseliningJob, MonitoringExecution
    from engine.monitors.inputs import (
        BatchTransformInput,
        DatasetFormat,
        EndpointInput,
        MonitoringDatasetFormat,
        MonitoringOutput,
        NetworkConfig,
    )
    from engine.monitors.monitor import DefaultModelMonitor
    from engine.monitors.monitoring_files import Constraints, ConstraintViolations, Statistics

__all__ = [
    "BaseliningJob",
    "BatchTransformInput",
    "ConstraintViolations",
    "Constraints",
    "CronExpressionGenerator",
    "DatasetFormat",
    "DefaultModelMonitor",
    "EndpointInput",
    "MonitoringDatasetFormat",
    "MonitoringExecution",
    "MonitoringOutput",
    "NetworkConfig",
    "Session",
    "Statistics",
]

_MODULES = {
    "account": ("Session",),
    "cron": ("CronExpressionGenerator",),
    "executions": ("BaseliningJob", "MonitoringExecution"),
    "inputs": (
        "BatchTransformInput",
        "DatasetFormat",
        "EndpointInput",
        "MonitoringDatasetFormat",
        "MonitoringOutput",
        "NetworkConfig",
    ),
    "monitor": ("DefaultModelMonitor",),
    "monitoring_files": ("Constraints", "ConstraintViolations", "Statistics"),
}


def __getattr__(name: str) -> object:
    """Load what a notebook asks for."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"engine.monitors.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
