"""The judge against real Deequ: verdicts, names, odd numbers, faults, and what it costs Spark."""

import math
import sys

import pytest
from spark_jobs import jobs

from engine.analysis.evidence import Evidence, Measure, Relation
from engine.deequ import assertions as assertions_module
from engine.deequ import judge as judge_module
from engine.deequ.judge import judge
from engine.deequ.metrics import metrics_json
from engine.spark.jvm.doorway import gateway_of

ODD_NAMES = ("", "a.b", "a b", "`", "``", "'", '"', "\\", "a\nb", "\t", "$x", "{}", "null", "é", "😀")


def evidence(
    value: float, relation: Relation, bound: float, measure: Measure = Measure.RATIO, feature: str = "price"
) -> Evidence:
    """Return evidence in which only the comparison matters."""
    return Evidence(feature, "data_type_check", measure, value, relation, bound, "not met")


def test_no_evidence_does_not_touch_spark():
    """Without evidence the answer is empty, even where there is no session at all."""
    assert judge(None, ()) == ()


@pytest.mark.parametrize("measure", Measure)
def test_verdicts_come_in_the_order_of_the_evidence(spark, measure):
    """Each measure is compared in the sense of its relation, and the answers keep the order of the questions."""
    given = (
        evidence(0.25, Relation.AT_LEAST, 0.5, measure),
        evidence(0.25, Relation.AT_MOST, 0.5, measure),
        evidence(0.75, Relation.AT_LEAST, 0.5, measure),
        evidence(0.75, Relation.AT_MOST, 0.5, measure),
    )
    assert judge(spark, given) == (False, True, True, False)


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("number", [0.0, 1 / 3, 0.1 + 0.2, 5e-324, 1.0, 1.7976931348623157e308, math.inf])
def test_a_value_equal_to_its_bound_holds(spark, measure, relation, number):
    """The bound itself is good enough, to the last bit, for both relations."""
    assert judge(spark, [evidence(number, relation, number, measure)]) == (True,)


def test_the_last_bit_decides(spark):
    """The neighbours of a bound are told from it: nothing is lost on the way through JSON."""
    bound = 0.8975741239892183
    below, above = math.nextafter(bound, 0.0), math.nextafter(bound, 1.0)
    given = (
        evidence(below, Relation.AT_LEAST, bound),
        evidence(above, Relation.AT_LEAST, bound),
        evidence(below, Relation.AT_MOST, bound),
        evidence(above, Relation.AT_MOST, bound),
    )
    assert judge(spark, given) == (False, True, True, False)


def test_the_two_zeros_are_equal(spark):
    """Minus zero is neither below nor above zero."""
    given = (evidence(-0.0, Relation.AT_LEAST, 0.0), evidence(0.0, Relation.AT_MOST, -0.0))
    assert judge(spark, given) == (True, True)


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize(("value", "bound"), [(math.nan, 0.5), (0.5, math.nan), (math.nan, math.nan)])
def test_nan_never_holds(spark, measure, relation, value, bound):
    """What cannot be compared is not good enough."""
    assert judge(spark, [evidence(value, relation, bound, measure)]) == (False,)


@pytest.mark.parametrize("measure", Measure)
def test_infinite_values_are_compared(spark, measure):
    """Infinity is above every number and minus infinity below."""
    given = (
        evidence(math.inf, Relation.AT_LEAST, 1e308, measure),
        evidence(math.inf, Relation.AT_MOST, 1e308, measure),
        evidence(-math.inf, Relation.AT_LEAST, -1e308, measure),
        evidence(-math.inf, Relation.AT_MOST, -1e308, measure),
    )
    assert judge(spark, given) == (True, False, False, True)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_text_can_be_a_feature_name(spark, name):
    """Names are never read as SQL, as a path or as JSON."""
    given = [evidence(value, Relation.AT_LEAST, 0.5, m, name) for m in Measure for value in (0.4, 0.5)]
    assert judge(spark, given) == (False, True) * len(Measure)


def test_equal_names_do_not_share_a_metric(spark):
    """Two pieces of evidence with the same feature, check and measure keep their own values."""
    given = (evidence(0.1, Relation.AT_LEAST, 0.5), evidence(0.9, Relation.AT_LEAST, 0.5))
    assert judge(spark, given) == (False, True)


def test_judging_reads_no_data(spark):
    """Two hundred constraints start no Spark job; a count, for comparison, starts one."""
    given = [evidence(n / 200, Relation.AT_LEAST, 0.5, list(Measure)[n % 3], f"f{n}") for n in range(200)]
    before = jobs(spark)
    assert sum(judge(spark, given)) == 100
    assert jobs(spark) == before
    spark.sparkContext.parallelize([1], 1).count()
    assert jobs(spark) == before + 1


def test_more_evidence_needs_no_more_calls_into_the_jvm(spark, monkeypatch):
    """Constraints that differ by their name alone are made together, however many there are."""
    client = type(gateway_of(spark)._gateway_client)
    calls, send = [], client.send_command

    def counted(self, *arguments, **options):
        calls.append(arguments[0])
        return send(self, *arguments, **options)

    def calls_for(size):
        given = [evidence(n / size, Relation.AT_LEAST, 0.5, measure) for n in range(size) for measure in Measure]
        judge(spark, given)
        calls.clear()
        judge(spark, given)
        return sum("m\nd" not in call for call in calls)  # but for objects that Python has let go of, whenever it does

    monkeypatch.setattr(client, "send_command", counted)
    assert calls_for(50) == calls_for(5)


def test_no_callback_server_is_started(spark):
    """The assertions live in the JVM, so the process has no server that would keep it from ending."""
    before = spark.sparkContext._gateway.get_callback_server()
    judge(spark, [evidence(1.0, Relation.AT_LEAST, 1.0)])
    assert spark.sparkContext._gateway.get_callback_server() is before


def test_a_metric_that_deequ_does_not_find_is_an_error(spark, monkeypatch):
    """A constraint without its metric is never taken for one that holds."""
    given = (evidence(1.0, Relation.AT_LEAST, 0.5), evidence(1.0, Relation.AT_LEAST, 0.5))
    monkeypatch.setattr(judge_module, "metrics_json", lambda all_evidence: metrics_json(all_evidence[:1]))
    with pytest.raises(RuntimeError, match=r"Deequ could not verify the constraints: .*Missing"):
        judge(spark, given)


def test_an_assertion_that_fails_is_an_error(spark, monkeypatch):
    """A comparison that ends in an exception is no verdict, and Deequ's message is passed on."""
    monkeypatch.setattr(assertions_module, "COMPARISONS", dict.fromkeys(Relation, "add"))
    with pytest.raises(RuntimeError, match=r"Deequ gave no verdict on .*Can't execute the assertion"):
        judge(spark, [evidence(1.0, Relation.AT_LEAST, 0.5)])


def test_a_missing_verdict_is_an_error(spark, monkeypatch):
    """Fewer answers than questions are not padded."""
    monkeypatch.setattr(judge_module, "_verify", lambda *_: [])
    with pytest.raises(RuntimeError, match="0 verdicts on 1 constraints"):
        judge(spark, [evidence(1.0, Relation.AT_LEAST, 0.5)])


def test_judging_waits_for_no_library_of_python(spark, monkeypatch):
    """Deequ is asked itself: PyDeequ, and pandas with it, take longer to import than a wide table takes to be judged."""
    for name in ("pydeequ", "pandas"):
        monkeypatch.setitem(sys.modules, name, None)
    assert judge(spark, [evidence(1.0, Relation.AT_LEAST, 1.0)]) == (True,)
