"""Capturing the traffic of any Python server, as SageMaker captures an endpoint's: docs/capture.md.

Importing this package imports the standard library alone; a destination at s3:// brings Arrow, in the writer's thread.
"""

from engine.capture.config import CaptureConfig
from engine.capture.drain import CaptureCounts
from engine.capture.event import Payload
from engine.capture.middleware import CaptureMiddleware
from engine.capture.writer import CaptureWriter

__all__ = ["CaptureConfig", "CaptureCounts", "CaptureMiddleware", "CaptureWriter", "Payload"]
