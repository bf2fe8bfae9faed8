"""SIMD within a register: eight bytes at once, at any place of an array, compared or read as digits; compiled.

Words are little endian, as all processors are that Arrow and numba are built for. No load reads beyond an array's end.
Source of the ways to find and to read digits: Daniel Lemire, "Number Parsing at a Gigabyte per Second", 2021.
"""

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

_ZEROS = np.uint64(0x3030303030303030)
_SEVEN_BITS = np.uint64(0x7F7F7F7F7F7F7F7F)
_TO_ABOVE_NINE = np.uint64(0x7676767676767676)
_TOP_BITS = np.uint64(0x8080808080808080)
_VECTOR = 64
_PAIRS = np.uint64(0x000000FF000000FF)
_HIGH_PAIRS = np.uint64(100 + (1_000_000 << 32))
_LOW_PAIRS = np.uint64(1 + (10_000 << 32))


def _instruction(define: Callable[..., Any]) -> Any:
    """Make an intrinsic of *define*, of which numba's types say that its caller gives the context of typing."""
    return intrinsic(define)


def _loading(bits: int):
    """Return what numba makes of a load of so many bits, widened to 64."""

    def load(context, builder, signature, arguments):
        array, at = arguments
        word = context.get_value_type(types.uint64)
        data = context.make_array(signature.args[0])(context, builder, array).data
        place = builder.bitcast(builder.gep(data, [at]), type(word)(bits).as_pointer())
        loaded = builder.load(place)
        loaded.align = 1
        return builder.zext(loaded, word) if bits < word.width else loaded

    return load


@_instruction
def borrowed(typing_context, array):
    """Return *array* without its count of references, which costs more to keep at every call than a short text to read.

    The caller holds the array itself for as long as it is used.
    """

    def borrow(context, builder, signature, arguments):
        lent = context.make_array(array)(context, builder, arguments[0])
        lent.meminfo = lent.meminfo.type(None)
        return lent._getvalue()

    return array(array), borrow


@_instruction
def load_word(typing_context, data, at):
    """Return data[at:at + 8] (uint8) as one uint64; the caller knows that they are there."""
    return types.uint64(data, types.int64), _loading(64)


@_instruction
def load_half(typing_context, data, at):
    """Return data[at:at + 4] (uint8) as one uint64; the caller knows that they are there."""
    return types.uint64(data, types.int64), _loading(32)


@_instruction
def store_word(typing_context, data, at, word):
    """Put the uint64 *word* into data[at:at + 8] (uint8); the caller knows that they are there."""

    def store(context, builder, signature, arguments):
        array, at, word = arguments
        data = context.make_array(signature.args[0])(context, builder, array).data
        stored = builder.store(word, builder.bitcast(builder.gep(data, [at]), word.type.as_pointer()))
        stored.align = 1
        return context.get_dummy_value()

    return types.void(data, types.int64, types.uint64), store


@_instruction
def prefetch(typing_context, data, at):
    """Have the processor bring data[at] (uint8) nearer, while it does something else; nothing is read where nothing is."""

    def bring(context, builder, signature, arguments):
        array, at = arguments
        data = context.make_array(signature.args[0])(context, builder, array).data
        place = builder.gep(data, [at])
        half = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [place.type, half, half, half])
        instruction = builder.module.declare_intrinsic("llvm.prefetch", [place.type], kind)
        builder.call(instruction, [place, half(0), half(3), half(1)])
        return context.get_dummy_value()

    return types.void(data, types.int64), bring


def _vector_at(context, builder, kind, array, at):
    """Return where in *array* the vector at *at* begins, for a load or a store at any place."""
    vector = ir.VectorType(ir.IntType(8), _VECTOR)
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [at]), vector.as_pointer())


def _everywhere(builder, byte):
    """Return a vector that has *byte* at each place."""
    undefined = ir.Constant(ir.VectorType(byte.type, _VECTOR), ir.Undefined)
    first = ir.Constant(ir.IntType(32), 0)
    places = ir.Constant(ir.VectorType(first.type, _VECTOR), [first] * _VECTOR)
    return builder.shuffle_vector(builder.insert_element(undefined, byte, first), undefined, places)


@_instruction
def find_below(typing_context, data, at, bound, one, two):
    """Return which of data[at:at + 64] (uint8) are below *bound* or one of two bytes, as `find_bytes` does."""

    def find(context, builder, signature, arguments):
        array, at, *bytes_ = arguments
        found = builder.load(_vector_at(context, builder, signature.args[0], array, at))
        found.align = 1
        bound, *sought = (_everywhere(builder, byte) for byte in bytes_)
        bits = builder.icmp_unsigned("<", found, bound)
        for byte in sought:
            bits = builder.or_(bits, builder.icmp_unsigned("==", found, byte))
        return builder.bitcast(bits, ir.IntType(_VECTOR))

    byte = types.uint8
    return types.uint64(data, types.int64, byte, byte, byte), find


