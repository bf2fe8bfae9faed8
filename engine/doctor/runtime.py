"""Whether this machine can run Spark: Java, its jars, memory, and room for files."""

import os
import shutil
import tempfile
from pathlib import Path

from engine.doctor.findings import Findings
from engine.spark.jvm.artifacts import dqdl_jar, jars
from engine.spark.jvm.java import find_java, refuse_unrunnable
from engine.spark.jvm.launch import sizing_here, spark_class_path
from engine.spark.scratch import scratch
from engine.spark.sizing import MIB
from engine.stores.address import is_address

_LITTLE_ROOM = 512 * MIB
"""Less than that in the folder for temporary files is told: Spark puts there what it passes on, and Java what it unpacks."""

_LITTLE_ROOM_FOR_DOCUMENTS = 32 * MIB


def examine_runtime(findings: Findings, *, columns: int = 0, rules: bool = False) -> None:
    """Look at what a run over *columns* columns needs of this machine; with *rules* it needs the jar of their language."""
    with findings.looking():
        java = find_java()
        refuse_unrunnable(java)
        findings.note(f"Java {java.version} in {java.home}")
    with findings.looking("Spark's jars"):
        spark_class_path()
    with findings.looking("Deequ's jar"):
        jars()
    if rules:
        with findings.looking("the jar of DQDL"):
            dqdl_jar()
    with findings.looking():
        sizing = sizing_here(columns)
        findings.note(f"memory (a heap of {sizing.heap // MIB:,} MiB, and up to {sizing.tasks} tasks at a time)")
    with findings.looking("the folder for temporary files"), scratch():
        _tell_little_room(findings, tempfile.gettempdir(), _LITTLE_ROOM)


def examine_room(findings: Findings, output: str) -> None:
    """Look at the room that is left for the documents in the folder *output*, where it is here."""
    if output and not is_address(output):
        path = Path(output).absolute()
        existing = next((place for place in (path, *path.parents) if os.path.exists(place)), path)
        _tell_little_room(findings, str(existing), _LITTLE_ROOM_FOR_DOCUMENTS)


def _tell_little_room(findings: Findings, place: str, least: int) -> None:
    try:
        free = shutil.disk_usage(place).free
    except OSError:
        return
    if free < least:
        findings.doubt(f"The disk of {place} has {free // MIB:,} MiB left: make room, or name another folder")
