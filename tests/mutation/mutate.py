"""Changes the meaning of the engine in one small place at a time, and reports the changes that no test notices.

    make mutate SINCE=HEAD~5             # a sample of the functions that were touched since that revision
    make mutate SAMPLE=100 SEED=2        # a sample of the whole engine, and another one
    make mutate SINCE=HEAD~5 WHOLE=yes   # what the mirrored tests do not notice goes through the whole fast suite

Each change is made in a copy of the working tree in a temporary folder, so that the tree itself stays as it is, whatever
happens. First the tests that mirror the changed file are run, then those of the folder that mirrors its folder. A change
that is left over may still mean the same: a person has to look.

It is a script of ours because mutmut changes no function with a decorator, which all compiled ones have, and keeps the
changes in one process, beside Spark; and cosmic-ray writes into the working tree and knows one command for all files.
"""

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from shutil import copyfile

from mutation.changes import Change, changes

ROOT = Path(__file__).parents[2]
RUNS = "tests/runs"
"""The tests of files that no test mirrors: whole runs in one process."""

_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_PATIENCE = 60.0
"""Seconds that tests may take beside four times what they took before: compiling, and a machine that has other work."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A copy of the tree to change, and the folder of its compiled kernels."""

    tree: Path
    kernels: Path

    def passes(self, tests: str, *, seconds: float | None, kernels: Path | None = None) -> bool:
        """Run the fast ones of *tests*; whether all pass, in so many *seconds* where these are given."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.tree),
            "PYTHONDONTWRITEBYTECODE": "1",  # a change may keep a file's size and second, by which Python knows it again
            "NUMBA_CACHE_DIR": str(kernels or self.kernels),
        }
        words = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not slow", "-p", "no:cacheprovider", tests]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(words, cwd=self.tree, env=environment, start_new_session=True, **quiet) as process:
            try:
                return process.wait(seconds) == 0
            except subprocess.TimeoutExpired:
                return False
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)


def main(argv: Sequence[str] | None = None) -> None:
    """Do what the words of *argv* ask for; the report goes to standard output."""
    words = _arguments(argv)
    found = [(path, change) for path in _sources(words.root) for change in _changes(words.root, path, words.since)]
    chosen = sorted(random.Random(words.seed).sample(range(len(found)), min(words.sample, len(found))))
    _say(f"{len(chosen)} of {len(found)} changes, seed {words.seed}")
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        bench = Bench(Path(folder, "tree"), Path(folder, "kernels"))
        _copy(words.root, bench.tree)
        left = _left(bench, [found[number] for number in chosen], whole=words.whole)
    _say(f"{left} of {len(chosen)} changes were not noticed")


def mirrored(root: Path, path: str) -> list[str]:
    """Return the tests for the file *path* of the engine, the nearest first: a file, the folder, or whole runs."""
    place = Path("tests", *Path(path).parts[1:])
    file = place.with_name(f"test_{place.name}")
    folder = next((each for each in place.parents if (root / each).is_dir()), Path("tests"))
    own = [str(file)] if (root / file).is_file() else []
    return [*own, str(folder)] if folder != Path("tests") else own or [RUNS]


def touched(diff: str) -> set[int]:
    """Return the lines, from 1, that a *diff* without context has in the new file; of lines that went, their neighbour."""
    hunks = ((int(begin), int(count or 1)) for begin, count in _HUNK.findall(diff))
    return {line for begin, count in hunks for line in range(begin, begin + max(count, 1))}


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="mutate", description="Make small changes of meaning that a test should notice."
    )
    parser.add_argument("--since", default="", help="only functions that were touched since this revision")
    parser.add_argument("--sample", type=int, default=30, help="so many changes at most (default: 30)")
    parser.add_argument("--seed", type=int, default=1, help="which of them (default: 1)")
    parser.add_argument("--whole", action="store_true", help="run the whole fast suite where the mirrored tests pass")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"mutate: git {words[0]} failed: {done.stderr.strip()}")
    return done.stdout


def _sources(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in (root / "engine").rglob("*.py"))


def _changes(root: Path, path: str, since: str) -> Iterator[Change]:
    lines = touched(_git(root, "diff", "--unified=0", since, "--", path)) if since else None
    return changes((root / path).read_text(), lines)


def _copy(root: Path, tree: Path) -> None:
    """Copy what of *root* belongs to the project, as it is now, whether committed or not."""
    for name in _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if name and (root / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            copyfile(root / name, tree / name)


def _left(bench: Bench, chosen: Sequence[tuple[str, Change]], *, whole: bool) -> int:
    """Make each of the *chosen* changes, say whether it was noticed, and return how many were not."""
    stages = {path: [*mirrored(bench.tree, path), *(("tests",) if whole else ())] for path, _ in chosen}
    usual = {tests: _seconds(bench, tests) for tests in dict.fromkeys(chain.from_iterable(stages.values()))}
    left = 0
    for path, change in chosen:
        noticed = _is_noticed(bench, path, change, {tests: usual[tests] for tests in stages[path]})
        left += not noticed
        _say(f"{'noticed    ' if noticed else 'NOT NOTICED'} {path}:{change}")
    return left


def _seconds(bench: Bench, tests: str) -> float:
    """Run *tests* on the tree as it is, which also compiles the kernels, and return how long that took."""
    begin = time.monotonic()
    if not bench.passes(tests, seconds=None):
        raise SystemExit(f"mutate: {tests} fails, or has no fast test, without any change; mend that first")
    return time.monotonic() - begin


def _is_noticed(bench: Bench, path: str, change: Change, usual: dict[str, float]) -> bool:
    """Make *change* in the copy, run its tests until some fail or hang, and take the change back."""
    file = bench.tree / path
    source = file.read_text()
    file.write_text(change.source)
    try:
        with tempfile.TemporaryDirectory(prefix="mutate-kernels-") as own:
            # Numba looks at a kernel's own file, not at those that it calls: where one is changed, all are compiled.
            kernels = Path(own) if "njit" in source else None
            return not all(
                bench.passes(tests, seconds=_PATIENCE + 4 * seconds, kernels=kernels)
                for tests, seconds in usual.items()
            )
    finally:
        file.write_text(source)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # the copy goes, and the tests end
    main()
