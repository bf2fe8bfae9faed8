"""The distinct count from HyperLogLog++ registers, with Spark's own query as the oracle."""

import math
from itertools import pairwise

import numpy as np
import pytest

from engine.profile.distinct.bias import BIASES, RAW_ESTIMATES
from engine.profile.distinct.estimate import BIASED_BELOW, NEIGHBOURS, REGISTERS, _bias, estimate

WORDS, PER_WORD, BITS = 52, 10, 6


def filled(distinct: int, seed: int) -> np.ndarray:
    """Return the registers after *distinct* different values with perfectly random hashes, drawn with *seed*."""
    random = np.random.default_rng(seed)
    places = random.multinomial(distinct, np.full(REGISTERS, 1 / REGISTERS))
    uniform = random.random(REGISTERS)
    largest = -np.log2(-np.expm1(np.log(uniform) / np.maximum(places, 1)))
    return np.where(places > 0, np.minimum(np.floor(largest) + 1, 56), 0).astype(np.uint8)


def spark_query(spark):
    """Return a function from registers to Spark's estimate."""
    catalyst = spark._jvm.org.apache.spark.sql.catalyst
    helper = catalyst.util.HyperLogLogPlusPlusHelper(0.05)
    row = catalyst.expressions.UnsafeRow(WORDS)

    def query(registers: np.ndarray) -> int:
        image = bytes(8) + b"".join(word.to_bytes(8, "little") for word in words(registers))
        row.pointTo(image, len(image))
        return helper.query(row, 0)

    return query


def words(registers: np.ndarray) -> list[int]:
    """Return *registers* as Spark stores them: ten of six bits in a word, the first lowest."""
    padded = [*registers.tolist(), *[0] * (WORDS * PER_WORD - REGISTERS)]
    groups = [padded[start : start + PER_WORD] for start in range(0, len(padded), PER_WORD)]
    return [sum(register << (BITS * place) for place, register in enumerate(group)) for group in groups]


def test_no_values_are_none():
    """Registers that nothing has touched give 0."""
    assert estimate(np.zeros(REGISTERS, dtype=np.uint8)) == 0


def test_the_result_is_a_plain_whole_number():
    """The estimate goes into a document, so it is an int and no numpy scalar."""
    assert type(estimate(filled(50_000, seed=1))) is int


def test_the_registers_are_left_as_they_are():
    """Asking does not change the sketch."""
    registers = filled(1_000, seed=2)
    before = registers.copy()
    estimate(registers)
    assert np.array_equal(registers, before)


def test_the_tables_are_those_of_spark(spark):
    """The estimates and biases for p = 9 are Spark's, number for number."""
    helper = spark._jvm.org.apache.spark.sql.catalyst.util.HyperLogLogPlusPlusHelper
    assert tuple(helper.RAW_ESTIMATE_DATA()[5]) == RAW_ESTIMATES
    assert tuple(helper.BIAS_DATA()[5]) == BIASES


@pytest.mark.parametrize("seed", range(10))
def test_estimates_are_those_of_spark(spark, seed):
    """From one value to ten million, 60 register states a seed give Spark's estimate."""
    query = spark_query(spark)
    for distinct in np.unique(np.geomspace(1, 10_000_000, 60).astype(int)):
        registers = filled(int(distinct), seed)
        assert estimate(registers) == query(registers), distinct


def test_every_number_of_empty_registers(spark):
    """Counting empty registers, and where it gives way to the corrected estimate, is as in Spark."""
    query = spark_query(spark)
    for touched in range(REGISTERS + 1):
        registers = np.zeros(REGISTERS, dtype=np.uint8)
        registers[:touched] = 1
        assert estimate(registers) == query(registers), touched


def test_the_whole_table_of_biases(spark):
    """Estimates along the table and just beyond it, up to where correction ends, are as in Spark."""
    query = spark_query(spark)
    for low in (1, 2):
        for raised in range(REGISTERS + 1):
            registers = np.full(REGISTERS, low, dtype=np.uint8)
            registers[:raised] += 1
            assert estimate(registers) == query(registers), (low, raised)


def test_states_that_no_hash_would_make(spark):
    """Registers drawn evenly, at all heights up to 40, give Spark's estimate too."""
    query = spark_query(spark)
    for height in range(41):
        registers = np.random.default_rng(height).integers(0, height + 1, REGISTERS).astype(np.uint8)
        assert estimate(registers) == query(registers), height


def test_every_entry_of_the_table_and_every_middle_has_sparks_bias(spark):
    """At an entry itself, the last one too, and where two neighbours are as near as each other; and just beyond."""
    middles = [(low + high) / 2 for low, high in pairwise(RAW_ESTIMATES)]
    sides = [(low + high) / 2 for low, high in zip(RAW_ESTIMATES, RAW_ESTIMATES[NEIGHBOURS:], strict=False)]
    beyond = [RAW_ESTIMATES[0] - 1, math.nextafter(RAW_ESTIMATES[-1], math.inf), BIASED_BELOW - 1]
    helper = spark._jvm.org.apache.spark.sql.catalyst.util.HyperLogLogPlusPlusHelper(0.05)
    for raw in (*RAW_ESTIMATES, *middles, *sides, *beyond):
        assert _bias(raw) == helper.estimateBias(raw), raw