@_instruction
def copy_vector(typing_context, data, at, out, to):
    """Copy data[at:at + 64] to out[to:to + 64] (both uint8); the caller knows that they are there."""

    def copy(context, builder, signature, arguments):
        array, at, other, to = arguments
        loaded = builder.load(_vector_at(context, builder, signature.args[0], array, at))
        stored = builder.store(loaded, _vector_at(context, builder, signature.args[2], other, to))
        loaded.align = stored.align = 1
        return context.get_dummy_value()

    return types.void(data, types.int64, out, types.int64), copy


@_instruction
def find_bytes(typing_context, data, at, one, two, three, four):
    """Return which of data[at:at + 64] (uint8) are one of four bytes, as bits of a uint64, the first one the lowest.

    The caller knows that they are there. LLVM makes of it what the processor has for vectors.
    """

    def find(context, builder, signature, arguments):
        array, at, *sought = arguments
        found = builder.load(_vector_at(context, builder, signature.args[0], array, at))
        found.align = 1
        equal = [builder.icmp_unsigned("==", found, _everywhere(builder, byte)) for byte in sought]
        return builder.bitcast(reduce(builder.or_, equal), ir.IntType(_VECTOR))

    byte = types.uint8
    return types.uint64(data, types.int64, byte, byte, byte, byte), find


@_instruction
def trailing_zeros(typing_context, word):
    """Return how many of the lowest bits of the uint64 *word* are 0: 64 of 0."""

    def count(context, builder, signature, arguments):
        return builder.cttz(arguments[0], context.get_constant(types.boolean, False))

    return types.uint64(types.uint64), count


@_instruction
def leading_zeros(typing_context, word):
    """Return how many of the highest bits of the uint64 *word* are 0: 64 of 0."""

    def count(context, builder, signature, arguments):
        return builder.ctlz(arguments[0], context.get_constant(types.boolean, False))

    return types.uint64(types.uint64), count


@_instruction
def high_product(typing_context, one, other):
    """Return the higher 64 bits of the product of two uint64, of which numba's own product is the lower ones."""

    def multiply(context, builder, signature, arguments):
        word = arguments[0].type
        double = type(word)(2 * word.width)
        factors = [builder.zext(each, double) for each in arguments]
        return builder.trunc(builder.lshr(builder.mul(*factors), double(word.width)), word)

    return types.uint64(types.uint64, types.uint64), multiply


@njit
def _word_within(data, at) -> np.uint64:
    """Return the eight bytes from *at* on, with zeros for those behind the array's end; it has eight, and one there."""
    beyond = at + 8 - len(data)
    if beyond <= 0:
        return load_word(data, at)
    return load_word(data, at - beyond) >> np.uint64(8 * beyond)


@njit
def are_same(data, one, other, size) -> bool:
    """Whether data[one:one + size] and data[other:other + size] are the same bytes; *data* has eight at least."""
    if size == 0:
        return True
    if size < 8:
        differing = _word_within(data, one) ^ _word_within(data, other)
        return differing << np.uint64(8 * (8 - size)) == 0
    for at in range(0, size - 8, 8):
        if load_word(data, one + at) != load_word(data, other + at):
            return False
    return load_word(data, one + size - 8) == load_word(data, other + size - 8)


@njit
def read_digits(data, at, end) -> tuple[np.uint64, int]:
    """Return (the number that the digits at *at* are, how many they are): eight at most, and those before *end*.

    *data* has eight bytes at least.
    """
    if at >= end:
        return np.uint64(0), 0
    word = _word_within(data, at) ^ _ZEROS
    others = (((word & _SEVEN_BITS) + _TO_ABOVE_NINE) | word) & _TOP_BITS
    size = min(np.int64(trailing_zeros(others) >> np.uint64(3)), end - at)
    if size == 0:
        return np.uint64(0), 0
    word <<= np.uint64(8 * (8 - size))
    word = word * np.uint64(10) + (word >> np.uint64(8))
    pairs = (word & _PAIRS) * _HIGH_PAIRS + ((word >> np.uint64(16)) & _PAIRS) * _LOW_PAIRS
    return pairs >> np.uint64(32), size


@njit(inline="always")
def past_digits(data, at, end) -> int:
    """Return where the digits that data[at:end] (uint8) begins with end."""
    size = 8
    while size == 8 and at < end and at + 8 <= len(data):
        word = load_word(data, at) ^ _ZEROS
        others = (((word & _SEVEN_BITS) + _TO_ABOVE_NINE) | word) & _TOP_BITS
        size = np.int64(trailing_zeros(others) >> np.uint64(3))
        at += size
    while size == 8 and at < end and data[at] ^ np.uint8(0x30) <= 9:
        at += 1
    return min(at, end)
