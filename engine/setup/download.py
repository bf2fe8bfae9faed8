"""Fetches the jars of Deequ and of its rule language, all that set-up takes from the network."""

import hashlib
import logging
import os
import re
import tempfile
from http.client import HTTPException, InvalidURL
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen
from zipfile import ZipFile

from engine import __version__
from engine.errors import JobError
from engine.home import put
from engine.setup.authorities import trusting_context
from engine.spark.jvm.artifacts import DEEQU, Jar, is_jar, jar_place
from engine.spark.jvm.launch import spark_class_path

# Spark's own variable for a repository in the place of Maven Central.
MIRROR = "DEFAULT_ARTIFACT_REPOSITORY"

# Where Ivy, Spark's resolver, keeps the address of Maven Central: a file of settings in its jar, and the name there.
IVY_SETTINGS = "org/apache/ivy/core/settings/repository.properties"
IVY_ROOT = r"^ivy\.ibiblio\.default\.artifact\.root *= *(\S+)"

SILENCE_S = 60


def fetch_deequ(log: logging.Logger) -> None:
    """Put the Deequ jar in the engine's home unless the right one is there; JobError where it cannot be had."""
    fetch(DEEQU, log)


def fetch(jar: Jar, log: logging.Logger) -> None:
    """Put *jar* in the engine's home unless the right one is there; JobError where it cannot be had."""
    place = jar_place(jar)
    if place.is_file() and is_jar(jar, place):
        log.info("%s is there: %s", jar.title, place)
        return
    log.info("Fetching %s from %s", jar.coordinate, _source())
    content = _download(jar)
    if hashlib.sha256(content).hexdigest() != jar.sha256:
        raise JobError(
            f"What came as {jar.coordinate} is another file: its SHA-256 is not {jar.sha256}.",
            code="deequ-download-wrong",
        )
    with tempfile.TemporaryDirectory(prefix="model-monitor-") as scratch:
        fetched = Path(scratch) / jar.name
        fetched.write_bytes(content)
        put(fetched, place)
    # What was at that place before may have been looked at.
    is_jar.cache_clear()


def _download(jar: Jar) -> bytes:
    """Return what the repository has in the jar's place, by the proxy and the authorities of this machine."""
    address = _address(jar)
    try:
        request = Request(address, headers={"User-Agent": f"model-monitor-engine/{__version__}"})  # noqa: S310 - see below
        # Any kind of address will do, a folder's too: what comes is held against its SHA-256.
        with urlopen(request, timeout=SILENCE_S, context=trusting_context()) as answer:  # noqa: S310
            content: bytes = answer.read()
            return content
    except (OSError, HTTPException, ValueError) as error:
        raise JobError(
            f"{jar.coordinate} could not be fetched from {_source()}: {_reason(error)}. Check the network, the proxy "
            f"(HTTPS_PROXY) and the certificates (SSL_CERT_FILE), or name a mirror with {MIRROR}, then run the set-up "
            f"again; or put that jar at {jar_place(jar)} by hand.",
            code="deequ-download-failed",
        ) from error


def _source() -> str:
    return f"the repository that {MIRROR} names" if os.environ.get(MIRROR) else "Maven Central"


def _address(jar: Jar) -> str:
    """Return the jar's address, in the layout of Maven 2: repository/group/name/version/name-version.jar."""
    group, name, version = jar.coordinate.split(":")
    root = os.environ.get(MIRROR) or _maven_central(jar)
    return f"{root.rstrip('/')}/{group.replace('.', '/')}/{name}/{version}/{jar.name}"


def _maven_central(jar: Jar) -> str:
    """Return the address of Maven Central as Spark's Ivy has it in its settings. Raises JobError where none is."""
    for path in spark_class_path():
        if path.name.startswith("ivy-"):
            with ZipFile(path) as ivy:
                settings = ivy.read(IVY_SETTINGS).decode("latin-1")
            return str(re.findall(IVY_ROOT, settings, re.MULTILINE)[0])
    raise JobError(
        f"This Spark has no Ivy, whose settings name Maven Central: name a repository with {MIRROR}, or put "
        f"{jar.name} at {jar_place(jar)} by hand.",
        code="maven-central-unknown",
    )


def _reason(error: Exception) -> str:
    """Return why nothing came; an address that is none may hold a password in any place, and is not repeated."""
    if isinstance(error, URLError) and not isinstance(error, HTTPError):
        return str(error.reason)
    if isinstance(error, InvalidURL) or not isinstance(error, OSError | HTTPException):
        return "the address of the repository or of the proxy is none"
    return str(error) or type(error).__name__
