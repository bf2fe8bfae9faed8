"""What an error keeps when it goes from one process to another."""

import pickle

import pytest

from engine.errors import DatasetError, DocumentError, JobError, NoRecords, ScriptError


@pytest.mark.parametrize("kind", [JobError, DatasetError, NoRecords, DocumentError, ScriptError])
def test_an_error_comes_home_from_another_process_as_it_was(kind):
    """Its kind, its text, its code and its log; a Spark task sends it as bytes."""
    error = kind("s3://me:hush@bucket is not there", ("a line",), code="folder-not-found")

    home = pickle.loads(pickle.dumps(error, protocol=pickle.HIGHEST_PROTOCOL))

    assert type(home) is kind
    assert str(home) == "s3://***@bucket is not there"
    assert (home.args, home.code, home.log) == (error.args, "folder-not-found", ("a line",))
