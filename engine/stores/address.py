"""What places in a store are called: `s3://bucket/key`, and `s3a://` and `s3n://` as Spark's users write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

HADOOP = ("hdfs", "viewfs")
"""What addresses of Hadoop's file systems begin with."""

_S3 = re.compile(r"s3[an]?://([^/?]*)/*(.*)", re.IGNORECASE | re.DOTALL)
_OPTIONS = re.compile(r"\?((?:(?:region|scheme|endpoint_override)=[^&]*(?:&|$))+)$")
_SLASHES = re.compile("/+")


@dataclass(frozen=True, slots=True)
class S3Address:
    """A place in S3 or in a store like it: the bucket, the key of an object or of a folder of them, and how to get there.

    The key is "" for the whole bucket. It is what stands in the address, not decoded, as AWS's own commands take it; but
    several slashes are one, as for Spark. `options` are `region`, `scheme` and `endpoint_override`, from behind a `?`.
    """

    bucket: str
    key: str
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The place as Arrow calls it."""
        return f"{self.bucket}/{self.key}".rstrip("/")


def is_address(name: str) -> bool:
    """Whether *name* is an address, and no path of this host."""
    return "://" in name


def is_writable(address: str) -> bool:
    """Whether *address* is of a kind that documents can be written to."""
    return s3_address(address) is not None or address.partition("://")[0].lower() in HADOOP


def s3_address(address: str) -> S3Address | None:
    """Return the place in S3 that *address* names; None where it names none."""
    found = _S3.fullmatch(address)
    if found is None or not found[1]:
        return None
    asked = _OPTIONS.search(address)
    place = address if asked is None else address[: asked.start()]
    options = dict(pair.split("=", 1) for pair in asked[1].split("&") if pair) if asked else {}
    bucket, _, key = _SLASHES.sub("/", place.partition("://")[2]).partition("/")
    return S3Address(bucket, key.rstrip("/"), options)


def below(folder: str, name: str) -> str:
    """Return the address of what is called *name* in the folder at the address *folder*."""
    asked = _OPTIONS.search(folder) if s3_address(folder) else None
    end = len(folder) if asked is None else asked.start()
    return f"{folder[:end].rstrip('/')}/{name}{folder[end:]}"


def lies_in(address: str, folder: str) -> bool:
    """Whether what *address* names lies directly in the folder at the address *folder*, however both are spelled."""
    one, other = (s3_address(each) for each in (address, folder))
    if one is None or other is None:
        return address.rpartition("/")[0] == folder.rstrip("/")
    return one.path.rpartition("/")[0] == other.path
