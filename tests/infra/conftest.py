"""The service for what the templates schedule."""

from monitors.conftest import service

__all__ = ["service"]
