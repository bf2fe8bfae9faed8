"""The platform's own files: which hosts there are, and what is said of a broken file."""

import json

import pytest

from engine.errors import JobError
from engine.sagemaker.platform import Hosts, hosts, processing_config


def config(root, name: str, text: str):
    """Put a file into the platform's folder below *root*, and return *root*."""
    (root / "config").mkdir(exist_ok=True)
    (root / "config" / name).write_text(text)
    return root


def test_without_files_there_is_one_host_and_no_configuration(tmp_path):
    """Outside of the platform this host is alone, and speaks for itself."""
    assert processing_config(tmp_path) is None
    assert hosts(tmp_path).leads


def test_the_first_host_leads(tmp_path):
    """Names are the platform's, in whatever form, and the first one speaks."""
    given = {"current_host": "algo-2-x7", "hosts": ["algo-1-9zq7z", "algo-2-x7"]}
    found = hosts(config(tmp_path, "resourceconfig.json", json.dumps(given)))
    assert found == Hosts("algo-2-x7", ("algo-1-9zq7z", "algo-2-x7"))
    assert not found.leads


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "it is not JSON"),
        ("[]", "expected a JSON object"),
        ('{"hosts": "algo-1"}', "hosts is expected to be a list of names"),
        ('{"hosts": ["algo-1"], "current_host": "algo-7"}', "and current_host one of them"),
    ],
)
def test_a_broken_file_is_not_taken_for_an_absent_one(tmp_path, text, sentence):
    """A file of the platform's that cannot be understood ends the run with its path."""
    with pytest.raises(JobError, match=r"resourceconfig\.json") as raised:
        hosts(config(tmp_path, "resourceconfig.json", text))
    assert sentence in str(raised.value)
