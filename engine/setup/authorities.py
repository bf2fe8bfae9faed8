"""Which certificate authorities a download trusts: those that this machine's other tools trust."""

import os
import ssl
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from botocore.httpsession import get_cert_path

LOCAL_AUTHORITIES = Path("/usr/local/share/ca-certificates")
BUNDLE_VARIABLES = ("PIP_CERT", "REQUESTS_CA_BUNDLE")


def trusting_context() -> ssl.SSLContext:
    """Return a context that trusts whatever one of this machine's places for authorities trusts.

    They are those of OpenSSL (SSL_CERT_FILE and SSL_CERT_DIR, else the system's), the bundles that the variables of pip
    and requests name, the local folder, and the public authorities that boto3 brings, for a Python whose OpenSSL looks
    where this system has none. A place that is absent or holds no certificate adds nothing.
    """
    context = ssl.create_default_context()
    # Python 3.13 would refuse companies' authorities for a missing extension, and those before it intermediate ones.
    context.verify_flags = ssl.VERIFY_X509_TRUSTED_FIRST | ssl.VERIFY_X509_PARTIAL_CHAIN
    for place in _places():
        with suppress(OSError):
            context.load_verify_locations(*((None, place) if place.is_dir() else (place, None)))
    return context


def _places() -> Iterator[Path]:
    """Yield files of certificates in PEM, and folders that OpenSSL has an index of."""
    yield Path(get_cert_path(True))
    yield from sorted(LOCAL_AUTHORITIES.glob("*.crt"))
    yield from (Path(os.environ[name]) for name in BUNDLE_VARIABLES if os.environ.get(name))
