"""The kinds of documents that a run writes, by the names of their files."""

STATISTICS, CONSTRAINTS, VIOLATIONS = "statistics.json", "constraints.json", "constraint_violations.json"
SUGGESTIONS = "suggestions.json"
DOCUMENTS = (VIOLATIONS, CONSTRAINTS, STATISTICS, SUGGESTIONS)
"""All documents of a run, in the order in which they are removed."""
