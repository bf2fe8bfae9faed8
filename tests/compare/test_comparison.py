"""What `model-monitor compare` says of two folders: each kind of difference by its name, and the exit code."""

import json
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.compare.likeness import ACCEPTABLE
from engine.documents.json import codec

SKETCH = {"parameters": {"c": 0.64, "k": 2048.0}, "data": [[1.0, 2.0], [4.0]]}
STATISTICS = {
    "version": 0.0,
    "dataset": {"item_count": 4},
    "features": [
        {
            "name": "age",
            "inferred_type": "Integral",
            "numerical_statistics": {
                "common": {"num_present": 4, "num_missing": 0},
                "mean": 2.75,
                "sum": 11.0,
                "std_dev": 1.299038105676658,
                "min": 1.0,
                "max": 4.0,
                "approximate_num_distinct_values": 3,
                "completeness": 1.0,
                "distribution": {
                    "kll": {"buckets": [{"lower_bound": 1.0, "upper_bound": 4.0, "count": 4.0}], "sketch": SKETCH}
                },
            },
        },
        {
            "name": "city",
            "inferred_type": "String",
            "string_statistics": {
                "common": {"num_present": 4, "num_missing": 0},
                "distinct_count": 2.0,
                "completeness": 1.0,
                "distribution": {
                    "categorical": {"buckets": [{"value": "Bern", "count": 3}, {"value": "Basel", "count": 1}]}
                },
            },
        },
    ],
}
CONSTRAINTS = {
    "version": 0.0,
    "features": [
        {"name": "age", "inferred_type": "Integral", "completeness": 1.0, "num_constraints": {"is_non_negative": True}},
        {"name": "city", "inferred_type": "String", "completeness": 1.0, "string_constraints": {"domains": ["a", "b"]}},
    ],
    "monitoring_config": {
        "distribution_constraints": {
            "comparison_threshold": 0.1,
            "categorical_comparison_threshold": 0.1,
            "categorical_drift_method": "LInfinity",
        }
    },
}
AGE, CITY = "features[age].numerical_statistics.", "features[city].string_statistics."


def violation(feature, check, description):
    return {"feature_name": feature, "constraint_check_type": check, "description": description}


@pytest.fixture
def compared(tmp_path, capsys):
    """Give a function that writes both folders, compares them and returns (exit code, the lines)."""

    def compared(official, ours, *words, name="statistics.json"):
        for side, document in (("official", official), ("ours", ours)):
            (tmp_path / side).mkdir(exist_ok=True)
            text = document if isinstance(document, str) else codec.dumps(document)
            (tmp_path / side / name).write_text(text)
        code = main(["compare", str(tmp_path / "official"), str(tmp_path / "ours"), *words])
        return code, capsys.readouterr().out.splitlines()

    return compared


def changed(document, **changes):
    """Return a copy of *document*, each value at a path (words with __ between) replaced; None takes it away."""
    copy = json.loads(json.dumps(document))
    for path, value in changes.items():
        *way, last = [int(word) if word.isdigit() else word for word in path.split("__")]
        place = copy
        for word in way:
            place = place[word]
        if value is None:
            del place[last]
        else:
            place[last] = json.loads(json.dumps(value))
    return copy


def test_the_same_text_is_equal(compared):
    """Down to the last byte."""
    code, lines = compared(STATISTICS, STATISTICS)
    assert (code, lines) == (0, ["statistics.json: equal as text", "", "The documents are equal"])


def test_another_layout_is_equal(compared):
    """Blanks and line breaks mean nothing."""
    code, lines = compared(STATISTICS, codec.dumps(STATISTICS).replace("\n", "\n\n").replace(" :", ":"))
    assert (code, lines[0]) == (0, "statistics.json: every field equal as text, laid out otherwise")


NUMBERS_TEXT = codec.dumps(STATISTICS)


def test_another_spelling_of_a_number_is_equal(compared):
    """1 is 1.0 is 1.0E0; and it is told."""
    other = NUMBERS_TEXT.replace('"max" : 4.0', '"max" : 4').replace('"sum" : 11.0', '"sum" : 1.1E1')
    code, lines = compared(STATISTICS, other)
    assert code == 0
    assert lines[2:5] == [
        "  2 fields equal as numbers, spelled otherwise",
        f"    {AGE}sum: 11.0 | 1.1E1",
        f"    {AGE}max: 4.0 | 4",
    ]


