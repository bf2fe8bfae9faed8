"""Columns of any type as what a model's quality is measured by: numbers, labels, and probabilities of several classes."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.quality.labels import in_order


@dataclass(frozen=True, slots=True)
class Parsed:
    """Numbers of a column, float64: NaN where a value is `missing` or `wrong`, which is there and no number."""

    numbers: np.ndarray
    missing: np.ndarray
    wrong: np.ndarray


def numbers_in(values: pa.Array) -> Parsed:
    """Return the numbers in *values*, of texts or of any other type; an empty text and NaN are missing."""
    texts = _texts(values)
    if texts is None:
        numbers = _floats(values)
        return Parsed(numbers, np.isnan(numbers), np.zeros(len(numbers), dtype=np.bool_))
    trimmed = pc.utf8_trim_whitespace(texts)
    present = pc.fill_null(pc.greater(pc.utf8_length(trimmed), 0), False)
    candidates = pc.if_else(present, trimmed, None)
    try:
        numbers = _floats(candidates.cast(pa.float64()))
        wrong = np.zeros(len(numbers), dtype=np.bool_)
    except pa.ArrowInvalid:  # a value that is no number to Arrow: Python's parser has the last word
        read = [_number(text) for text in candidates.to_pylist()]
        numbers = np.array([math.nan if number is None else number for number in read], dtype=np.float64)
        wrong = np.array([number is None for number in read], dtype=np.bool_) & _bools(present)
    return Parsed(numbers, np.isnan(numbers) & ~wrong, wrong)


def labels_in(values: pa.Array) -> pa.StringArray:
    """Return the labels in *values* as texts; a missing one is null, and so is an empty text and NaN."""
    texts = _texts(values)
    if texts is None:
        if pa.types.is_floating(values.type):
            values = pc.if_else(pc.is_nan(values), None, values)
        texts = values.cast(pa.string())
    return pc.if_else(pc.fill_null(pc.equal(pc.utf8_length(pc.utf8_trim_whitespace(texts)), 0), True), None, texts)


def _texts(values: pa.Array) -> pa.StringArray | None:
    """Return *values* as plain texts, None where they are of another type."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    kind = values.type
    if pa.types.is_string(kind):
        return values
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return values.cast(pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return values.cast(pa.string())
    return None


def _floats(values: pa.Array) -> np.ndarray:
    if pa.types.is_boolean(values.type):
        values = values.cast(pa.int8())
    floats: np.ndarray = values.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.where(_bools(values.is_null()), np.nan, floats)


def _bools(values: pa.Array) -> np.ndarray:
    found: np.ndarray = values.to_numpy(zero_copy_only=False)
    return found.astype(np.bool_)


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Probabilities:
    """For each row the probabilities of `classes`, float64 of shape (rows, classes); NaN where there is none."""

    matrix: np.ndarray
    missing: np.ndarray
    wrong: np.ndarray
    classes: tuple[str, ...] = ()


def probabilities_in(columns: Sequence[pa.Array], classes: Sequence[str]) -> Probabilities:
    """Return the probabilities in *columns*: one for each of *classes*, or a single one.

    A single column holds the positive class's, or lists: JSON texts such as [0.2, 0.8], in which places name the
    classes from 0, or {"cat": 0.2, "dog": 0.8}.
    """
    if len(columns) == 1 and not _holds_lists(columns[0]):
        parsed = numbers_in(columns[0])
        return Probabilities(parsed.numbers[:, None], parsed.missing, parsed.wrong)
    if len(columns) == 1:
        return _of_lists(_texts(columns[0]) or [])
    parts = [numbers_in(column) for column in columns]
    missing = np.logical_or.reduce([part.missing for part in parts])
    wrong = np.logical_or.reduce([part.wrong for part in parts])
    return Probabilities(np.stack([part.numbers for part in parts], axis=1), missing, wrong, tuple(classes))


def _holds_lists(values: pa.Array) -> bool:
    texts = _texts(values)
    return texts is not None and bool(pc.any(pc.match_substring_regex(texts, r"^\s*[\[{]")).as_py())


def _of_lists(texts: pa.StringArray) -> Probabilities:
    rows = [_row(text.as_py()) for text in texts]
    # In an order of their own, that of two likeliest classes the same one is answered wherever a batch begins.
    names = in_order({name for row in rows if row for name in row})
    matrix = np.full((len(rows), max(len(names), 1)), np.nan)
    places = {name: place for place, name in enumerate(names)}
    for number, row in enumerate(rows):
        for name, value in (row or {}).items():
            matrix[number, places[name]] = value
    missing = np.array([row == {} for row in rows], dtype=np.bool_)
    wrong = np.array([row is None for row in rows], dtype=np.bool_)
    return Probabilities(matrix, missing, wrong, names)


def _row(text: str | None) -> dict[str, float] | None:
    """Return the probabilities by class; none where nothing is there, None where that is something else."""
    if text is None or not text.strip():
        return {}
    try:
        read = json.loads(text)
        items = read.items() if isinstance(read, dict) else enumerate(read if isinstance(read, list) else [read])
        return {str(name): float(value) for name, value in items}
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
