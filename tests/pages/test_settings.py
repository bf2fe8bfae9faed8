"""docs/settings.md has every setting, as the code has it."""

import re
from pathlib import Path

import pytest
from pages.settings import PAGE, page
from pages.variables import CONTAINER, FORMAT_OPTIONS, INTERNAL, PROCESS
from pages.words import commands, words_of

import engine
from engine.errors import JobError
from engine.job.variables import NAMES
from engine.readers.formats import in_container
from engine.readers.text.tolerance import USUAL
from engine.sagemaker.dataset_format import parse
from engine.sagemaker.hosts import HOSTS_TIMEOUT
from engine.sagemaker.job import job_from
from engine.sagemaker.settings import collect
from engine.scripts.named import SECONDS

ROOT = Path(engine.__file__).parent
READS = re.compile(r"environ|_variable\(|settings\.process|process\.get")
VARIABLE = re.compile(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"')


def test_the_page_is_made_from_the_code() -> None:
    """docs/settings.md is what the generator gives; to write it anew: PYTHONPATH=tests python -m pages.settings."""
    assert PAGE.read_text() == page()


def test_each_variable_of_the_container_is_explained() -> None:
    """In the order in which the log shows them."""
    assert tuple(CONTAINER) == NAMES


def test_each_word_that_a_variable_is_likened_to_is_one() -> None:
    """Of some command."""
    known = set(re.findall(r"`(--[\w-]+|[A-Z]+)`", " ".join(w.shown for c in commands().values() for w in words_of(c))))
    assert {each.flag for each in CONTAINER.values() if each.flag} <= known


def test_each_option_of_a_format_is_explained() -> None:
    """All that the format knows, and no other: it names them where it is given one that it does not know."""
    assert set(FORMAT_OPTIONS) == {container.key for _, container in in_container()}
    for key, options in FORMAT_OPTIONS.items():
        with pytest.raises(JobError, match=rf"known are {', '.join(options) or 'none'}\."):
            parse(f'{{"{key}": {{"no such option": 1}}}}')


def test_defaults_are_those_of_a_job() -> None:
    """Which is told nothing but what is required."""
    required = {"dataset_source": "data", "dataset_format": '{"csv": {}}', "output_path": "out"}
    assert required.keys() == {name for name, each in CONTAINER.items() if each.default == "required"}
    job = job_from(collect(required, None, {}))
    assert CONTAINER["semantics"].default == job.semantics.value
    assert CONTAINER["text_encoding"].default == job.dataset.text_encoding
    assert (CONTAINER["suggestions"].default == "Enabled") is job.suggestions
    assert float(CONTAINER["script_timeout"].default) == SECONDS
    assert float(CONTAINER["hosts_timeout"].default) == HOSTS_TIMEOUT
    assert float(CONTAINER["bad_records_share"].default) == USUAL


def test_each_variable_of_the_process_is_explained() -> None:
    """Whatever a module that looks at the environment calls in capital letters, unless only the engine sets it."""
    texts = (path.read_text() for path in ROOT.rglob("*.py"))
    read = {name for text in texts if READS.search(text) for name in VARIABLE.findall(text)}
    assert read - INTERNAL == set(PROCESS)
