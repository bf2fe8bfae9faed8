"""What the platform carries for a job, as the job's role may: inputs from S3 to its hosts, outputs back."""

from collections.abc import Iterator
from pathlib import Path

from botocore.exceptions import ClientError
from sagemaker_service.cloud import REGION, Cloud


class TransferError(Exception):
    """Something that cannot be carried: the sentence is the job's FailureReason."""


class Transfer:
    """S3 with the permissions of *role*, an ARN."""

    def __init__(self, cloud: Cloud, role: str) -> None:
        self._cloud, self._role = cloud, role

    def keys(self, address: str) -> tuple[str, ...]:
        """Return the keys at *address*: of the object of that name, or else of all below it.

        Raises TransferError where there are none, no such bucket, or no permission.
        """
        bucket, key = _parts(address)
        try:
            found = tuple(self._listed(bucket, key))
        except ClientError as error:
            raise TransferError(_listing_failed(address, error.response["Error"]["Message"])) from error
        if not found:
            raise TransferError(
                f'ClientError: No S3 objects found under S3 URL "{address}" given in input data source. Please ensure '
                f"that the bucket exists in the selected region ({REGION}), that objects exist under that S3 prefix, and "
                f'that the role "{self._role}" has "s3:ListBucket" permissions on bucket "{bucket}".'
            )
        return found

    def download(self, address: str, keys: tuple[str, ...], folder: Path) -> None:
        """Put the objects *keys*, which lie at *address*, into *folder*, by their names behind the address."""
        bucket, prefix = _parts(address)
        folder.mkdir(parents=True, exist_ok=True)
        for key in keys:
            place = folder / (key.rpartition("/")[2] if key == prefix else key.removeprefix(prefix).lstrip("/"))
            place.parent.mkdir(parents=True, exist_ok=True)
            self._cloud.client("s3").download_file(bucket, key, str(place))

    def upload(self, path: Path, address: str) -> None:
        """Make the file at *path* the object at *address*. Raises TransferError where that is not allowed."""
        bucket, key = _parts(address)
        try:
            self._refuse_forbidden(bucket, "PutObject")
            self._cloud.client("s3").put_object(Bucket=bucket, Key=key, Body=path.read_bytes())
        except ClientError as error:
            raise TransferError(
                f"ClientError: Failed to upload output data to {address}: {error.response['Error']['Message']}"
            ) from error

    def _listed(self, bucket: str, key: str) -> Iterator[str]:
        self._refuse_forbidden(bucket, "ListObjectsV2")
        pages = self._cloud.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=key)
        below = key if key.endswith("/") or not key else f"{key}/"
        for found in (each["Key"] for page in pages for each in page.get("Contents", ())):
            if (found == key or found.startswith(below)) and not found.endswith("/"):
                yield found

    def _refuse_forbidden(self, bucket: str, operation: str) -> None:
        if (self._role, bucket) in self._cloud.forbidden:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "Access Denied"}}, operation)


def _listing_failed(address: str, words: str) -> str:
    return f"ClientError: Failed to download data. ListObjectsV2 failed for {address}: {words}"


def _parts(address: str) -> tuple[str, str]:
    bucket, _, key = address.removeprefix("s3://").partition("/")
    return bucket, key