def test_whole_numbers_are_compared_to_the_last_digit(compared):
    """Also beyond what doubles tell apart."""
    code, lines = compared(
        changed(STATISTICS, dataset={"item_count": 2**53}), changed(STATISTICS, dataset={"item_count": 2**53 + 1})
    )
    assert code == 1
    assert "    dataset.item_count: 9007199254740992 | 9007199254740993" in lines


def only(lines, words):
    """Return the lines of the one kind of difference that there is, whose first line begins like that."""
    kinds = [place for place, line in enumerate(lines) if line.startswith("  ") and line[2] != " "]
    (place,) = [place for place in kinds if "equal as text" not in lines[place]]
    assert words in lines[place]
    return [line.strip() for line in lines[place + 1 : lines.index("", place)]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"mean": 2.7500000000000004}, f"{AGE}mean: 2.75 | 2.7500000000000004 (1 ulp apart)"),
        ({"std_dev": 1.2990381056766573}, f"{AGE}std_dev: 1.299038105676658 | 1.2990381056766573 (3 ulp apart)"),
        ({"sum": 11.00000000001}, f"{AGE}sum: 11.0 | 11.00000000001 (5,629 ulp apart)"),
        ({"max": 4.000000000000001}, f"{AGE}max: 4.0 | 4.000000000000001 (1 ulp apart)"),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
)
def test_last_digits_are_told_with_their_distance(compared, change, said):
    """They differ, for nothing is proven by a number that is nearly the same; who accepts them says so."""
    (name, value), *_ = change.items()
    other = changed(STATISTICS, **{f"features__0__numerical_statistics__{name}": value})
    code, lines = compared(STATISTICS, other)
    assert code == 1
    assert only(lines, "apart in the last digits") == [said]
    assert lines[-1] == "1 of 1 documents differ; what is fine may be told: --accept rounding"
    assert compared(STATISTICS, other, "--accept", "rounding")[0] == 0


def test_a_deviation_of_next_to_nothing_is_rounding(compared):
    """A constant column's, which several partitions give as 4.97e-17: far from 0.0 in doubles, and not in sense."""
    other = changed(STATISTICS, features__0__numerical_statistics__std_dev=4.97e-17)
    zero = changed(STATISTICS, features__0__numerical_statistics__std_dev=0.0)
    _, lines = compared(zero, other)
    assert only(lines, "apart in the last digits")[0].startswith(f"{AGE}std_dev: 0.0 | 4.97E-17")


def test_a_number_that_is_another_one_differs(compared):
    """Not everything that is near is the same."""
    other = changed(STATISTICS, features__0__numerical_statistics__max=4.0000001)
    code, lines = compared(STATISTICS, other)
    assert code == 1
    assert only(lines, "nothing known explains it") == [f"{AGE}max: 4.0 | 4.0000001"]


def test_a_text_is_no_number(compared):
    """A category that looks like a number stays a text."""
    one = changed(CONSTRAINTS, features__1__string_constraints__domains=["1", "2"])
    other = changed(CONSTRAINTS, features__1__string_constraints__domains=["1.0", "2"])
    code, lines = compared(one, other, name="constraints.json")
    assert code == 1
    assert only(lines, "nothing known explains it")


def test_what_older_containers_do_not_write_is_told(compared):
    """By the key, and since when it is written; the other way round it is not explained."""
    older = changed(
        STATISTICS,
        features__0__numerical_statistics__completeness=None,
        features__0__numerical_statistics__approximate_num_distinct_values=None,
        features__1__string_statistics__completeness=None,
    )
    code, lines = compared(older, STATISTICS)
    assert code == 1
    assert only(lines, "not written by older containers") == [
        f"{AGE}approximate_num_distinct_values: absent | 3 (written since 2024)",
        f"{AGE}completeness: absent | 1.0 (written since 2024)",
        f"{CITY}completeness: absent | 1.0 (written since 2024)",
    ]
    assert compared(older, STATISTICS, "--accept", "generation")[0] == 0
    assert only(compared(STATISTICS, older)[1], "nothing known explains it")


def test_the_completeness_of_a_constraint_is_as_old_as_constraints(compared):
    """Not every key of that name is new."""
    older = changed(CONSTRAINTS, features__0__completeness=None)
    assert only(compared(older, CONSTRAINTS, name="constraints.json")[1], "nothing known explains it")


def test_another_order_is_told(compared):
    """Of features and of categories."""
    other = changed(STATISTICS, features=STATISTICS["features"][::-1])
    buckets = other["features"][0]["string_statistics"]["distribution"]["categorical"]["buckets"]
    buckets.reverse()
    _, lines = compared(STATISTICS, other)
    assert only(lines, "the same in another order") == [
        f"{CITY}distribution.categorical.buckets: 'Bern' | 'Basel' (from place 0 on)",
        "features: 'age' | 'city' (from place 0 on)",
    ]


