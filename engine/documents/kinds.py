"""The kinds of documents that a run writes, by the names of their files."""

STATISTICS, CONSTRAINTS, VIOLATIONS = "statistics.json", "constraints.json", "constraint_violations.json"
SUGGESTIONS = "suggestions.json"
SEGMENTS = "segments.json"
REPORT = "report.html"
"""The page for a person, which is written where it is asked for."""
DOCUMENTS = (VIOLATIONS, CONSTRAINTS, STATISTICS, SEGMENTS, SUGGESTIONS, REPORT)
"""All documents of a run, in the order in which they are removed."""
