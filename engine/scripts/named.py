"""The user's scripts, as a job names them."""

import os
from collections.abc import Mapping

from engine.errors import JobError
from engine.job.dataset import Script
from engine.job.variables import NAMES
from engine.scripts.environment import environment_for_scripts

SECONDS = 300.0
"""How long a script may take where nobody has said."""

LONGEST = 7 * 24 * 3600
"""The longest time in seconds that a script can be given: a week, which is more than any job has."""


def script_from(
    path: str | None, *, name: str, seconds: float, user: Mapping[str, str], process: Mapping[str, str]
) -> Script | None:
    """Return the script at *path*, None where there is none to run; *name* is the setting that names it.

    It sees the *user*'s own variables, and of the variables of this *process* those that are no business of the
    engine's. Raises JobError for a path without a file and for a time of *seconds* that is none.
    """
    if path is None:
        return None
    if not os.path.isfile(path):
        raise JobError(
            f"{name}: there is no file {path}; name the script, a file of Python on this machine",
            code="script-not-found",
        )
    if not 0 < seconds <= LONGEST:
        raise JobError(
            f"script_timeout is expected to be a number of seconds, more than 0 and at most {LONGEST}; found {seconds}",
            code="script-timeout-invalid",
        )
    return Script(path, environment_for_scripts(user, process, NAMES), seconds)