def test_a_domain_in_another_order_is_told(compared):
    """It allows the same."""
    domains = changed(CONSTRAINTS, features__1__string_constraints__domains=["b", "a"])
    (said,) = only(compared(CONSTRAINTS, domains, name="constraints.json")[1], "the same in another order")
    assert said.startswith("features[city].string_constraints.domains: ")


def test_sketches_that_were_cut_elsewhere_are_told(compared):
    """Other items, another level, and counts of buckets that follow from them."""
    other = changed(
        STATISTICS,
        features__0__numerical_statistics__distribution__kll__sketch__data=[[1.0], [2.0], [4.0]],
        features__0__numerical_statistics__distribution__kll__buckets__0__count=5.0,
    )
    code, lines = compared(STATISTICS, other)
    assert code == 1
    assert only(lines, "quantile sketches") == [
        f"{AGE}distribution.kll.buckets.0.count: 4.0 | 5.0",
        f"{AGE}distribution.kll.sketch.data.0: [1.0, 2.0] | [1.0] (2 and 1 items)",
        f"{AGE}distribution.kll.sketch.data.1: [4.0] | [2.0] (1 of 1 items)",
        f"{AGE}distribution.kll.sketch.data.2: absent | [4.0]",
    ]


def test_a_feature_of_one_side_alone_differs(compared):
    """As one difference, however much is in it."""
    other = changed(STATISTICS, features=STATISTICS["features"][:1])
    assert only(compared(STATISTICS, other)[1], "nothing known") == ["features[city]: present | absent"]


DRIFT = violation("age", "baseline_drift_check", "Baseline drift distance: 0.3 exceeds threshold: 0.1")
TYPE = violation("age", "data_type_check", "Data type match requirement is not met. Observed: Only 99.5% of data.")


def violations(*each):
    return {"violations": list(each)}


def told(compared, official, ours, words):
    code, lines = compared(official, ours, name="constraint_violations.json")
    assert code == 1
    return only(lines, words)


def test_violations_go_by_feature_and_check(compared):
    """Their order is nobody's, and told as such."""
    said = told(compared, violations(DRIFT, TYPE), violations(TYPE, DRIFT), "in another order")
    assert len(said) == 1
    assert compared(violations(), violations(), name="constraint_violations.json")[0] == 0


def test_a_violation_that_semantics_may_explain_says_of_which_matter(compared):
    """One that only one reading of the data has, with the row of the table."""
    negative = violation("age", "non_negative_check", "Value is negative")
    assert told(compared, violations(), violations(negative), "judged otherwise") == [
        "violations[age].non_negative_check: absent | 'Value is negative' (`is_non_negative`)"
    ]
    (drift,) = told(compared, violations(), violations(DRIFT), "judged otherwise")
    assert "Numerical drift where values repeat" in drift
    (kind,) = told(compared, violations(TYPE), violations(), "judged otherwise")
    assert "Integral values where Fractional is expected" in kind


def test_where_columns_were_counted_nothing_else_was(compared):
    """The official container had not looked at anything else."""
    columns = violation("Missing columns", "missing_column_check", "There are missing columns in current dataset.")
    complete = violation("age", "completeness_check", "Data completeness requirement is not met.")
    (said,) = told(compared, violations(columns), violations(columns, complete), "judged otherwise")
    assert said.endswith("(Another number of columns than the baseline has)")


def test_a_sentence_more_is_the_same_violation(compared):
    """As `corrected` adds one."""
    longer = {**TYPE, "description": TYPE["description"] + " 3 texts are among the numbers."}
    (said,) = told(compared, violations(TYPE), violations(longer), "judged otherwise")
    assert said.startswith("violations[age].data_type_check.description: ")
    assert said.endswith("(a sentence more)")


def test_numbers_within_a_sentence_are_numbers(compared):
    """Their last digits are told as last digits."""
    other = {**DRIFT, "description": DRIFT["description"].replace("0.3 ", "0.30000000000000004 ")}
    (said,) = told(compared, violations(DRIFT), violations(other), "apart in the last digits")
    assert said.endswith("(1 ulp apart)")


def test_a_completeness_that_nothing_explains_is_told_as_that(compared):
    """No setting is behind it: the data are others."""
    complete = violation("age", "completeness_check", "Data completeness requirement is not met. Observed: Only 50.0%.")
    assert told(compared, violations(), violations(complete), "nothing known explains it")


