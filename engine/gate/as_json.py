"""What a run has come to as one JSON object, for programs."""

import json
from collections.abc import Mapping

from engine.gate.result import Result, by_check


def as_json(result: Result, *, command: str, paths: Mapping[str, object]) -> str:
    """Return one line of ASCII: how a run of the *command* has ended, in numbers and entries, and the *paths* of what it wrote.

    No run of `##` is in it, by which some CI systems know a command of theirs in a log.
    """
    told = {
        "command": command,
        "verdict": result.verdict.value,
        "exit_code": result.verdict.exit_code,
        "counts": {
            "records": result.records,
            "features": result.features,
            "judged": len(result.judged),
            "violations": len(result.violations),
            "failing": result.failing,
            "by_check": by_check(result),
        },
        "violations": result.violations,
        "merge": result.merged,
        "paths": paths,
        "error": None if result.fault is None else {"code": result.fault.code, "message": result.fault.sentence},
    }
    return json.dumps(told).replace("##", "\\u0023\\u0023")
