"""What an error keeps when it goes from one process to another."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cli import main as cli
from engine.errors import (
    DatasetError,
    DocumentError,
    JobError,
    NoRecords,
    ScriptError,
    holds_credentials,
    public,
    without_credentials,
)


@pytest.mark.parametrize("kind", [JobError, DatasetError, NoRecords, DocumentError, ScriptError])
def test_an_error_comes_home_from_another_process_as_it_was(kind):
    """Its kind, its text, its code and its log; a Spark task sends it as bytes."""
    error = kind("s3://me:hush@bucket is not there", ("a line",), code="folder-not-found")

    home = pickle.loads(pickle.dumps(error, protocol=pickle.HIGHEST_PROTOCOL))

    assert type(home) is kind
    assert str(home) == "s3://***@bucket is not there"
    assert (home.args, home.code, home.log) == (error.args, "folder-not-found", ("a line",))


WITH_SECRETS = (
    "s3://KEY:abc/HUSH/def@bucket/x",
    "s3://KEY:ab HUSH@bucket/x",
    "s3://KEY:a@HUSH@bucket/x",
    "s3://KEY:a://HUSH@bucket/x",
    "s3://KEY:12/HUSH@bucket/x",
    "s3://HUSH@bucket/x",
    "s3:/KEY:HUSH@bucket/x",
    "S3A://KEY:HUSH@bucket/x",
    "s3://bucket/x?secret_key=HUSH",
    "s3://bucket/x?region=eu&access_key=HUSH&scheme=http",
    "s3://bucket/x?secret_key=a HUSH",
    "https://host/x?X-Amz-Signature=HUSH",
    "hdfs://me:HUSH@host/x",
    "abfs://account:HUSH@container/x",
)
WITHOUT = (
    "s3://bucket/mail@home/x",
    "s3://bucket/x?region=eu&scheme=http",
    "hdfs://host:8020/mail@home/x",
    "hdfs://me@host/x",
    "abfs://container@account.dfs.core.windows.net/x",
    "gs://anonymous@bucket/x",
    "/here/a:b@c?key=1",
)


@pytest.mark.parametrize("address", WITH_SECRETS)
def test_an_address_with_a_credential_is_known_and_never_shown(address):
    """Whatever the secret is made of; in a setting's value and in the middle of a sentence."""
    assert holds_credentials(address)
    assert "HUSH" not in public(address)
    assert "HUSH" not in str(DatasetError(f"{address}: there is no such file or folder; name one", code="x"))


@pytest.mark.parametrize("address", WITHOUT)
def test_an_address_without_a_credential_is_not_refused(address):
    """A bucket's keys may hold an @, and some stores have names before one."""
    assert not holds_credentials(address)


@pytest.mark.parametrize("address", ["s3://bucket/a@b/x", "s3://bucket/2024:01/me@home.csv", "hdfs://host/me@home/x"])
def test_a_key_with_an_at_is_shown_whole(address):
    """Before the first slash is neither a colon nor an @: none of it is a credential, and the user has to find the key."""
    assert public(address) == address
    assert str(DatasetError(f"{address}: there is none", code="x")) == f"{address}: there is none"


def test_each_address_of_a_sentence_is_judged_by_itself():
    """A harmless one before one with a credential hides nothing of it."""
    text = "s3://bucket/a@b/x is not s3://KEY:abc/HUSH/def@bucket/x: cannot be listed"
    assert without_credentials(text) == "s3://bucket/a@b/x is not s3://***@bucket/x: cannot be listed"


@given(secret=st.text(min_size=1, max_size=30))
def test_no_secret_is_in_what_is_shown(secret):
    """Its characters are anybody's choice, but for those that part parameters."""
    mark = f"<<{secret}>>"
    assert mark not in without_credentials(f"s3://KEY:{mark}@bucket/x: cannot be read")
    if "&" not in secret:
        assert ">>" not in public(f"s3://bucket/x?secret_key={mark}")


def test_a_sentence_says_still_what_is_wrong():
    """Of a parameter only the value is masked."""
    text = "s3://bucket/x?secret_key=HUSH&region=eu: cannot be listed"
    assert without_credentials(text) == "s3://bucket/x?secret_key=***&region=eu: cannot be listed"


def test_words_that_are_not_understood_are_shown_without_credentials(capsys):
    """argparse repeats them."""
    with pytest.raises(SystemExit):
        cli.main(["baseline", "a.csv", "-o", "out", "s3://KEY:HUSH@bucket"])
    assert "s3://***@bucket" in capsys.readouterr().err
