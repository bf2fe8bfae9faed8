"""Whatever the settings are, there is a job or a sentence: never a traceback. The longer search is among the slow tests."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import EngineError
from engine.job.texts import refuse_texts
from engine.job.variables import NAMES
from engine.sagemaker.dataset_format import parse
from engine.sagemaker.hosts import distribution_of
from engine.sagemaker.job import job_from, notes
from engine.sagemaker.platform import hosts, processing_config
from engine.sagemaker.settings import collect, flags_from

SHORT = settings(max_examples=300, derandomize=True, deadline=None)
LONG = settings(max_examples=20_000, deadline=None)

ANY = st.text(st.characters(), max_size=12)
WORDS_IN_JSON = """
csv Csv header field_delimiter record_delimiter quote_character quote_escape_character
output_columns_position sagemakerCaptureJson captureIndexNames compression json parquet
"""
WORDS = st.sampled_from(WORDS_IN_JSON.split())
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | ANY, inner, max_size=4),
    max_leaves=8,
)
FORMATS = st.one_of(
    ANY,
    VALUES.map(json.dumps),
    st.builds(
        lambda name, options: json.dumps({name: options}),
        st.sampled_from(["csv", "sagemakerCaptureJson"]),
        st.dictionaries(WORDS, VALUES, max_size=4),
    ),
    st.integers(1, 20_000).map(lambda depth: '{"csv":' * depth),
    st.integers(1, 20_000).map(lambda digits: '{"csv":' + "1" * digits + "}"),
)
OF_A_JOB = st.fixed_dictionaries(
    {"dataset_source": ANY, "output_path": ANY, "dataset_format": FORMATS | st.just('{"csv": {"header": true}}')},
    optional={
        name: ANY | st.sampled_from(["Enabled", "2024-01-01", "9" * 5000, "nan", "1e999", "a" * 5000])
        for name in NAMES
        if name not in ("dataset_source", "output_path", "dataset_format")
    },
)


def _said(do):
    """Do it; an error of the engine's own is a sentence that a stream can write, in one line."""
    told = ""
    try:
        do()
    except EngineError as error:
        told = str(error)
    told.encode()
    assert len(told.splitlines()) <= 1


def _job(given_settings):
    collected = collect(given_settings, None, {})
    for _, shown in collected.shown():
        shown.encode()
    refuse_texts(collected.values)
    job_from(collected)
    notes(collected)


def _platform(content):
    with TemporaryDirectory() as folder:
        for name in ("processingjobconfig.json", "resourceconfig.json"):
            (place := Path(folder, "config", name)).parent.mkdir(exist_ok=True)
            place.write_bytes(content)
        hosts(Path(folder))
        config = processing_config(Path(folder))
        distribution_of(config, "/opt/ml/processing/input")
        collect({}, config, {})


CONTENTS = st.one_of(
    st.binary(max_size=30),
    VALUES.map(lambda value: json.dumps({"Environment": value, "ProcessingInputs": value, "hosts": value}).encode()),
    st.integers(1, 20_000).map(lambda depth: b'{"Environment":{"a":' + b"[" * depth + b"]" * depth + b"}}"),
    st.integers(1, 20_000).map(lambda digits: b"1" * digits),
)
KINDS = {
    "dataset_format": (parse, FORMATS),
    "settings": (_job, OF_A_JOB),
    "flags": (flags_from, st.lists(ANY | st.sampled_from(["--semantics", "--output-path=x"]), max_size=4)),
    "the platform's files": (_platform, CONTENTS),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_setting_gives_a_result_or_a_sentence(kind):
    """A fixed number of tries, the same ones each time."""
    boundary, inputs = KINDS[kind]
    SHORT(given(inputs)(lambda value: _said(lambda: boundary(value))))()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_settings_give_a_result_or_a_sentence(kind):
    """Other ones each time."""
    boundary, inputs = KINDS[kind]
    LONG(given(inputs)(lambda value: _said(lambda: boundary(value))))()
