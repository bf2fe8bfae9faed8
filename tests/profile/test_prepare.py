"""Set-up compiles all that a profile needs, of texts and of every type: a run finds it in the cache."""

import os
import subprocess
import sys

import pytest

FOLD = """
import sys
from decimal import Decimal
import pyarrow as pa
from engine.profile import prepare
from engine.profile.column import ColumnState

prepare()
print("prepared", flush=True)
import numba.core.caching
numba.core.caching.IndexDataCacheFile.save = lambda *_: sys.exit("a kernel was compiled")
texts = ["x", "1", "2.5", None]
for values in (
    pa.array(texts), pa.array(texts)[:0], pa.array(texts, pa.large_string()),
    pa.array(texts).cast(pa.large_string()).cast(pa.string()), pa.array(texts).dictionary_encode(), pa.array([b"x"]),
    pa.array([1, None], pa.int8()), pa.array([1], pa.uint64()), pa.array([1.5, float("nan")]), pa.array([1.5], pa.float32()),
    pa.array([Decimal("1.5")], pa.decimal128(9, 2)), pa.array([Decimal("1.5")], pa.decimal256(50, 2)), pa.array([True]),
    pa.array([1], pa.int32()).view(pa.date32()), pa.array([1]).view(pa.timestamp("ns")), pa.nulls(2), pa.array(range(9999)),
):
    for known in (None, frozenset("x")):
        state = ColumnState(known)
        state.update(values)
        state.update(values[1:])
print("folded")
"""


@pytest.mark.slow
def test_what_set_up_compiles_is_all_that_a_fold_needs(tmp_path):
    """With a cache of its own, nothing is compiled when it has been prepared."""
    done = subprocess.run(
        [sys.executable, "-c", FOLD],
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("prepared\nfolded\n", 0), done.stderr
