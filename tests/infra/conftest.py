"""The service for what the templates schedule."""

from monitors.conftest import new_customer, service

__all__ = ["new_customer", "service"]
