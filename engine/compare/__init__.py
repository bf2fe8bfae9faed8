"""How alike the documents of two runs are, field by field: the official container's and ours, of the same data."""
