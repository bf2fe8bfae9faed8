"""Metrics on their way to those who watch: CloudWatch, by a file, by calls or by a log, and OpenMetrics."""
