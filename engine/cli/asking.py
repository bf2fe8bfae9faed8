"""The words of the commands that run nothing: `model-monitor doctor` before a run, and `explain` after it."""

import argparse
from collections.abc import Callable
from typing import Any

Add = Callable[[str, str, str, list[Any]], argparse.ArgumentParser]
"""Makes the parser of a command: its name, what it does, an example, and the parsers whose words it has too."""


def add_doctor(add: Add) -> None:
    """Make the parser of the command by *add*; what follows it is read as the run would read it."""
    text = "look at what a run would be given, and say each thing that will go wrong, without a run"
    doctor = add("doctor", text, "monitor today.csv --baseline out/baseline -o out/today", [])
    doctor.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help="the words of a run: baseline, monitor, merge or quality and all that follows; or the flags of the container's "
        "entry point; without any, what that would find in this process's environment and in /opt/ml/config",
    )


def add_explain(add: Add, quiet: argparse.ArgumentParser) -> None:
    """Make the parser of the command by *add*; *quiet* has the word of every command."""
    text = "say why each violation of a run came, and where the difference sits"
    explain = add("explain", text, "out/today --baseline out/baseline", [quiet])
    explain.add_argument("run", metavar="DIR", help="the output folder of a monitoring run, here or at s3://")
    explain.add_argument(
        "--baseline",
        metavar="DIR",
        help="the output folder of the baseline that the run was judged by; without it the sentences alone are explained",
    )
    explain.add_argument(
        "--feature",
        metavar="NAME",
        help="explain this feature alone, or this metric of a model; also where all is well",
    )
