"""Fetches the Deequ jar with the resolver that Spark brings, so that a Java is all it needs."""

import logging
import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

from engine.errors import JobError
from engine.spark.home import DEEQU_COORDINATE, DEEQU_SHA256, is_deequ, jar_place, put
from engine.spark.jvm.gateway import end_jvm, start_jvm, wait_for_gateway
from engine.spark.jvm.java import JavaHome
from engine.spark.jvm.launch import Launch
from engine.spark.trust import trust_options

# Spark has these inside already, or Deequ does without them here.
EXCLUDED = (
    "net.sourceforge.f2j:arpack_combined_all",
    "org.scalanlp:breeze_2.12",
    "software.amazon.glue:dqdl",
    "org.scala-lang:scala-reflect",
    "org.scala-lang:scala-library",
    "org.apache.datasketches:datasketches-java",
)

# How the resolver says why, the most telling first.
REASONS = (
    r"\(((?:javax?|sun)\.[\w.]+(?:Exception|Error)[^)\n]*)",
    r"(Host \S+ not found)",
    r'Exception in thread "main" (.+)',
)


def fetch_deequ(java: JavaHome, log: logging.Logger) -> None:
    """Put the Deequ jar in the engine's home unless the right one is there; JobError where it cannot be had."""
    place = jar_place()
    if place.is_file() and is_deequ(place):
        log.info("Deequ is there: %s", place)
        return
    log.info("Fetching %s from Maven Central", DEEQU_COORDINATE)
    with tempfile.TemporaryDirectory(prefix="model-monitor-") as scratch:
        fetched = _resolve(java, Path(scratch))
        if not is_deequ(fetched):
            raise JobError(f"What came as {DEEQU_COORDINATE} is another file: its SHA-256 is not {DEEQU_SHA256}.")
        put(fetched, place)


def _resolve(java: JavaHome, scratch: Path) -> Path:
    """Return the jar as the resolver has put it below *scratch*."""
    settings = {
        "spark.master": "local[1]",
        "spark.jars.packages": DEEQU_COORDINATE,
        "spark.jars.excludes": ",".join(EXCLUDED),
        "spark.jars.ivy": str(scratch / "ivy"),
    }
    launch = Launch(java=java, jars=(), options=(*trust_options(java, scratch), *_proxy()), settings=settings)
    said = scratch / "resolver.log"
    with open(said, "wb") as output:
        jvm = start_jvm(launch, scratch, output)
    try:
        wait_for_gateway(jvm, scratch)
    except JobError as error:
        raise JobError(_not_fetched(said.read_text(encoding="utf-8", errors="replace"))) from error
    finally:
        end_jvm(jvm)
    return next((scratch / "ivy" / "jars").glob("*deequ*.jar"))


def _proxy() -> tuple[str, ...]:
    """Return the JVM options for the proxy that this machine's environment names, which Java does not read."""
    proxy = urlsplit(getproxies().get("https", ""))
    return (f"-Dhttps.proxyHost={proxy.hostname}", f"-Dhttps.proxyPort={proxy.port or 80}") if proxy.hostname else ()


def _not_fetched(said: str) -> str:
    found = (re.search(reason, said) for reason in REASONS)
    reason = next((match.group(1) for match in found if match), "the resolver gives no reason")
    return (
        f"{DEEQU_COORDINATE} could not be fetched from Maven Central: {reason}. Check the network, the proxy "
        f"(HTTPS_PROXY) and the certificates, then run the set-up again; or put that jar at {jar_place()} by hand."
    )
