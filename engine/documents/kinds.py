"""The kinds of documents that a run writes, by the names of their files."""

STATISTICS, CONSTRAINTS, VIOLATIONS = "statistics.json", "constraints.json", "constraint_violations.json"
SUGGESTIONS = "suggestions.json"
SEGMENTS = "segments.json"
DOCUMENTS = (VIOLATIONS, CONSTRAINTS, STATISTICS, SEGMENTS, SUGGESTIONS)
"""All documents of a run, in the order in which they are removed."""
