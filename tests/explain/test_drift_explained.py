"""The explained distance is the one of the run, and the parts of the places make it up."""

import csv
import random
from dataclasses import replace

import pytest
from profiles import baseline_of

from engine.analysis.data_quality.checks import DRIFT
from engine.documents.baseline import Baseline
from engine.documents.data_quality.constraints import Constraints
from engine.documents.data_quality.statistics import Statistics
from engine.documents.json.codec import loads
from engine.explain.layout import lines
from engine.explain.run_explained import explain
from engine.explain.sentences import numbers_of
from engine.job.semantics import Semantics

BOTH = list(Semantics)


def numbers(explanation) -> dict[str, str]:
    """Return what an explanation tells of numbers, by what they are."""
    return dict(explanation.numbers)


def raw(explanation) -> float:
    """Return the distance before it is corrected for small samples, as the formula has it."""
    return float(explanation.formula[1].split()[1])


def random_table(seed: int, shift: float) -> dict[str, list[str | None]]:
    """Return numbers, numbers that repeat, and categories; how much of each and where is drawn, and *shift* moves them."""
    drawn = random.Random(seed)
    rows = drawn.randint(300, 4000)
    return {
        "free": [f"{drawn.gauss(shift, 1):.6f}" for _ in range(rows)],
        "few": [str(int(drawn.triangular(0, 5, 5 * shift))) for _ in range(rows)],
        "word": [drawn.choice("abcd" if drawn.random() > shift else "ce") for _ in range(rows)],
        "gaps": [drawn.choice(["1.5", "2", None]) if drawn.random() > shift else "3" for _ in range(rows)],
    }


@pytest.mark.parametrize("semantics", BOTH)
@pytest.mark.parametrize("seed", range(4))
def test_the_explained_distance_is_that_of_the_violation(seed, semantics, written):
    """Over random tables: to the last digit, and the places add up to it."""
    folders = written(random_table(2 * seed, 0.1), random_table(2 * seed + 1, 0.9), semantics)
    drifted = [each for each in explain(folders[0], baseline=folders[1]) if each.check == DRIFT]
    assert drifted
    for each in drifted:
        assert (float(numbers(each)["distance"]), float(numbers(each)["threshold"])) == numbers_of(each.said)
        places = each.where.shares
        upto = next(number for number, share in enumerate(places) if share.is_decisive)
        total = places[0].part if each.subject == "word" else sum(share.part for share in places[: upto + 1])
        assert abs(total) == pytest.approx(raw(each), rel=1e-5)


@pytest.mark.parametrize("semantics", BOTH)
def test_an_official_baseline_with_sketches_of_several_levels(semantics, golden, written):
    """The documents of the official container hold all that is needed: the window are rows of its own, the dearest."""
    folder = golden / "house_prices_2024_spark33"
    baseline = Baseline(
        statistics=Statistics.from_json(
            loads((folder / "expected/statistics.json").read_text(), source="s"), source="s"
        ),
        constraints=Constraints.from_json(
            loads((folder / "expected/constraints.json").read_text(), source="c"), source="c"
        ),
    )
    with (folder / "input/train_data.csv").open() as file:
        rows = sorted(csv.DictReader(file), key=lambda row: float(row["price"]))[-800:]
    now = {name: [row[name] or None for row in rows] for name in baseline.names}
    run, known = written(now, semantics=semantics, baseline=baseline)
    drifted = [each for each in explain(run, baseline=known) if each.check == DRIFT]
    assert drifted
    assert [numbers_of(each.said)[0] for each in drifted] == [float(numbers(each)["distance"]) for each in drifted]


@pytest.mark.parametrize(
    ("method", "comparison"), [("ChiSquared", "Robust"), ("ChiSquared", "Simple"), ("LInfinity", "Simple")]
)
def test_categories_by_each_method(method, comparison, written):
    """The value is that of the sentence, and the parts of a statistic add up to it."""
    baseline = baseline_of({"word": ["a"] * 500 + ["b"] * 300 + ["c"] * 200})
    monitoring = baseline.constraints.monitoring
    distribution = replace(monitoring.distribution, categorical_drift_method=method, comparison_method=comparison)
    monitoring = replace(monitoring, distribution=replace(distribution, unstated=frozenset()))
    baseline = Baseline(replace(baseline.constraints, monitoring=monitoring), baseline.statistics)
    folders = written({"word": ["a"] * 200 + ["b"] * 300 + ["c"] * 500}, baseline=baseline)
    (drifted,) = explain(folders[0], baseline=folders[1])
    value = numbers(drifted).get("p-value") or numbers(drifted)["distance"]
    assert float(value) == numbers_of(drifted.said)[0]
    if (method, comparison) == ("ChiSquared", "Simple"):
        assert sum(share.part for share in drifted.where.shares) == pytest.approx(float(value))


