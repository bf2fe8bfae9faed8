"""What may be wrong with a store that is named by an address."""

from messages.case import BOTH, CONTAINER, UNTOUCHED, Case

_DATA = {"dataset_source": "s3://bucket/data"}
_OUTPUT = {"output_path": "s3://bucket/out"}


def _store(code: str, wrong: str, says: str, trouble: str, *, doors: tuple[str, ...] = BOTH) -> Case:
    return Case(code=code, wrong=wrong, says=f"s3://bucket/data: {says}", settings=_DATA, trouble=trouble, doors=doors)


CASES = (
    _store(
        "bucket-not-found",
        "The bucket is not there",
        "there is no such bucket; check its name, and AWS_ENDPOINT_URL where the store is not Amazon's",
        "store without the bucket",
    ),
    _store(
        "store-access-denied",
        "The store denies access to the data",
        "the store denies access (403); allow the credentials that were found here to list the bucket and to read there, "
        "and in an output folder to write and to delete as well, or name other ones",
        "store that denies",
    ),
    Case(
        code="store-access-denied",
        wrong="The store denies access to the output folder",
        says="s3://bucket/out: the store denies access (403); allow the credentials that were found here to "
        "list the bucket and to read there, and in an output folder to write and to delete as well, or name other ones",
        settings=_OUTPUT,
        trouble="store that denies",
        leaves=UNTOUCHED,
    ),
    _store(
        "store-credentials-missing",
        "The store wants credentials, and there are none",
        "the store lets nobody in without credentials, and none were found here; set AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give the job a role",
        "store and no credentials",
    ),
    _store(
        "store-credentials-refused",
        "The store does not know the key",
        "the store does not take the credentials that were found here (INVALID_ACCESS_KEY_ID); renew or correct them, and "
        "check this host's clock",
        "store that knows no such key",
    ),
    _store(
        "store-credentials-refused",
        "The credentials have expired",
        "the store does not take the credentials that were found here (ExpiredToken); renew or correct them, and check "
        "this host's clock",
        "store whose token has expired",
        doors=(CONTAINER,),
    ),
    _store(
        "bucket-in-another-region",
        "The bucket lies in another region than AWS_REGION says",
        "the bucket lies in another region than the one that was asked (its own: eu-west-1); set AWS_REGION to that, or "
        "leave it and AWS_DEFAULT_REGION unset, and it is found",
        "store in another region",
    ),
    _store(
        "store-failing",
        "The store fails each time",
        "the store has failed each time it was asked (<its status>); try again when it is well",
        "store that fails",
        doors=(CONTAINER,),
    ),
    _store(
        "store-unreachable",
        "Nobody answers where the store should be",
        "the store cannot be reached: Could not connect to server",
        "store out of reach",
        doors=(CONTAINER,),
    ),
    _store(
        "data-key-with-empty-part",
        "The key of an object has two slashes in a row",
        "the key of an object in it has an empty part (//), and so it cannot be read; copy it under another key, or remove "
        "it",
        "store with an empty part",
        doors=(CONTAINER,),
    ),
    Case(
        code="address-with-credentials",
        wrong="The address of the output folder has a password or a key in it",
        says="The output folder 's3://***@bucket/out' is an address with a password or a key in it, which others could read "
        "in logs: leave it out, and let the store find credentials where it usually looks (variables such as "
        "AWS_ACCESS_KEY_ID, a profile, the role of the job).",
        settings={"output_path": "s3://me:SECRETKEY@bucket/out"},
        leaves=UNTOUCHED,
    ),
    Case(
        code="output-folder-is-an-address",
        wrong="The output folder is an address that documents cannot be written to",
        says="The output folder gs://host/out is an address that no documents can be written to; name a local path, s3:// or "
        "hdfs://",
        settings={"output_path": "gs://host/out"},
        leaves=UNTOUCHED,
    ),
)
