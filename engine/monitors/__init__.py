"""Monitors and schedules without Model Monitor's API: processing jobs and EventBridge Scheduler alone (docs/schedules.md)."""
