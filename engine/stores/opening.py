"""How a store is opened: Arrow's file systems, and for S3 what every AWS client heeds.

Credentials are those that AWS's own chain finds where the file system is used: variables, a profile, a role. None travels.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from pyarrow import ArrowException, fs

from engine.errors import EngineError, Sentence
from engine.stores.address import HADOOP, S3Address, s3_address
from engine.stores.answers import UNREACHABLE, reason, say

_UNKNOWN = Sentence(
    "data-address-unknown",
    "{address}: not an address that can be read; a local path, s3:// or hdfs:// was expected",
)
_OTHERS = ("file", *HADOOP)

Opener = Callable[[str], tuple[fs.FileSystem, str]]
"""Opens the file system of an address, and returns it with the place in it."""

_without_libhdfs: ContextVar[Opener | None] = ContextVar("without_libhdfs", default=None)

ATTEMPTS = 5
"""How often a request is made until it is given up; between two of them pass up to 1, 2, 4 and 8 seconds."""

_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 6.0
"""How long a store may be silent until it has answered: with all attempts some 40 seconds, and no minutes."""


class PatientS3(fs.S3FileSystem):  # type: ignore[misc] # Arrow has no types
    """S3 that goes to Spark's tasks with its patience: of Arrow's own the copy there would try three times only."""

    def __reduce__(self) -> tuple[Callable[..., "PatientS3"], tuple[Mapping[str, Any]]]:
        """Keep the options, in which a credential has never been."""
        _, (options,) = super().__reduce__()
        return _patient, (options,)


def open_system(address: str, kind: type[EngineError]) -> tuple[fs.FileSystem, str]:
    """Open the file system of *address*, and return it with the place in it; what is wrong is raised as a *kind*."""
    place = s3_address(address)
    try:
        if place is not None:
            return _open_s3(place), place.path
        if address.partition("://")[0].lower() not in _OTHERS:
            raise ValueError
        return _open_other(address)
    except ValueError as error:  # of Arrow's own, and for an address that is no text
        raise say(_UNKNOWN, address, kind) from error
    except (OSError, ArrowException, ImportError) as error:
        raise say(UNREACHABLE, address, kind, reason(error)) from error


@contextmanager
def hadoop_opened_by(opener: Opener) -> Iterator[None]:
    """Let *opener* open hdfs:// and viewfs:// where Arrow finds no libhdfs, which it needs for them."""
    former = _without_libhdfs.set(opener)
    try:
        yield
    finally:
        _without_libhdfs.reset(former)


def _open_other(address: str) -> tuple[fs.FileSystem, str]:
    opener = _without_libhdfs.get()
    try:
        opened: tuple[fs.FileSystem, str] = fs.FileSystem.from_uri(address)
    except OSError:
        if opener is None or address.partition("://")[0].lower() not in HADOOP:
            raise
        return opener(address)
    return opened


def _open_s3(place: S3Address) -> PatientS3:
    """Open S3 by what the address says, else by the variables of AWS; the region is asked for where nobody names one."""
    endpoint = place.options.get("endpoint_override") or _variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    region = place.options.get("region") or _variable("AWS_REGION", "AWS_DEFAULT_REGION")
    options = {
        "region": region or (None if endpoint else _region_of(place.bucket)),
        "endpoint_override": endpoint,
        "scheme": place.options.get("scheme"),
        "tls_ca_file_path": _variable("AWS_CA_BUNDLE"),
        "connect_timeout": _CONNECT_SECONDS,
        "request_timeout": _ANSWER_SECONDS,
        # A small object is then one request, and there or not; nothing is begun that has to be completed.
        "allow_delayed_open": True,
    }
    return _patient({name: value for name, value in options.items() if value is not None})


def _patient(options: Mapping[str, Any]) -> PatientS3:
    return PatientS3(retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=ATTEMPTS), **options)


def _variable(*names: str) -> str | None:
    """Return the value of the first variable that has one, on this host."""
    return next((value for name in names if (value := os.environ.get(name))), None)


@lru_cache
def _region_of(bucket: str) -> str | None:
    """Return the region of *bucket*; None where that is not told, and AWS's own default is taken. Each is asked once."""
    try:
        region: str = fs.resolve_s3_region(bucket)
    except OSError:  # whoever uses the bucket will say what is wrong
        return None
    return region
