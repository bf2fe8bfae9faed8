"""The documents of a job as objects: the SDK's classes, by their names."""

import json
from pathlib import Path
from typing import Any, Self

from engine.errors import JobError
from engine.monitors.account import SdkSession, Session


class MonitoringFile:
    """A document: `body_dict` is what is in it, `file_s3_uri` where it is in S3, None where it is not there yet."""

    def __init__(
        self, body_dict: dict[str, Any], file_s3_uri: str | None = None, session: SdkSession | None = None
    ) -> None:
        self.body_dict = body_dict
        self.file_s3_uri = file_s3_uri
        self._session = session

    @classmethod
    def from_s3_uri(cls, address: str, sagemaker_session: SdkSession | None = None) -> Self:
        """Read the document at *address*. botocore's ClientError where it cannot be had."""
        session = sagemaker_session or Session()
        bucket, _, key = address.removeprefix("s3://").partition("/")
        body = session.boto_session.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
        return cls(json.loads(body), address, session)

    @classmethod
    def from_file_path(cls, path: str) -> Self:
        """Read the document in a file of this machine's."""
        return cls(json.loads(Path(path).read_text(encoding="utf-8")))

    @classmethod
    def from_string(cls, text: str) -> Self:
        """Return the document that *text* is."""
        return cls(json.loads(text))

    def save(self, new_save_location_s3_uri: str | None = None, sagemaker_session: SdkSession | None = None) -> str:
        """Write the document to S3, where it was or to another address, and return the address.

        Raises JobError where it was nowhere, and no address is given.
        """
        address = new_save_location_s3_uri or self.file_s3_uri
        if address is None:
            raise JobError(
                "save is expected to be given an address in S3, for this document has none yet", code="document-nowhere"
            )
        session = sagemaker_session or self._session or Session()
        bucket, _, key = address.removeprefix("s3://").partition("/")
        content = json.dumps(self.body_dict, indent=2)
        session.boto_session.client("s3").put_object(Bucket=bucket, Key=key, Body=content.encode())
        self.file_s3_uri = address
        return address


class Statistics(MonitoringFile):
    """A statistics.json."""


class ConstraintViolations(MonitoringFile):
    """A constraint_violations.json."""


class Constraints(MonitoringFile):
    """A constraints.json."""

    def set_monitoring(self, enable_monitoring: bool, feature_name: str | None = None) -> None:
        """Say whether all constraints are judged, or those of one feature; `save` writes it down."""
        said = "Enabled" if enable_monitoring else "Disabled"
        if feature_name is None:
            self.body_dict.setdefault("monitoring_config", {})["evaluate_constraints"] = said
        for feature in self.body_dict["features"]:
            if feature["name"] == feature_name:
                feature.setdefault("monitoringConfigOverrides", {})["evaluate_constraints"] = said
