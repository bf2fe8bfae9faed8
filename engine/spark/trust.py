"""Which certificate authorities Java trusts when it fetches something: this machine's, not only its own."""

import hashlib
import os
import re
import ssl
import struct
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.spark.jvm.java import JavaHome

SYSTEM_STORE = Path("/etc/ssl/certs/java/cacerts")
LOCAL_AUTHORITIES = Path("/usr/local/share/ca-certificates")
BUNDLE_VARIABLES = ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE")

# What every JDK's own store is locked with; it guards nothing.
PASSWORD = "changeit"  # noqa: S105


def trust_options(java: JavaHome, scratch: Path) -> tuple[str, ...]:
    """Return the JVM options that make *java* trust what this machine trusts; none where it has nothing of its own.

    The system's Java store wins. Else the authorities that the machine has as files join those of *java* in a store in
    *scratch*: those of the local folder, or, where it has none, those of the bundle that a variable names.
    """
    if SYSTEM_STORE.is_file():
        return _trusting(SYSTEM_STORE)
    added = tuple(_of_folder()) or tuple(_of_bundle())
    if not added:
        return ()
    store = scratch / "cacerts"
    store.write_bytes(_java_store((*added, *_known_to(java))))
    return _trusting(store)


def _trusting(store: Path) -> tuple[str, ...]:
    return (f"-Djavax.net.ssl.trustStore={store}", f"-Djavax.net.ssl.trustStorePassword={PASSWORD}")


def _of_folder() -> Iterator[bytes]:
    for path in sorted(LOCAL_AUTHORITIES.glob("*.crt")):
        yield from _certificates(path.read_text(encoding="ascii", errors="replace"))


def _of_bundle() -> Iterator[bytes]:
    for name in BUNDLE_VARIABLES:
        bundle = Path(os.environ.get(name) or "-")
        if bundle.is_file():
            yield from _certificates(bundle.read_text(encoding="ascii", errors="replace"))
            return


def _certificates(text: str) -> Iterator[bytes]:
    """Yield the certificates of a text in PEM as DER."""
    for block in re.findall(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", text, re.DOTALL):
        yield ssl.PEM_cert_to_DER_cert(block)


def _known_to(java: JavaHome) -> Iterator[bytes]:
    """Yield the authorities of Java's own store, by its keytool."""
    store = java.home / "lib" / "security" / "cacerts"
    command = [java.home / "bin" / "keytool", "-J-XX:-UsePerfData", "-list", "-rfc", "-keystore", store]
    listed = subprocess.run(
        [*command, "-storepass", PASSWORD], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    yield from _certificates(listed.stdout)


def _java_store(certificates: Iterable[bytes]) -> bytes:
    """Return a Java key store ("JKS", version 2) of trusted certificates in DER, each once.

    Keytool adds one certificate a call, at half a second each: a minute for a usual bundle. The format is a head, the
    entries, and a SHA-1 over password, a fixed phrase and all before. Source: OpenJDK, class JavaKeyStore.
    """
    entries = [
        struct.pack(">I", 2) + _text(f"authority-{number}") + bytes(8) + _text("X.509") + _sized(certificate)
        for number, certificate in enumerate(dict.fromkeys(certificates))
    ]
    content = struct.pack(">III", 0xFEEDFEED, 2, len(entries)) + b"".join(entries)
    sealed = hashlib.sha1(PASSWORD.encode("utf-16-be") + b"Mighty Aphrodite" + content, usedforsecurity=False)
    return content + sealed.digest()


def _text(text: str) -> bytes:
    return struct.pack(">H", len(text)) + text.encode("ascii")


def _sized(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content