def test_rules_of_ones_own_are_told(compared):
    """The official container has none."""
    rule = violation("age", "custom_rule_check", "Uniqueness")
    assert told(compared, violations(), violations(rule), "rules of your own")


def test_of_many_differences_the_first_are_shown(compared):
    """As many as are asked for; all are counted."""
    wide = {**STATISTICS, "features": [{"name": f"f{i}", "inferred_type": "String"} for i in range(3000)]}
    other = {**STATISTICS, "features": [{"name": f"f{i}", "inferred_type": "Integral"} for i in range(3000)]}
    code, lines = compared(wide, other, "--most", "3")
    assert code == 1
    assert only(lines, "3,000 fields different") == [
        *(f"features[f{i}].inferred_type: 'String' | 'Integral'" for i in range(3)),
        "and 2997 more",
    ]
    assert len(compared(wide, other)[1]) < 20


def test_long_and_strange_values_are_shown_safely(compared):
    """No line of the report is endless, and none commands the terminal."""
    other = changed(STATISTICS, features__1__string_statistics__distribution=None)
    other["features"][1]["name"] = "\x1b[31m" + "x" * 5000
    _, lines = compared(STATISTICS, other)
    assert max(map(len, lines)) < 600
    assert not [line for line in lines if not line.isprintable()]


def test_json_says_the_same(compared):
    """For a program; numbers in their spelling, and what is absent as null."""
    other = changed(STATISTICS, features__0__numerical_statistics__mean=2.7500000000000004)
    code, lines = compared(STATISTICS, other, "--format", "json")
    found = json.loads("\n".join(lines))
    (document,) = found["documents"]
    assert (code, found["equal"], document["name"]) == (1, False, "statistics.json")
    assert document["fields"]["rounding"] == 1
    assert document["differences"] == [
        {
            "path": ["features", "age", "numerical_statistics", "mean"],
            "kind": "rounding",
            "official": "2.75",
            "ours": "2.7500000000000004",
            "note": "1 ulp apart",
        }
    ]


def put(folder: Path, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(codec.dumps(STATISTICS))


def test_the_folders_of_one_run_each_belong_together(tmp_path, capsys):
    """Wherever below what is named they lie, as in the official layout of hours."""
    put(tmp_path / "official", "loans/hourly/2024/03/18/13/statistics.json")
    put(tmp_path / "ours", "statistics.json")
    assert main(["compare", str(tmp_path / "official"), str(tmp_path / "ours")]) == 0
    assert capsys.readouterr().out.startswith("statistics.json: equal as text\n")


def test_folders_of_several_runs_are_compared_by_their_names(tmp_path, capsys):
    """What one side alone has is told, and differs."""
    put(tmp_path / "official", "13/statistics.json", "14/statistics.json")
    put(tmp_path / "ours", "14/statistics.json", "15/statistics.json", "15/suggestions.json")
    assert main(["compare", str(tmp_path / "official"), str(tmp_path / "ours")]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "13/statistics.json: only the official one is there",
        "",
        "14/statistics.json: equal as text",
        "",
        "15/statistics.json: only ours is there",
        "",
        "2 of 3 documents differ",
    ]


def test_documents_in_a_store_are_compared(s3, capsys):
    """With those of a store, or of this host."""
    s3.put_all(
        {"official/13/statistics.json": codec.dumps(STATISTICS), "ours/statistics.json": codec.dumps(STATISTICS)}
    )
    assert main(["compare", s3.address("official"), s3.address("ours/")]) == 0
    assert capsys.readouterr().out.startswith("statistics.json: equal as text\n")


def test_a_bucket_that_is_not_there_is_an_error(s3, caplog):
    """It is told as that, and not as a folder without documents."""
    assert main(["compare", "s3://no-such-bucket-here/a", s3.address("ours")]) == 2
    assert "there is no such bucket" in caplog.text


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"features": [{"name": "a"}', '{"a": 1} 2', "[]", '{"a" 1}', '{"features": [1 2]}', "[" * 100_000],
    ids=lambda text: text[:20] or "empty",
)
def test_what_is_no_document_is_an_error(compared, caplog, text):
    """Exit code 2, and the document's name."""
    code, _ = compared(STATISTICS, text)
    assert code == 2
    assert "ours/statistics.json: " in caplog.text
    assert "Traceback" not in caplog.text


def test_every_kind_may_be_accepted(compared):
    """Also what nothing explains: it is the user's to know."""
    words = [word for each in ACCEPTABLE for word in ("--accept", each.value)]
    assert compared(STATISTICS, {**STATISTICS, "version": 1.0}, *words)[0] == 0