def test_a_threshold_that_would_pass_does(written):
    """The sentence names the next one of two decimals: with it nothing violates, with one less the same does."""
    before = {"n": [str(number) for number in range(1000)]}
    now = {"n": [str(number) for number in range(250, 1250)]}
    folders = written(now, before)
    (drifted,) = explain(folders[0], baseline=folders[1])
    bound = float(drifted.threshold.split()[4])
    for threshold, violations in ((bound, 0), (round(bound - 0.01, 2), 1)):
        judged = baseline_of(before)
        monitoring = judged.constraints.monitoring
        distribution = replace(monitoring.distribution, comparison_threshold=threshold)
        stricter = replace(judged.constraints, monitoring=replace(monitoring, distribution=distribution))
        again = written(now, baseline=Baseline(stricter, judged.statistics))
        assert len(explain(again[0], baseline=again[1])) == violations


def test_the_place_of_the_largest_difference(written):
    """All values lie at 0 or 1: the shares of 0 are what is far apart."""
    folders = written({"flag": ["0"] * 100 + ["1"] * 900}, {"flag": ["0"] * 600 + ["1"] * 400})
    (drifted,) = explain(folders[0], baseline=folders[1])
    assert drifted.where.told.startswith(
        "The difference is the largest at 0: 10.0% of the values are at or below it now"
    )
    assert [(share.place, share.is_decisive) for share in drifted.where.shares] == [("0", True), ("1", False)]


def test_a_feature_without_a_violation_is_explained_where_it_is_asked_for(written):
    """Its distance is told, and which threshold would make it a violation."""
    folders = written({"n": ["1", "2", "3"] * 200}, {"n": ["1", "2", "3"] * 300})
    (calm,) = explain(folders[0], baseline=folders[1], feature="n")
    assert (calm.said, numbers(calm)["distance"]) == ("", "0.0")
    assert calm.threshold == "No threshold would make it a violation."


def test_a_threshold_below_a_distance_would_make_it_a_violation(written):
    """Of the 800 values 35 % are 1 now, and of the 800 of the baseline 25 %."""
    folders = written({"n": ["1"] * 280 + ["2"] * 520}, {"n": ["1"] * 200 + ["2"] * 600})
    (calm,) = explain(folders[0], baseline=folders[1], feature="n")
    assert calm.threshold == f"A threshold below {numbers(calm)['distance']} would make it a violation."


@pytest.mark.parametrize(
    ("names", "note"),
    [
        (True, "The documents hold no distribution of the feature on both sides, as of texts with many values."),
        (False, "How far it has moved is seen with the baseline's statistics: name its folder with --baseline."),
    ],
)
def test_a_feature_that_nothing_is_known_of_is_named_all_the_same(names, note, written):
    """Of texts with many values no document holds which ones there are; the run has a violation of another feature."""
    texts = [f"a{number}" for number in range(200)]
    folders = written({"id": texts, "n": ["x"] * 200}, {"id": texts, "n": ["1"] * 200})
    silent = explain(folders[0], baseline=folders[1] if names else None, feature="id")
    assert list(lines(silent, colour="none"))[:3] == ["No violations of id", "", "id"]
    assert silent[0].notes == (note,)


def test_without_the_baseline_the_sentence_is_explained(written):
    """The threshold's effect is known from it; where the difference sits is not, and that is said."""
    run, _ = written({"n": ["1"] * 400 + ["2"] * 400}, {"n": ["2"] * 400 + ["3"] * 400})
    drifted = next(each for each in explain(run) if each.check == DRIFT)
    assert float(numbers(drifted)["distance"]) == numbers_of(drifted.said)[0]
    assert drifted.threshold.endswith("would pass.")
    assert drifted.where is None
    assert "--baseline" in drifted.notes[0]


def test_another_baseline_is_not_taken_for_the_one_of_the_run(written, tmp_path):
    """Its number is another one than the sentence's, and no place is shown by it."""
    run, known = written({"n": ["1"] * 400 + ["2"] * 400}, {"n": ["2"] * 400 + ["3"] * 400})
    text = (tmp_path / "run" / "constraint_violations.json").read_text()
    (told,) = [each for each in explain(run, baseline=known) if each.check == DRIFT]
    (tmp_path / "run" / "constraint_violations.json").write_text(text.replace(numbers(told)["distance"], "0.123"))
    (drifted,) = [each for each in explain(run, baseline=known) if each.check == DRIFT]
    assert drifted.where is None
    assert drifted.notes[0].startswith(f"By these documents the number is {numbers(told)['distance']}")
