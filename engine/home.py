"""The engine's home: the folder for what pip cannot bring and for what is prepared once."""

import atexit
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from engine.machine import stores_compressed_slowly

_WITH_KERNELS = ("documents", "profile", "quality", "readers")

PACKED = "packed.json"
"""The file beside kernels that were compiled somewhere else: where the package lay then, and for which processor it was,
"" for the one at hand."""

NUMPY_TOLD = ("NPY_DISABLE_CPU_FEATURES", "X86_V4 AVX512_ICL")
"""The variable that numpy is told by which features of the processor to leave, and those with vectors of 512 bits."""


def engine_home() -> Path:
    """Return MODEL_MONITOR_HOME, else `share/model-monitor` of this Python, else the same of the user.

    This Python's folder wins where it is filled or can be written; the user's is `$XDG_DATA_HOME` or `~/.local/share`.
    """
    named = os.environ.get("MODEL_MONITOR_HOME")
    if named:
        return Path(named).absolute()
    own = Path(sys.prefix) / "share" / "model-monitor"
    if own.exists() or _writable(own):
        return own
    data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return Path(data) / "model-monitor"


def put(file: Path, place: Path) -> None:
    """Copy *file* to *place* in one step: another process sees the whole of it or nothing."""
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        shutil.copyfile(file, beside)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def share_kernel_cache(links_in: str | None = None) -> None:
    """Let this process and Spark's Python workers keep compiled kernels in one place, a folder of the home's `kernels`.

    To be called before numba is imported, which reads NUMBA_CACHE_DIR once: where numba is there already, or the
    variable is set, nothing changes, so that process and workers still agree. Where the home is read-only they work
    in a folder of links to it, made in *links_in* or where temporary folders are, since numba reads no cache that it
    cannot write to. So they do with an environment that was packed elsewhere (PACKED), since numba knows kernels by the
    path of their source. Numpy, which numba imports, is told how to sort before.
    """
    choose_sort()
    if "numba" in sys.modules or os.environ.get("NUMBA_CACHE_DIR"):
        return
    package = Path(__file__).parent
    kernels = engine_home() / "kernels" / name_of_kernels(package)
    packed = kernels / PACKED
    if packed.is_file():
        told = json.loads(packed.read_text())
        if told["cpu"]:
            os.environ.setdefault("NUMBA_CPU_NAME", told["cpu"])
        folder = _link(kernels, links_in, _moved(package, Path(told["package"])))
    else:
        folder = kernels if _writable(kernels) else _link(kernels, links_in)
    os.environ["NUMBA_CACHE_DIR"] = str(folder)


def choose_sort(*, slow: Callable[[], bool] = stores_compressed_slowly) -> None:
    """Let numpy sort with AVX2 where this processor is *slow* with AVX-512: 7 ns an item of a sketch's level instead of 20.

    To be called before numpy is imported, which reads the variable once; what the user has set stays. All of numpy does without
    AVX-512 then: exponentials and logarithms, which the engine has no use for, take longer, so scripts are not told
    (engine.scripts.environment). Source: numpy's manual, CPU build options, runtime dispatch.
    """
    name, without = NUMPY_TOLD
    if "numpy" not in sys.modules and name not in os.environ and slow():
        os.environ[name] = without


def name_of_kernels(package: Path) -> str:
    """Return a name of 16 hexadecimal digits for the kernels' sources in *package*, in all folders, as they are now.

    Numba looks at a kernel's own file, not at those that it calls.
    """
    digest = hashlib.sha256()
    for folder in _WITH_KERNELS:
        for file in sorted((package / folder).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _moved(package: Path, former: Path) -> dict[str, str]:
    """Return what numba calls the folders of kernels of *package*, by what it called them where the package was *former*."""
    folders = [place for name in _WITH_KERNELS for place in (package / name, *(package / name).rglob("*/"))]
    return {_name_in_cache(former / place.relative_to(package)): _name_in_cache(place) for place in folders}


def _name_in_cache(folder: Path) -> str:
    """Return what numba calls the kernels of a source folder. Source: numba.core.caching, get_suitable_cache_subpath."""
    path = os.path.abspath(folder)
    return f"{os.path.basename(path)}_{hashlib.sha1(path.encode(), usedforsecurity=False).hexdigest()}"


def _link(kernels: Path, place: str | None, renamed: Mapping[str, str] = MappingProxyType({})) -> Path:
    """Make a folder with a link to each file of *kernels*; numba replaces a file as a whole, never within.

    Folders that are *renamed* have another name there.
    """
    folder = Path(tempfile.mkdtemp(prefix="model-monitor-kernels-", dir=place))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for file in kernels.glob("*/*"):
        link = folder / renamed.get(file.parent.name, file.parent.name) / file.name
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(file)
    return folder


def _writable(folder: Path) -> bool:
    """Return whether files can be made in *folder*, or the folder itself where it does not exist yet."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    return os.access(existing, os.W_OK | os.X_OK)
