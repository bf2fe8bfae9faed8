"""Folders of documents, as runs leave them."""

from pathlib import Path

STATISTICS = """{
  "version" : 0.0,
  "dataset" : {"item_count" : 4},
  "features" : [
    {"name" : "age", "inferred_type" : "Integral", "numerical_statistics" : {
      "common" : {"num_present" : 3, "num_missing" : 1},
      "mean" : 2.0, "sum" : 6.0, "std_dev" : 0.816496580927726, "min" : 1.0, "max" : 3.0,
      "approximate_num_distinct_values" : 3, "completeness" : 0.75,
      "distribution" : {"kll" : {"buckets" : [{"lower_bound" : 1.0, "upper_bound" : 3.0, "count" : 3.0}],
        "sketch" : {"parameters" : {"c" : 0.64, "k" : 2048.0}, "data" : [[1.0, 2.0, 3.0]]}}}}},
    {"name" : "purpose", "inferred_type" : "String", "string_statistics" : {
      "common" : {"num_present" : 4, "num_missing" : 0}, "distinct_count" : 2.0, "completeness" : 1.0,
      "distribution" : {"categorical" : {"buckets" : [{"value" : "car", "count" : 3}, {"value" : "home", "count" : 1}]}}}}
  ]
}"""

CONSTRAINTS = """{
  "version" : 0.0,
  "features" : [
    {"name" : "age", "inferred_type" : "Integral", "completeness" : 0.9, "num_constraints" : {"is_non_negative" : true}},
    {"name" : "purpose", "inferred_type" : "String", "completeness" : 1.0, "string_constraints" : {"domains" : ["car", "home"]}}
  ]
}"""

VIOLATIONS = """{
  "violations" : [{"feature_name" : "age", "constraint_check_type" : "completeness_check",
    "description" : "Data completeness requirement is not met. Expected: 90.0%. Observed: Only 75.0%."}]
}"""

RUN = {"statistics.json": STATISTICS, "constraints.json": CONSTRAINTS, "constraint_violations.json": VIOLATIONS}


def written(folder: Path, documents: dict[str, str]) -> Path:
    """Write *documents*, texts by name, into *folder* and return it."""
    for name, text in documents.items():
        (folder / name).write_text(text)
    return folder
